import Glibc

/// The environment variables that the command hands to the libraries.
enum Environment {
    /// The value of a variable, nil where it is unset or empty.
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Today in Greenwich, as year-month-day.
func today() -> String {
    var now = time(nil)
    var parts = tm()
    unsafe gmtime_r(&now, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
}

/// One line on standard error.
func note(_ text: String) {
    unsafe fputs("jazz: \(text)\n", stderr)
}
