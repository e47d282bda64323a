/// The header of a safetensors file, checked against the bytes that follow it.
struct TensorHeader {
    typealias Failure = JSONReader.Failure
    typealias Flaw = ModelFileError.Flaw

    /// What the header says of one tensor; `start` and `end` count bytes from the start of the data.
    struct Entry {
        var name: String
        var type: ElementType
        var shape: [Int]
        var count: Int
        var start: Int
        var end: Int
        /// Where in the file the entry stands.
        var offset: Int
    }

    /// The tensors in the order of their bytes.
    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]
    /// Where in the file the data start.
    let dataStart: Int

    private static let mostDimensions = 16

    init(_ bytes: [UInt8]) throws(Failure) {
        let length = try Self.length(bytes.prefix(8), fileSize: bytes.count)
        dataStart = 8 + length
        var reader = JSONReader(bytes, in: 8..<dataStart)
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        try reader.object { (reader, key, offset) throws(Failure) in
            if key == TensorFile.metadataKey {
                try reader.object { (reader, key, _) throws(Failure) in metadata[key] = try reader.string() }
            } else {
                entries.append(try Self.entry(key, at: offset, &reader))
            }
        }
        try reader.finish()
        entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        self.entries = entries
        self.metadata = metadata
        try checkRanges(available: bytes.count - dataStart)
    }

    /// The length of the header, given the first eight bytes and the file's size.
    static func length(_ bytes: some Collection<UInt8>, fileSize: Int) throws(Failure) -> Int {
        guard bytes.count >= 8 else { throw Failure(offset: 0, flaw: .noHeaderLength(fileSize: fileSize)) }
        let length = bytes.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(fileSize - 8) else {
            throw Failure(offset: 0, flaw: .headerBeyondEnd(length: length, available: fileSize - 8))
        }
        guard length <= UInt64(TensorFile.longestHeader) else {
            throw Failure(offset: 0, flaw: .headerTooLong(length: length, limit: TensorFile.longestHeader))
        }
        return Int(length)
    }

    private static func entry(_ name: String, at offset: Int, _ reader: inout JSONReader) throws(Failure) -> Entry {
        var type: ElementType?
        var shape: [Int]?
        var range: [Int]?
        try reader.object { (reader, key, offset) throws(Failure) in
            switch key {
            case "dtype":
                let text = try reader.string()
                type = ElementType(rawValue: text)
                guard type != nil else {
                    throw Failure(offset: offset, flaw: .unsupportedType(tensor: name, type: text))
                }
            case "shape":
                var dimensions: [Int] = []
                try reader.array { (reader) throws(Failure) in
                    guard dimensions.count < mostDimensions else {
                        throw Failure(
                            offset: reader.offset, flaw: .tooManyDimensions(tensor: name, limit: mostDimensions))
                    }
                    dimensions.append(try reader.integer())
                }
                shape = dimensions
            case "data_offsets":
                var ends: [Int] = []
                try reader.array { (reader) throws(Failure) in
                    guard ends.count < 2 else {
                        throw Failure(
                            offset: reader.offset, flaw: .unexpected(found: "a third number", expected: "start and end")
                        )
                    }
                    ends.append(try reader.integer())
                }
                guard ends.count == 2 else {
                    throw Failure(
                        offset: offset, flaw: .unexpected(found: "\(ends.count) numbers", expected: "start and end"))
                }
                range = ends
            default: throw Failure(offset: offset, flaw: .unknownKey(key))
            }
        }
        guard let type else { throw Failure(offset: offset, flaw: .missingKey("dtype")) }
        guard let shape else { throw Failure(offset: offset, flaw: .missingKey("shape")) }
        guard let range else { throw Failure(offset: offset, flaw: .missingKey("data_offsets")) }
        guard let count = elementCount(shape), count <= Int.max / type.size else {
            throw Failure(offset: offset, flaw: .shapeOverflow(tensor: name))
        }
        return Entry(
            name: name, type: type, shape: shape, count: count, start: range[0], end: range[1], offset: offset)
    }

    /// The number of elements of a tensor; nil where it cannot be counted.
    static func elementCount(_ shape: [Int]) -> Int? {
        if shape.contains(0) { return 0 }
        var count = 1
        for dimension in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard dimension > 0, !overflow else { return nil }
            count = product
        }
        return count
    }

    private func checkRanges(available: Int) throws(Failure) {
        var position = 0
        var previous = ""
        for entry in entries {
            let (name, offset) = (entry.name, entry.offset)
            guard entry.start <= entry.end else {
                throw Failure(offset: offset, flaw: .backwardRange(tensor: name, start: entry.start, end: entry.end))
            }
            guard entry.end <= available else {
                throw Failure(offset: offset, flaw: .rangeBeyondEnd(tensor: name, end: entry.end, available: available))
            }
            let (found, expected) = (entry.end - entry.start, entry.count * entry.type.size)
            guard found == expected else {
                throw Failure(offset: offset, flaw: .rangeLength(tensor: name, found: found, expected: expected))
            }
            guard entry.start >= position else {
                throw Failure(offset: offset, flaw: .overlap(tensor: name, with: previous))
            }
            guard entry.start == position else {
                throw Failure(
                    offset: dataStart + position, flaw: .gap(tensor: name, bytes: entry.start - position))
            }
            position = entry.end
            previous = name
        }
        guard position == available else {
            throw Failure(offset: dataStart + position, flaw: .trailingBytes(available - position))
        }
    }
}
