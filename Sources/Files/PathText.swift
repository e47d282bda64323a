/// Paths as strings that lose nothing.
///
/// The system's names are bytes, and need not be UTF-8: `\xE9.mid` is a fine name. A `String` made of them the usual way
/// is repaired and names another file, so bytes that are no UTF-8 stand in it as scalars of their own, U+10FF80 for 0x80
/// to U+10FFFF for 0xFF, which end the last plane for private use. A name that has those scalars itself has each of their
/// bytes replaced likewise: every name has a text, and every text a name. (It is what Python's `surrogateescape` does,
/// PEP 383, with scalars that a Swift string can hold.)
///
/// Arguments, variables of the environment and names in folders become text by ``text(of:)``; ``FileSystem`` turns it back
/// at each call of the system. `FilePath` of swift-system keeps bytes too, but an argument that the parser of the command
/// line has in hand is a `String`, and of what is done with files here (temporary files without a name, links, locks) that
/// package has nothing.
public enum PathText {
    private static let first: UInt32 = 0x10FF80

    /// The text of a name's bytes.
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        if let text = String(validating: bytes, as: UTF8.self), !holdsBytes(text) { return text }
        var result = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        func append(_ count: Int) {
            for byte in bytes[offset..<offset + count] {
                result.append(byte < 0x80 ? Unicode.Scalar(byte) : Unicode.Scalar(first - 0x80 + UInt32(byte))!)
            }
            offset += count
        }
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if byte(of: scalar) == nil {
                    result.append(scalar)
                    offset += encoded.count
                } else {
                    append(encoded.count)
                }
            case .error(let length): append(length)
            case .emptyInput: return String(result)
            }
        }
    }

    /// The bytes of the name that a text stands for.
    public static func bytes(of text: String) -> [UInt8] {
        guard holdsBytes(text) else { return Array(text.utf8) }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let byte = byte(of: scalar) { bytes.append(byte) } else { bytes += Array(UTF8.encode(scalar)!) }
        }
        return bytes
    }

    /// The byte that a scalar stands for; nil for one that stands for itself.
    public static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        scalar.value >= first ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }

    private static func holdsBytes(_ text: String) -> Bool {
        // In UTF-8 they begin with F4 8F BE or F4 8F BF.
        text.utf8.contains(0xF4) && text.unicodeScalars.contains { byte(of: $0) != nil }
    }

    // MARK: Parts of a path

    /// The directory that a path's last part is in: "." for a bare name.
    ///
    /// Parts are told apart by bytes: to a `String`, a slash and a combining mark behind it are one character.
    public static func directory(of path: String) -> String {
        var end = path.utf8.endIndex
        func before(_ index: String.Index) -> UInt8? {
            index > path.startIndex ? path.utf8[path.utf8.index(before: index)] : nil
        }
        let slash = UInt8(ascii: "/")
        while end > path.startIndex, before(end) == slash { end = path.utf8.index(before: end) }
        guard end > path.startIndex else { return path.isEmpty ? "." : "/" }
        while let byte = before(end), byte != slash { end = path.utf8.index(before: end) }
        guard end > path.startIndex else { return "." }
        while before(end) == slash { end = path.utf8.index(before: end) }
        return end > path.startIndex ? String(path[..<end]) : "/"
    }

    /// The last part of a path; empty for "/" and "".
    public static func name(of path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
    }
}
