/// Bytes as text (RFC 4648), in the alphabet of files or in that of links.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let forLinks = letters + Array("-_".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in (letters + Array("+/".utf8)).enumerated() { values[Int(letter)] = UInt8(value) }
        for (value, letter) in forLinks.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// Text for links, without padding.
    static func encodedForLinks(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
            bits <<= 8
            for _ in 0...part.count {
                text.append(forLinks[Int(bits >> 26)])
                bits <<= 6
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text in either alphabet, with padding or without; nil where it is none.
    static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var (bits, count, padding, digits) = (UInt32(0), 0, 0, 0)
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "="): padding += 1
            case 0x0A, 0x0D: continue
            default:
                let value = values[Int(letter)]
                guard value != 255, padding == 0 else { return nil }
                bits = bits << 6 | UInt32(value)
                count += 6
                digits += 1
                if count >= 8 {
                    count -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                }
            }
        }
        return padding <= 2 && digits % 4 != 1 ? bytes : nil
    }
}
