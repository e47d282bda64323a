import Commands

/// A number with at most so many decimals, without trailing zeros.
func decimal(_ value: Double, places: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let whole = scaled / Int(scale)
    var rest = String(scaled % Int(scale) + Int(scale)).dropFirst()
    while rest.last == "0" { rest.removeLast() }
    return (value < 0 && scaled > 0 ? "-" : "") + "\(whole)" + (rest.isEmpty ? "" : "." + rest)
}

/// `0.4217` as `42 %`.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

/// The text followed by blanks up to a width.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}

/// `3 files`, `1 file`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
