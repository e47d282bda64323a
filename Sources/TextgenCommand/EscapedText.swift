import ArgumentParser

/// Text in which a backslash and a letter stand for what is hard to type.
enum EscapedText {
    /// Reads `\n`, `\t`, `\r`, `\\`, `\"`, `\'` and `\u{1F600}`.
    ///
    /// - Throws: `ValidationError` for any other.
    static func decode(_ text: String, _ option: String) throws -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            let letter = scalars.popFirst()
            switch letter {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "r": result.append("\r")
            case "\\", "\"", "'": result.append(letter ?? "\\")
            case "u":
                let end = scalars.firstIndex(of: "}")
                guard scalars.first == "{", let end, let value = UInt32(String(scalars[..<end].dropFirst()), radix: 16),
                    let decoded = Unicode.Scalar(value)
                else { throw ValidationError("\(option): after \\u there must be a character's number: \\u{e9}") }
                result.append(decoded)
                scalars = scalars[scalars.index(after: end)...]
            default:
                throw ValidationError(
                    "\(option): there is no \\\(letter.map { String($0) } ?? ""); there are \\n, \\t, \\r, \\\\, \\\", \\' and "
                        + "\\u{…}")
            }
        }
        return String(result)
    }
}
