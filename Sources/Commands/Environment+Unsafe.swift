import Files
import Glibc
import Numerics
import Terminal

/// The surroundings of the process, which commands hand to the libraries.
public enum Environment {
    /// What the command line says behind the name of the program, each argument byte for byte; see `PathText`.
    ///
    /// `CommandLine.arguments` repairs what is no UTF-8, and so names other files.
    public static var arguments: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            // The system hands over `argc` texts that each end in a zero.
            guard let text = unsafe CommandLine.unsafeArgv[index] else { return nil }
            return PathText.text(
                of: unsafe UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
        }
    }

    /// The value of an environment variable, nil where it is unset or empty.
    public static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = PathText.text(
            of: unsafe UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) })
        return text.isEmpty ? nil : text
    }

    /// The variables named that are set.
    public static func values(_ names: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for name in names { found[name] = value(name) }
        return found
    }

    /// Lets so much time pass.
    public static func wait(seconds: Double) { usleep(UInt32(seconds * 1e6)) }

    /// Tells this build of the program from all others; empty where it cannot be read.
    package static func programFingerprint() -> String {
        guard let program = try? FileSystem.contents(of: "/proc/self/exe", limit: 1 << 30, onlyFiles: true) else {
            return ""
        }
        var fingerprint = Fingerprint()
        for byte in program { fingerprint.update(UInt64(byte)) }
        return fingerprint.hex
    }

    /// Seconds since the start of 1970.
    public static func secondsSince1970() -> Int { time(nil) }

    /// Today in UTC, as year-month-day.
    public static func today() -> String { DateText.day(secondsSince1970: time(nil)) }

    /// Seconds from some fixed moment, never going back.
    public static func seconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}
