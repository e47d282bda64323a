/// Numbers as people read them.
public enum NumberText {
    /// With exactly `decimals` digits after the point: 1.8949 with 2 is "1.89". Halves are rounded away from zero.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        precondition((0...9).contains(decimals), "\(decimals) decimals")
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e15 else { return "\(value)" }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// With commas between the thousands: "1,115,394".
    public static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return result
    }

    /// To two or three figures: "0", "950", "9.5k", "41k", "1.2M".
    public static func compact(_ value: Double) -> String {
        guard value.isFinite, value >= 0 else { return fixed(value, decimals: 0) }
        var scaled = value
        for suffix in ["", "k", "M", "G"] {
            if scaled < 999.5 || suffix == "G" {
                let decimals = scaled < 9.95 && !suffix.isEmpty ? 1 : 0
                return fixed(scaled, decimals: decimals) + suffix
            }
            scaled /= 1_000
        }
        return fixed(value, decimals: 0)
    }
}

/// `3 files`, `1 file`, `1,115,394 characters`.
package func counted(_ count: Int, _ noun: String) -> String {
    "\(NumberText.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
