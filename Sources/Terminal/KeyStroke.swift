/// A key as a terminal sends it.
public enum KeyStroke: Equatable, Sendable {
    case character(Character)
    case up, down, left, right, escape
}

/// Makes keys of the bytes that a terminal sends.
///
/// Specification: ECMA-48, 8.3.22 CUU and the like, as cursor keys send them, in either mode of the keypad.
public struct KeyReader: Sendable {
    private var rest: [UInt8] = []

    public init() {}

    /// Takes bytes in; what is not complete waits for the next.
    ///
    /// - Parameter isAll: Whether nothing comes directly behind: an escape by itself is the key, then.
    public mutating func keys(_ bytes: [UInt8], isAll: Bool = true) -> [KeyStroke] {
        rest += bytes
        var keys: [KeyStroke] = []
        while let first = rest.first {
            if first == 0x1B {
                guard let length = sequenceLength() else {
                    if isAll, rest.count == 1 {
                        keys.append(.escape)
                        rest = []
                    }
                    return keys
                }
                if let key = Self.arrow(rest[..<length]) { keys.append(key) }
                rest.removeFirst(length)
                continue
            }
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard rest.count >= length else { return keys }
            let text = String(decoding: rest[..<length], as: UTF8.self)
            if let character = text.first, first >= 0x20 || first == 0x0D || first == 0x0A {
                keys.append(.character(character))
            }
            rest.removeFirst(length)
        }
        return keys
    }

    /// The length of the escape sequence that is at the front; nil while it is not complete.
    private func sequenceLength() -> Int? {
        guard rest.count > 1 else { return nil }
        guard rest[1] == UInt8(ascii: "[") || rest[1] == UInt8(ascii: "O") else { return 1 + 1 }
        guard let end = rest[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            // Nothing that a key sends is so long.
            return rest.count > 16 ? rest.count : nil
        }
        return end + 1
    }

    private static func arrow(_ sequence: ArraySlice<UInt8>) -> KeyStroke? {
        switch sequence.last {
        case UInt8(ascii: "A")?: .up
        case UInt8(ascii: "B")?: .down
        case UInt8(ascii: "C")?: .right
        case UInt8(ascii: "D")?: .left
        default: nil
        }
    }
}
