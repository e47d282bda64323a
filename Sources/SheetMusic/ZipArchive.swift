/// Reads files from a zip archive in memory.
///
/// APPNOTE.TXT, the ZIP file format specification, version 6.3.10: sections 4.3.7 and 4.3.12. Only what is stored or
/// deflated is read, and never more than a limit, whatever the archive claims.
struct ZipArchive {
    private struct Entry {
        var name: String
        var method: Int
        var packed: Int
        var size: Int
        var header: Int
    }

    private let bytes: [UInt8]
    private var entries: [Entry] = []
    private static let mostEntries = 10_000

    /// - Throws: ``SheetMusicError/archive(_:)``.
    init(_ bytes: [UInt8]) throws(SheetMusicError) {
        self.bytes = bytes
        // The directory's end is in the last 64 KiB.
        let lowest = max(0, bytes.count - 65_557)
        var end: Int?
        for offset in stride(from: bytes.count - 22, through: lowest, by: -1) where offset >= 0 {
            if number(offset, 4) == 0x0605_4B50 {
                end = offset
                break
            }
        }
        guard let end, let count = number(end + 10, 2), var offset = number(end + 16, 4) else {
            throw .archive("has no directory; is the file whole?")
        }
        guard count <= Self.mostEntries else { throw .archive("holds \(count) files, which is no sheet") }
        for _ in 0..<count {
            guard number(offset, 4) == 0x0201_4B50, let method = number(offset + 10, 2),
                let packed = number(offset + 20, 4), let size = number(offset + 24, 4),
                let nameLength = number(offset + 28, 2), let extra = number(offset + 30, 2),
                let comment = number(offset + 32, 2), let header = number(offset + 42, 4),
                offset + 46 + nameLength <= bytes.count
            else { throw .archive("is damaged in its directory") }
            let name = String(decoding: bytes[offset + 46..<offset + 46 + nameLength], as: UTF8.self)
            entries.append(Entry(name: name, method: method, packed: packed, size: size, header: header))
            offset += 46 + nameLength + extra + comment
        }
    }

    /// The names of the files.
    var names: [String] { entries.map(\.name) }

    /// A file unpacked.
    ///
    /// - Throws: ``SheetMusicError/archive(_:)`` where it is damaged or longer than `limit` bytes.
    func file(_ name: String, limit: Int) throws(SheetMusicError) -> [UInt8] {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw .archive("does not hold the sheet that it names")
        }
        guard number(entry.header, 4) == 0x0403_4B50, let flags = number(entry.header + 6, 2),
            let nameLength = number(entry.header + 26, 2), let extra = number(entry.header + 28, 2)
        else { throw .archive("is damaged: a file does not begin where its directory says") }
        guard flags & 1 == 0 else { throw .archive("is encrypted; save it without a password") }
        let start = entry.header + 30 + nameLength + extra
        guard entry.packed <= bytes.count, start + entry.packed <= bytes.count else {
            throw .archive("is cut short; is the file whole?")
        }
        guard entry.size <= limit else {
            throw .archive("unpacks to more than \(limit >> 20) MiB, too much for a sheet")
        }
        let packed = bytes[start..<start + entry.packed]
        switch entry.method {
        case 0: return Array(packed)
        case 8: return try Inflate.unpacked(packed, limit: entry.size)
        default: throw .archive("is packed with a method that is not read (\(entry.method)); save it as .musicxml")
        }
    }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}

/// Unpacks deflated bytes.
///
/// RFC 1951, DEFLATE Compressed Data Format Specification version 1.3.
struct Inflate {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int
    private var buffer: UInt32 = 0
    private var available = 0
    private var output: [UInt8] = []
    private let limit: Int

    /// - Throws: ``SheetMusicError/archive(_:)`` where they are damaged or come to more than `limit`.
    static func unpacked(_ bytes: ArraySlice<UInt8>, limit: Int) throws(SheetMusicError) -> [UInt8] {
        var inflate = Inflate(bytes: bytes, limit: limit)
        try inflate.run()
        return inflate.output
    }

    private init(bytes: ArraySlice<UInt8>, limit: Int) {
        self.bytes = bytes
        self.limit = limit
        offset = bytes.startIndex
    }

    private static let damaged = SheetMusicError.archive("is damaged: its packed bytes make no sense")

    private mutating func run() throws(SheetMusicError) {
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try stored()
            case 1: try block(.fixedLiterals, .fixedDistances)
            case 2:
                let (literals, distances) = try codes()
                try block(literals, distances)
            default: throw Self.damaged
            }
        }
    }

    private mutating func bits(_ count: Int) throws(SheetMusicError) -> Int {
        while available < count {
            guard offset < bytes.endIndex else { throw .archive("is cut short; is the file whole?") }
            buffer |= UInt32(bytes[offset]) << UInt32(available)
            offset += 1
            available += 8
        }
        let value = buffer & (1 << UInt32(count) - 1)
        buffer >>= UInt32(count)
        available -= count
        return Int(value)
    }

    private mutating func append(_ byte: UInt8) throws(SheetMusicError) {
        guard output.count < limit else { throw .archive("is damaged: it unpacks to more than it says") }
        output.append(byte)
    }

    private mutating func stored() throws(SheetMusicError) {
        buffer = 0
        available = 0
        let length = try bits(16)
        guard try bits(16) == length ^ 0xFFFF else { throw Self.damaged }
        for _ in 0..<length { try append(UInt8(try bits(8))) }
    }

    /// A Huffman code by the number of codes of each length, and the symbols in order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(_ lengths: [Int]) {
            for length in lengths where length > 0 { counts[length] += 1 }
            for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
        }

        static let fixedLiterals = Code(
            (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
        static let fixedDistances = Code([Int](repeating: 5, count: 30))
    }

    private mutating func symbol(_ code: Code) throws(SheetMusicError) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - count < first {
                let place = index + value - first
                guard code.symbols.indices.contains(place) else { throw Self.damaged }
                return code.symbols[place]
            }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Self.damaged
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func codes() throws(SheetMusicError) -> (Code, Code) {
        let literals = try bits(5) + 257
        let distances = try bits(5) + 1
        let count = try bits(4) + 4
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<count { lengths[Self.order[index]] = try bits(3) }
        let code = Code(lengths)
        var all: [Int] = []
        while all.count < literals + distances {
            let symbol = try symbol(code)
            switch symbol {
            case 0...15: all.append(symbol)
            case 16:
                guard let last = all.last else { throw Self.damaged }
                all += [Int](repeating: last, count: try bits(2) + 3)
            case 17: all += [Int](repeating: 0, count: try bits(3) + 3)
            default: all += [Int](repeating: 0, count: try bits(7) + 11)
            }
        }
        guard all.count == literals + distances else { throw Self.damaged }
        return (Code(Array(all[..<literals])), Code(Array(all[literals...])))
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    private mutating func block(_ literals: Code, _ distances: Code) throws(SheetMusicError) {
        while true {
            let symbol = try symbol(literals)
            if symbol < 256 {
                try append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return }
            guard Self.lengthBases.indices.contains(symbol - 257) else { throw Self.damaged }
            let length = Self.lengthBases[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
            let far = try self.symbol(distances)
            guard Self.distanceBases.indices.contains(far) else { throw Self.damaged }
            let distance = Self.distanceBases[far] + (try bits(Self.distanceBits[far]))
            guard distance <= output.count else { throw Self.damaged }
            for _ in 0..<length { try append(output[output.count - distance]) }
        }
    }
}
