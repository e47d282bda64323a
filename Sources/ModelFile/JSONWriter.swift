/// Writes JSON without white space; keys appear in the order they are given, so equal values give equal bytes.
package struct JSONWriter {
    /// The text so far.
    package private(set) var text = ""
    private var needsComma = false

    package init() {}

    /// Writes an object whose members `body` writes with `member`.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        bracket("{", "}", body)
    }

    /// Writes an array whose elements `body` writes.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        bracket("[", "]", body)
    }

    /// Writes a key; the value must follow.
    package mutating func key(_ key: String) {
        string(key)
        text += ":"
        needsComma = false
    }

    /// Writes a string; control characters are escaped, all else is UTF-8.
    package mutating func string(_ string: String) {
        separate()
        text += "\""
        for scalar in string.unicodeScalars { text += scalar.escaped }
        text += "\""
    }

    /// Writes an integer.
    package mutating func integer(_ value: some BinaryInteger) {
        separate()
        text += String(value)
    }

    /// Writes the shortest number that reads back as the same value, or `null` where there is none.
    package mutating func number(_ value: Double) {
        separate()
        text += value.isFinite ? "\(value)" : "null"
    }

    /// Writes `true` or `false`.
    package mutating func boolean(_ value: Bool) {
        separate()
        text += value ? "true" : "false"
    }

    /// Writes `null`.
    package mutating func null() {
        separate()
        text += "null"
    }

    private mutating func bracket(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        separate()
        text += open
        needsComma = false
        body(&self)
        text += close
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }
}

extension Unicode.Scalar {
    /// The scalar as it stands in a JSON string: quotes, backslashes and whatever could break a line are escaped.
    var escaped: String {
        switch self {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
            let digits = String(value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: return String(self)
        }
    }
}
