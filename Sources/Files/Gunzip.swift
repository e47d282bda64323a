/// Reads what gzip has compressed (RFC 1952, and RFC 1951 for the compressed data), and checks its length and sum; and the
/// compressed data alone, as zip archives have them.
package struct Gunzip {
    /// Why it cannot be read.
    package enum Flaw: Error, Equatable {
        /// The data end within a file.
        case cut
        /// What stands at this byte is not as gzip writes it.
        case damaged(offset: Int)
        /// The data do not have the length or the sum that they were written with.
        case wrongSum
    }

    /// Whether data begin as gzip's do.
    package static func isLikely(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

    private let bytes: [UInt8]
    private var place = 0
    private var bits: UInt64 = 0
    private var bitCount = 0
    /// The newest output, at least the 32 KiB that may be copied from.
    private var output: [UInt8] = []
    /// How much of it was handed out.
    private var delivered = 0
    private var length = 0
    private var sum: UInt32 = 0

    private static let window = 1 << 15
    private static let piece = 1 << 18

    /// Decompresses all members of a file, one after the other.
    ///
    /// - Parameter deliver: Called with the data, a piece at a time.
    /// - Throws: ``Flaw``, or what `deliver` throws.
    /// - Complexity: O(n) for n bytes of output; some 600 KiB of memory.
    package static func decompress<Failure: Error>(
        _ bytes: [UInt8], deliver: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws {
        var state = Gunzip(bytes: bytes)
        repeat {
            try state.skipHeader()
            (state.length, state.sum, state.output, state.delivered) = (0, ~0, [], 0)
            while try !state.block(deliver) {}
            try state.flush(deliver, all: true)
            state.align()
            let (sum, length) = (try state.word(), try state.word())
            guard sum == ~state.sum, length == UInt32(truncatingIfNeeded: state.length) else { throw Flaw.wrongSum }
        } while state.place < bytes.count && Self.isLikely(bytes[state.place...])
    }

    /// Decompresses data that have neither a header nor a sum.
    ///
    /// - Parameter deliver: Called with the data, a piece at a time.
    /// - Throws: ``Flaw``, or what `deliver` throws.
    package static func inflate<Failure: Error>(
        _ bytes: [UInt8], deliver: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws {
        var state = Gunzip(bytes: bytes)
        while try !state.block(deliver) {}
        try state.flush(deliver, all: true)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Bytes and bits

    private mutating func byte() throws(Flaw) -> UInt8 {
        guard place < bytes.count else { throw .cut }
        defer { place += 1 }
        return bytes[place]
    }

    private mutating func word() throws(Flaw) -> UInt32 {
        var word: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) { word |= UInt32(try byte()) << shift }
        return word
    }

    private mutating func take(_ count: Int) throws(Flaw) -> Int {
        while bitCount < count {
            bits |= UInt64(try byte()) << UInt64(bitCount)
            bitCount += 8
        }
        defer {
            bits >>= UInt64(count)
            bitCount -= count
        }
        return Int(bits & (1 << UInt64(count) - 1))
    }

    /// Goes on at a whole byte.
    private mutating func align() {
        place -= bitCount / 8
        (bits, bitCount) = (0, 0)
    }

    private mutating func skipHeader() throws(Flaw) {
        let start = place
        guard place + 10 <= bytes.count else { throw .cut }
        guard Self.isLikely(bytes[place...]), bytes[place + 3] & 0xE0 == 0 else { throw .damaged(offset: start) }
        let flags = bytes[place + 3]
        place += 10
        if flags & 4 != 0 {
            let count = Int(try byte()) | Int(try byte()) << 8
            place += count
        }
        // The name and the comment end in a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 { while try byte() != 0 {} }
        if flags & 2 != 0 { place += 2 }
        guard place <= bytes.count else { throw .cut }
    }

    // MARK: Blocks

    /// - Returns: Whether it was the last.
    private mutating func block<Failure: Error>(_ deliver: (ArraySlice<UInt8>) throws(Failure) -> Void) throws -> Bool {
        let isLast = try take(1) == 1
        switch try take(2) {
        case 0: try stored(deliver)
        case 1: try compressed(Self.fixedLengths, Self.fixedDistances, deliver)
        case 2:
            let (lengths, distances) = try tables()
            try compressed(lengths, distances, deliver)
        default: throw Flaw.damaged(offset: place)
        }
        return isLast
    }

    private mutating func stored<Failure: Error>(_ deliver: (ArraySlice<UInt8>) throws(Failure) -> Void) throws {
        align()
        let count = Int(try byte()) | Int(try byte()) << 8
        let check = Int(try byte()) | Int(try byte()) << 8
        guard count ^ check == 0xFFFF else { throw Flaw.damaged(offset: place) }
        guard place + count <= bytes.count else { throw Flaw.cut }
        output += bytes[place..<place + count]
        place += count
        try flush(deliver, all: false)
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]

    private mutating func compressed<Failure: Error>(
        _ lengths: Codes, _ distances: Codes, _ deliver: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws {
        while true {
            let symbol = try decode(lengths)
            if symbol < 256 {
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                guard symbol < 286 else { throw Flaw.damaged(offset: place) }
                let count = Self.lengthBases[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
                let code = try decode(distances)
                guard code < 30 else { throw Flaw.damaged(offset: place) }
                let extra = max(0, code / 2 - 1)
                let distance = (code < 4 ? code + 1 : (2 + code % 2) << extra + 1) + (try take(extra))
                guard distance <= output.count else { throw Flaw.damaged(offset: place) }
                let start = output.count - distance
                for index in start..<start + count { output.append(output[index]) }
            }
            if output.count - delivered >= Self.piece { try flush(deliver, all: false) }
        }
    }

    /// Hands out what is new, and forgets what is too old to be copied from.
    private mutating func flush<Failure: Error>(
        _ deliver: (ArraySlice<UInt8>) throws(Failure) -> Void, all: Bool
    ) throws {
        guard all || output.count - delivered >= Self.piece else { return }
        let new = output[delivered...]
        for byte in new { sum = sum >> 8 ^ Self.sums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
        length += new.count
        try deliver(new)
        output.removeFirst(max(0, output.count - Self.window))
        delivered = output.count
    }

    /// The checksum of gzip and ZIP files (CRC-32 of ISO 3309).
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { $0 >> 8 ^ sums[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }

    /// Of each byte what it adds to the sum (CRC-32).
    private static let sums: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }

    // MARK: Codes

    /// A prefix code: how many codes of each length there are, and their symbols in order.
    private struct Codes {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        /// - Returns: nil where the lengths make no prefix code.
        init?(_ lengths: ArraySlice<Int>) {
            for length in lengths where length > 0 { counts[length] += 1 }
            var left = 1
            for length in 1...15 {
                left = 2 * left - counts[length]
                guard left >= 0 else { return nil }
            }
            for length in 1...15 {
                for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
            }
        }
    }

    private static let fixedLengths = Codes(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }[...])!
    private static let fixedDistances = Codes([Int](repeating: 5, count: 30)[...])!

    private mutating func decode(_ codes: Codes) throws(Flaw) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1...15 {
            code |= try take(1)
            let count = codes.counts[length]
            if code - first < count { return codes.symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .damaged(offset: place)
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func tables() throws(Flaw) -> (lengths: Codes, distances: Codes) {
        let (literals, distances, lengths) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
        var sizes = [Int](repeating: 0, count: 19)
        for index in 0..<lengths { sizes[Self.order[index]] = try take(3) }
        guard let codes = Codes(sizes[...]) else { throw .damaged(offset: place) }
        var all: [Int] = []
        while all.count < literals + distances {
            let symbol = try decode(codes)
            switch symbol {
            case 0...15: all.append(symbol)
            case 16:
                guard let last = all.last else { throw .damaged(offset: place) }
                all += [Int](repeating: last, count: 3 + (try take(2)))
            case 17: all += [Int](repeating: 0, count: 3 + (try take(3)))
            default: all += [Int](repeating: 0, count: 11 + (try take(7)))
            }
        }
        guard all.count == literals + distances, let one = Codes(all[..<literals]),
            let other = Codes(Array(all[literals...])[...])
        else { throw .damaged(offset: place) }
        return (one, other)
    }
}
