/// Durations as people read and write them; in seconds.
public enum DurationText {
    /// As a clock shows it: "0:07", "12:05", "1:02:03". Fractions are rounded up, so that it ends at 0:00.
    public static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 360_000_000 else { return "-:--" }
        let whole = Int(max(0, seconds).rounded(.up))
        let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
        let rest = two(whole % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(rest)" : "\(minutes):\(rest)"
    }

    /// In words: "0.4 s", "42 s", "2 min 5 s", "1 h 2 min".
    public static func words(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 360_000_000 else { return "a long time" }
        if seconds < 9.95 { return NumberText.fixed(max(0, seconds), decimals: 1) + " s" }
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
        if minutes > 0 { return rest > 0 ? "\(minutes) min \(rest) s" : "\(minutes) min" }
        return "\(rest) s"
    }

    /// Reads "90", "90s", "1.5m", "3m", "1h30m", "2h": a number of seconds, or numbers with units.
    ///
    /// - Returns: The seconds, above 0; nil for anything else.
    public static func seconds(_ text: String) -> Double? {
        var total = 0.0
        var number = ""
        var lastUnit = Double.infinity
        for character in text {
            switch character {
            case "0"..."9", ".":
                number.append(character)
            case "h", "m", "s":
                let unit = character == "h" ? 3_600.0 : character == "m" ? 60 : 1
                guard let value = Double(number), unit < lastUnit else { return nil }
                total += value * unit
                lastUnit = unit
                number = ""
            default:
                return nil
            }
        }
        if !number.isEmpty {
            guard lastUnit == .infinity, let value = Double(number) else { return nil }
            total = value
        }
        return total > 0 && total.isFinite ? total : nil
    }

    private static func two(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
