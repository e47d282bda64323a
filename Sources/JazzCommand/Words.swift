import Terminal

/// A number with at most so many decimals, without trailing zeros.
func decimal(_ value: Double, places: Int = 1) -> String {
    let text = NumberText.fixed(value, decimals: places)
    guard text.contains(".") else { return text }
    let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(kept.reversed())
}

/// `0.4217` as `42 %`.
func percent(_ fraction: Double) -> String { "\(Int((fraction * 100).rounded())) %" }

/// The text followed by blanks up to a width.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}

/// The text moved to the right end of a column.
func rightAligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
