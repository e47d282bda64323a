/// Takes numbers out of bytes from one offset to another and refuses to read beyond.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var offset: Int
    let end: Int

    /// - Precondition: the range lies within the bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range) beyond \(bytes.count) bytes")
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    var remaining: Int { end - offset }

    /// The next byte, left where it is; nil at the end.
    var next: UInt8? { offset < end ? bytes[offset] : nil }

    /// The next bytes, at most `count`, left where they are.
    func peek(_ count: Int) -> [UInt8] {
        Array(bytes[offset..<offset + min(count, remaining)])
    }

    /// A reader of the next `count` bytes alone, over which this one moves on.
    mutating func part(_ count: Int) -> ByteReader {
        let range = offset..<offset + min(count, remaining)
        offset = range.upperBound
        return ByteReader(bytes, range)
    }

    mutating func byte(_ part: MIDIError.Part) throws(MIDIError) -> UInt8 {
        guard offset < end else { throw .truncated(offset: offset, part: part, expected: 1, found: 0) }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func take(_ count: Int, _ part: MIDIError.Part) throws(MIDIError) -> ArraySlice<UInt8> {
        guard count <= remaining else {
            throw .truncated(offset: offset, part: part, expected: count, found: remaining)
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    /// The next `count` bytes as one number, most significant first.
    mutating func number(_ count: Int, _ part: MIDIError.Part) throws(MIDIError) -> Int {
        try take(count, part).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A variable-length length, and as many bytes.
    mutating func counted(_ part: MIDIError.Part) throws(MIDIError) -> ArraySlice<UInt8> {
        let start = offset
        let count = try quantity(part)
        guard count <= remaining else {
            throw .lengthPastEnd(offset: start, part: part, expected: count, found: remaining)
        }
        return try take(count, part)
    }
}
