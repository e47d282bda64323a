import Files

/// Text from elsewhere, names of files and titles and whole corpora, fit for a terminal: what a terminal would obey is
/// shown instead of sent.
///
/// Those are the control characters (C0, DEL, C1), the line and paragraph separators, and the marks that reverse the
/// direction of what follows (Unicode Technical Report 36, section 2.9: they make text look like another text). They
/// appear as in a Swift literal, `\u{1B}`; nothing is left out. Bytes of a name that is no UTF-8 appear as `\xE9`.
extension String {
    /// The text as one field of one line: line ends and tabs are shown as `\n`, `\r` and `\t`.
    public var shownInLine: String { shown(keepingLines: false) }

    /// The text with its lines and tabs as they are, all else that a terminal would obey shown.
    public var shownInLines: String { shown(keepingLines: true) }

    /// The text in at most `count` characters: of a longer one the beginning and the end, which say what it is about
    /// and what to do.
    public func abridged(to count: Int) -> String {
        guard utf8.count > count, self.count > count else { return self }
        let tail = count / 3
        return prefix(count - tail - 3) + " … " + suffix(tail)
    }

    private func shown(keepingLines: Bool) -> String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return self }
        var result = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if !scalar.isObeyed {
                result.append(scalar)
            } else if keepingLines, scalar == "\n" || scalar == "\t" || (scalar == "\r" && rest.first == "\n") {
                result.append(scalar)
            } else {
                result.append(contentsOf: scalar.shown.unicodeScalars)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal does something at it, other than to show it.
    fileprivate var isObeyed: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: PathText.byte(of: self) != nil
        }
    }

    fileprivate var shown: String {
        if let byte = PathText.byte(of: self) { return "\\x" + String(byte, radix: 16, uppercase: true) }
        return switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16, uppercase: true))}"
        }
    }
}
