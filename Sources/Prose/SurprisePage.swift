/// A text as a page in which each token's colour says how surprising it was to a model.
public struct SurprisePage: Sendable {
    private let score: TextScore
    private let title: String

    public init(_ score: TextScore, title: String) {
        self.score = score
        self.title = title
    }

    /// From so many bits on nothing becomes darker.
    private static let most = 10.0

    /// One HTML file that needs no other.
    public var html: String {
        var body = ""
        var (run, level) = ("", -1)
        func flush() {
            guard !run.isEmpty else { return }
            body += level <= 0 ? run : "<span class=\"s\(level)\">\(run)</span>"
            run = ""
        }
        for token in score.tokens {
            let next = Self.level(token.bits)
            if next != level { flush() }
            level = next
            for scalar in token.text.unicodeScalars { run += Self.escaped(scalar) }
        }
        flush()
        let styles = (1...10).map { ".s\($0){background:rgba(220,60,0,\(fixed(Double($0) * 0.08, 2)))}" }.joined()
        let key = (0...10).map { "<span class=\"s\($0)\">&nbsp;\($0)&nbsp;</span>" }.joined()
        let name = title.unicodeScalars.map { Self.escaped($0) }.joined()
        return """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"><title>\(name)</title>
            <style>body{font-family:serif;max-width:45em;margin:2em auto;line-height:1.6}pre{white-space:pre-wrap;font:inherit}\(styles)</style>
            </head><body><h1>\(name)</h1>
            <p>\(score.count) characters, \(fixed(score.bitsPerCharacter, 3)) bits a character, perplexity \(fixed(score.perplexity, 2))\(score.tokenCount == score.count ? "" : " a token").
            Surprise in bits: \(key)</p>
            <pre>\(body)</pre></body></html>

            """
    }

    /// How surprising a token was, 0…10.
    static func level(_ bits: Double) -> Int { Int(min(most, max(0, bits)).rounded()) }

    static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": return "&amp;"
        case "<": return "&lt;"
        case ">": return "&gt;"
        case "\"": return "&quot;"
        case "\n", "\t": return String(scalar)
        default:
            // A page has no control characters, nor what would turn the direction of the text around.
            let isShown: Bool =
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x10FF00...: false
                default: true
                }
            return isShown ? String(scalar) : "\u{FFFD}"
        }
    }

    /// The text in lines, each with a line below it that has the surprise of each token in bits, 0 to 9; for terminals
    /// with colours, the text on a background of them.
    ///
    /// - Parameters:
    ///   - columns: A longer line is broken.
    public func lines(columns: Int, colour: Bool) -> [String] {
        var lines: [String] = []
        var (text, marks) = ("", "")
        var width = 0
        func end() {
            lines.append(colour ? text + (text.isEmpty ? "" : "\u{1B}[0m") : text)
            if !colour { lines.append(marks) }
            (text, marks, width) = ("", "", 0)
        }
        // From white through yellow to red, as 256 colours have them.
        let shades = [0, 230, 229, 228, 222, 221, 215, 209, 203, 196, 160]
        for token in score.tokens {
            let level = Self.level(token.bits)
            var isFirst = true
            for scalar in token.text.unicodeScalars {
                let isEnd = scalar == "\n"
                let shown = isEnd ? (colour && level == 0 ? "" : "⏎") : Self.shown(scalar)
                if !shown.isEmpty {
                    text += colour ? "\u{1B}[\(level == 0 ? "0" : "0;30;48;5;\(shades[level])")m" + shown : shown
                    // Under a token of several characters its surprise stands once.
                    marks +=
                        (isFirst ? String(min(9, level)) : " ")
                        + String(repeating: " ", count: max(0, shown.count - 1))
                    width += shown.count
                    isFirst = false
                }
                if isEnd || width >= columns { end() }
            }
        }
        if width > 0 { end() }
        return lines
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: " "
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x10FF00...: "�"
        default: scalar.properties.generalCategory == .nonspacingMark ? "" : String(scalar)
        }
    }
}
