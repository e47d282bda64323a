/// One pass over the bytes of a text: checks that it is UTF-8, counts its characters, and notes where they stand.
///
/// A CR and a CR LF are one character, LF. A block of 64 bytes that are all ASCII without CR takes a short way.
@safe struct TextScan: ~Copyable {
    /// What is no text.
    enum Flaw: Equatable {
        case binary(offset: Int)
        case invalid(offset: Int)
    }

    /// The distance of the characters whose places are noted.
    static let indexStep = 1_024

    /// The characters so far.
    private(set) var characters = 0
    /// The offset of the first byte that is not read yet.
    private(set) var offset: Int
    /// The offset of every 1,024th character.
    private(set) var index: [Int] = []
    private var high: [UInt32: Int] = [:]
    // 65,536 counts by value, then four times 256 counts of bytes, so that equal neighbours do not wait for each other.
    private let counts: UnsafeMutablePointer<Int>
    private static let bytesStart = ScalarCounts.lowCount
    private static let size = bytesStart + 4 * 256

    /// A scan that begins at the given byte.
    init(from offset: Int) {
        self.offset = offset
        unsafe counts = .allocate(capacity: Self.size)
        unsafe counts.initialize(repeating: 0, count: Self.size)
    }

    deinit { unsafe counts.deallocate() }

    /// Reads on until `limit` is reached, or a little further where a character lies across it.
    ///
    /// - Returns: the first flaw, if there is any.
    mutating func advance(_ bytes: UnsafeRawBufferPointer, to limit: Int) -> Flaw? {
        precondition(limit <= bytes.count, "bytes up to \(limit) of \(bytes.count)")
        let tables = unsafe counts + Self.bytesStart
        while offset < limit {
            let end = offset + 64
            guard end <= bytes.count else { return unsafe readCharacters(bytes, to: limit) }
            // 64 bytes from the offset lie within the buffer; a byte is one of 256, and tables has four times 256.
            let start = unsafe bytes.baseAddress! + offset
            var odd: UInt64 = 0
            for byte in stride(from: 0, to: 64, by: 8) {
                odd |= Self.oddBytes(unsafe start.loadUnaligned(fromByteOffset: byte, as: UInt64.self))
            }
            guard odd == 0 else {
                if let flaw = unsafe readCharacters(bytes, to: min(end, limit)) { return flaw }
                continue
            }
            for byte in stride(from: 0, to: 64, by: 8) {
                let word = unsafe start.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
                unsafe tables[Int(word & 0xFF)] &+= 1
                unsafe tables[256 + Int(word &>> 8 & 0xFF)] &+= 1
                unsafe tables[512 + Int(word &>> 16 & 0xFF)] &+= 1
                unsafe tables[768 + Int(word &>> 24 & 0xFF)] &+= 1
                unsafe tables[Int(word &>> 32 & 0xFF)] &+= 1
                unsafe tables[256 + Int(word &>> 40 & 0xFF)] &+= 1
                unsafe tables[512 + Int(word &>> 48 & 0xFF)] &+= 1
                unsafe tables[768 + Int(word &>> 56)] &+= 1
            }
            let next = (characters + Self.indexStep - 1) / Self.indexStep * Self.indexStep
            if next < characters + 64 { index.append(offset + next - characters) }
            characters += 64
            offset = end
        }
        return nil
    }

    /// The counts of all the characters so far.
    var scalarCounts: ScalarCounts {
        var low = unsafe [Int](UnsafeBufferPointer(start: counts, count: ScalarCounts.lowCount))
        for table in 0..<4 {
            for byte in 0..<256 { low[byte] += unsafe counts[Self.bytesStart + 256 * table + byte] }
        }
        return ScalarCounts(low: low, high: high)
    }

    /// Not zero where one of eight bytes is NUL, CR or no ASCII.
    @inline(__always)
    private static func oddBytes(_ word: UInt64) -> UInt64 {
        let (ones, tops) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        // Where a byte is zero, subtracting one borrows into its top bit.
        let returns = word ^ (0x0D * ones)
        return (word | (word &- ones) & ~word | (returns &- ones) & ~returns) & tops
    }

    /// Reads one character after the other.
    private mutating func readCharacters(_ bytes: UnsafeRawBufferPointer, to limit: Int) -> Flaw? {
        while offset < limit {
            guard let (value, length) = unsafe Self.character(bytes, at: offset) else {
                return .invalid(offset: offset)
            }
            if value == 0 { return .binary(offset: offset) }
            if characters % Self.indexStep == 0 { index.append(offset) }
            if Int(value) < ScalarCounts.lowCount {
                unsafe counts[Int(value)] &+= 1
            } else {
                high[value, default: 0] += 1
            }
            characters += 1
            offset += length
        }
        return nil
    }

    /// The value and length of a well-formed character (The Unicode Standard, table 3-7); nil of any other.
    @inline(__always)
    private static func character(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> (value: UInt32, length: Int)? {
        let count = bytes.count - offset
        // Indices below stay below `count`, which is checked before each.
        let lead = unsafe UInt32(bytes[offset])
        if lead < 0x80 {
            guard lead == 0x0D else { return (lead, 1) }
            return (0x0A, unsafe count > 1 && bytes[offset + 1] == 0x0A ? 2 : 1)
        }
        guard 0xC2...0xF4 ~= lead, count > 1 else { return nil }
        let second = unsafe UInt32(bytes[offset + 1])
        guard second & 0xC0 == 0x80 else { return nil }
        if lead < 0xE0 { return ((lead & 0x1F) << 6 | second & 0x3F, 2) }
        guard count > 2, unsafe bytes[offset + 2] & 0xC0 == 0x80 else { return nil }
        let third = unsafe UInt32(bytes[offset + 2])
        if lead < 0xF0 {
            let value = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
            return value >= 0x800 && !(0xD800...0xDFFF ~= value) ? (value, 3) : nil
        }
        guard count > 3, unsafe bytes[offset + 3] & 0xC0 == 0x80 else { return nil }
        let fourth = unsafe UInt32(bytes[offset + 3])
        let value = (lead & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F
        return 0x10000...0x10FFFF ~= value ? (value, 4) : nil
    }
}

extension TextBytes {
    /// How far a scan goes between two looks at the file.
    private static let stretch = 1 << 20

    /// Where the text starts, after a byte-order mark; nil where the file has been cut.
    ///
    /// - Throws: `ProseError.utf16`.
    func textStart(_ name: String) throws(ProseError) -> Int? {
        guard let lead = unsafe withBytes({ unsafe Array($0.prefix(3)) }) else { return nil }
        if lead.starts(with: [0xFF, 0xFE]) || lead.starts(with: [0xFE, 0xFF]) { throw .utf16(file: name) }
        return lead == [0xEF, 0xBB, 0xBF] ? 3 : 0
    }

    /// Scans a stretch; nil where the file has been cut, else the flaw found, if any.
    func scan(_ scan: inout TextScan, _ fingerprint: inout TextFingerprint) -> TextScan.Flaw?? {
        let first = scan.offset
        return unsafe withBytes { bytes in
            let limit = min(bytes.count, first + Self.stretch)
            defer { noteReading(first..<limit) }
            guard let flaw = unsafe scan.advance(bytes, to: limit) else {
                unsafe fingerprint.advance(bytes, to: limit)
                return nil
            }
            // A program or a picture has both; that it is no text at all is the better answer.
            guard case .invalid(let offset) = flaw else { return flaw }
            let zero = unsafe bytes[offset..<min(bytes.count, offset + Self.stretch)].firstIndex(of: 0)
            return zero.map { .binary(offset: $0) } ?? flaw
        }
    }

    /// What encoding the text seems to be in that is not UTF-8 at the given byte; nil where that is not certain.
    func encoding(flawAt offset: Int) -> String? {
        let guess: String?? = unsafe withBytes { bytes in
            // From the beginning of a line on, so that no character is cut.
            let first = unsafe bytes[max(0, offset - Self.stretch)..<offset].firstIndex(of: 0x0A).map { $0 + 1 }
            let start = offset > Self.stretch ? first ?? offset : 0
            return unsafe EncodingGuess.name(Array(bytes[start..<min(bytes.count, offset + Self.stretch)]))
        }
        return guess ?? nil
    }

    /// The fingerprint of all the bytes; nil where the file has been cut.
    func finish(_ fingerprint: TextFingerprint) -> String? {
        unsafe withBytes { unsafe fingerprint.finish($0) }
    }
}
