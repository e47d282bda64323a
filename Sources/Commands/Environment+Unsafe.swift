import Glibc
import Terminal

/// The surroundings of the process, which commands hand to the libraries.
public enum Environment {
    /// The value of an environment variable, nil where it is unset or empty.
    public static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The variables named that are set.
    public static func values(_ names: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for name in names { found[name] = value(name) }
        return found
    }

    /// Today in UTC, as year-month-day.
    public static func today() -> String { DateText.day(secondsSince1970: time(nil)) }

    /// Seconds from some fixed moment, never going back.
    public static func seconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
