/// Dates as model cards hold them.
public enum DateText {
    /// The day of a moment in UTC, as year-month-day: "2026-11-21".
    ///
    /// - Parameter seconds: Counted from the start of 1970, as the system's clock does.
    public static func day(secondsSince1970 seconds: Int) -> String {
        // Hinnant's algorithm: years that begin in March put the leap day last, and 400 of them are 146,097 days.
        let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    /// The second of a moment in UTC as ISO 8601 has it: "2026-11-21T09:05:07Z".
    public static func moment(secondsSince1970 seconds: Int) -> String {
        let second = (seconds % 86_400 + 86_400) % 86_400
        let parts = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
        return "\(day(secondsSince1970: seconds))T\(parts.joined(separator: ":"))Z"
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
