/// Numbers of one to four bytes, seven bits in each, most significant first; all bytes but the last have bit 7 set
/// (RP-001, "Conventions").
enum VariableLengthQuantity {
    static let range = 0...0x0FFF_FFFF

    /// Appends a number in as few bytes as it takes.
    ///
    /// - Precondition: the number is in ``range``.
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        precondition(range.contains(number), "\(number) does not fit in four bytes of seven bits")
        for shift in [21, 14, 7] where number >> shift > 0 {
            bytes.append(UInt8(number >> shift & 0x7F) | 0x80)
        }
        bytes.append(UInt8(number & 0x7F))
    }
}

extension ByteReader {
    /// A variable-length quantity of at most four bytes, leading zeros (80) among them.
    mutating func quantity(_ part: MIDIError.Part) throws(MIDIError) -> Int {
        let start = self
        var number = 0
        for _ in 0..<4 {
            let byte = try byte(part)
            number = number << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return number }
        }
        throw .overlongQuantity(offset: start.offset, part: part, found: start.peek(5))
    }
}
