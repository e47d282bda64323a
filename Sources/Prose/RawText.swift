/// Texts that are any bytes, as models of bytes learn them.
///
/// A byte that is a part of no character, a NUL and a CR stand in such a text as scalars of their own, U+10FF00 and the byte:
/// the end of the last plane for private use, where `PathText` has the bytes of names. Characters of that range in a file are
/// replaced byte by byte likewise, so that every file has a text and every text its bytes.
public enum RawText {
    static let first: UInt32 = 0x10FF00

    /// The byte that a scalar value stands for; nil for one that stands for itself.
    @inline(__always)
    static func byte(_ value: UInt32) -> UInt8? {
        value >= first ? UInt8(truncatingIfNeeded: value) : nil
    }

    /// The scalar that stands for a byte.
    static func scalar(_ byte: UInt8) -> Unicode.Scalar { Unicode.Scalar(first + UInt32(byte)) ?? "\u{FFFD}" }

    /// Whether a byte that is a character of its own stands for itself.
    static func isPlain(_ byte: UInt8) -> Bool { byte != 0 && byte != 0x0D && byte < 0x80 }

    /// The bytes that a text stands for.
    public static func bytes(of text: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars { ByteTable.forEachByte(of: scalar.value) { bytes.append($0) } }
        return bytes
    }

    /// Makes text of bytes that come bit by bit.
    struct Decoder {
        private var pending: [UInt8] = []
        /// Whether the bytes are UTF-8, and what is not is replaced.
        let isText: Bool

        init(isText: Bool) { self.isText = isText }

        /// What is there of a character that is not complete.
        var rest: [UInt8] { pending }

        /// The characters that what is there may become; nil where nothing is.
        var completions: ClosedRange<UInt32>? {
            guard let lead = pending.first, let length = Self.length(lead) else { return nil }
            func value(_ choices: [UInt8]) -> UInt32? {
                var bytes = pending
                while bytes.count < length, let next = choices.first(where: { Self.continues(bytes + [$0]) }) {
                    bytes.append(next)
                }
                return bytes.count == length ? Self.scalar(bytes).value : nil
            }
            guard let least = value([0x80, 0x90, 0xA0]), let most = value([0xBF, 0x9F, 0x8F]) else { return nil }
            return least...most
        }

        /// Takes a byte; `emit` is called with what is complete.
        mutating func add(_ byte: UInt8, _ emit: (Unicode.Scalar) -> Void) {
            pending.append(byte)
            while let lead = pending.first {
                guard let length = Self.length(lead) else {
                    drop(emit)
                    continue
                }
                if pending.count > 1, !Self.continues(pending) {
                    drop(emit)
                    continue
                }
                guard pending.count == length else { return }
                let scalar = Self.scalar(pending)
                // A mark of the byte order would be passed over at the beginning.
                if !isText,
                    length == 1 ? !RawText.isPlain(lead) : scalar == "\u{FEFF}" || RawText.byte(scalar.value) != nil
                {
                    drop(emit)
                } else {
                    emit(scalar)
                    pending.removeAll(keepingCapacity: true)
                }
            }
        }

        /// Gives up what is not complete.
        mutating func finish(_ emit: (Unicode.Scalar) -> Void) {
            while !pending.isEmpty { drop(emit) }
        }

        private mutating func drop(_ emit: (Unicode.Scalar) -> Void) {
            emit(isText ? "\u{FFFD}" : RawText.scalar(pending[0]))
            // What follows may begin anew.
            let others = pending.dropFirst()
            pending = []
            for byte in others { add(byte, emit) }
        }

        /// Whether a byte may come next in a text of UTF-8 (The Unicode Standard, table 3-7).
        func allows(_ byte: UInt8) -> Bool {
            pending.isEmpty ? Self.length(byte) != nil : Self.continues(pending + [byte])
        }

        /// The bytes of a character that begins with one; nil where none does.
        static func length(_ lead: UInt8) -> Int? {
            switch lead {
            case 0..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0...0xF4: 4
            default: nil
            }
        }

        /// Whether some bytes after a good first one are the beginning of a character, or all of it.
        private static func continues(_ bytes: [UInt8]) -> Bool {
            guard let length = length(bytes[0]), bytes.count <= length else { return false }
            let second: ClosedRange<UInt8> =
                switch bytes[0] {
                case 0xE0: 0xA0...0xBF
                case 0xED: 0x80...0x9F
                case 0xF0: 0x90...0xBF
                case 0xF4: 0x80...0x8F
                default: 0x80...0xBF
                }
            return (bytes.count < 2 || second.contains(bytes[1])) && bytes.dropFirst(2).allSatisfy { $0 & 0xC0 == 0x80 }
        }

        private static func scalar(_ bytes: [UInt8]) -> Unicode.Scalar {
            let lead = UInt32(bytes[0])
            var value =
                switch bytes.count {
                case 1: lead
                case 2: lead & 0x1F
                case 3: lead & 0x0F
                default: lead & 0x07
                }
            for byte in bytes.dropFirst() { value = value << 6 | UInt32(byte) & 0x3F }
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
    }
}
