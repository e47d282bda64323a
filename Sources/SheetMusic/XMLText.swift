/// Writes elements, two spaces further in for each level.
struct XMLText {
    private(set) var text = ""
    private var open: [String] = []

    /// A line before the elements, as it is.
    mutating func line(_ line: String) { text += line + "\n" }

    /// An element that holds others.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: (inout XMLText) -> Void
    ) {
        indent()
        text += "<\(name)\(Self.text(attributes))>\n"
        open.append(name)
        body(&self)
        open.removeLast()
        indent()
        text += "</\(name)>\n"
    }

    /// An element with a text in it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String) {
        indent()
        text += "<\(name)\(Self.text(attributes))>\(Self.escaped(content))</\(name)>\n"
    }

    /// An element with a number in it.
    mutating func element(_ name: String, _ number: Int) { element(name, [:], "\(number)") }

    /// An element with nothing in it.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        indent()
        text += "<\(name)\(Self.text(attributes))/>\n"
    }

    private mutating func indent() {
        text += String(repeating: "  ", count: open.count)
    }

    private static func text(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }

    /// A text without the characters that XML gives a meaning, and those that it does not allow.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\t", "\n", "\r": out += scalar == "\n" ? "\n" : " "
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                out.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return out
    }
}
