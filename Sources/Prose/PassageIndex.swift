/// Finds passages of a corpus: how much of what was written last stands in it word for word, and where.
///
/// It is a suffix array of the corpus read backwards, so that one search finds the longest passage that ends a text.
public struct PassageIndex: Sendable {
    /// The characters of the corpus, the last one first.
    let characters: [UInt32]
    /// The places of `characters` in the order of what follows them there.
    private let order: [Int32]
    /// The corpus's fingerprint.
    private let fingerprint: String

    /// The longest corpus that is searched, in characters; each takes 8 bytes of memory.
    public static let limit = 1 << 26

    /// - Throws: `ProseError.tooLong` above ``limit``; `.changed` where the file has been cut.
    /// - Complexity: O(n) for n characters.
    public init(_ corpus: Corpus) throws(ProseError) {
        let characters = try Self.backwards(corpus)
        var ids: [UInt32: Int32] = [:]
        for (id, entry) in corpus.counts.present.enumerated() { ids[entry.scalar.value] = Int32(id) }
        self.init(
            characters: characters,
            order: SuffixArray.sorted(characters.map { ids[$0] ?? 0 }, symbols: max(1, ids.count)),
            fingerprint: corpus.fingerprint)
    }

    private init(characters: [UInt32], order: [Int32], fingerprint: String) {
        self.characters = characters
        self.order = order
        self.fingerprint = fingerprint
    }

    private static func backwards(_ corpus: Corpus) throws(ProseError) -> [UInt32] {
        guard corpus.characterCount <= limit else {
            throw .tooLong(file: corpus.name, characters: corpus.characterCount, limit: limit)
        }
        var characters: [UInt32] = []
        characters.reserveCapacity(corpus.characterCount)
        corpus.forEachValue(0..<corpus.characterCount) { characters.append($0) }
        guard characters.count == corpus.characterCount, !corpus.isCut else { throw .changed(file: corpus.name) }
        characters.reverse()
        return characters
    }

    // MARK: Kept in a file

    private static let mark = Array("woodshed passages 1\n".utf8)

    /// What a file keeps of it, the corpus apart.
    public var encoded: [UInt8] {
        var bytes = Self.mark + Array(fingerprint.utf8)
        bytes.reserveCapacity(bytes.count + 4 * order.count + 8)
        for place in order {
            let value = UInt32(bitPattern: place)
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        let sum = Self.checksum(order)
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: sum >> shift)) }
        return bytes
    }

    /// What ``encoded`` gave for the same corpus; nil for anything else, a single bit included.
    public init?(_ bytes: [UInt8], of corpus: Corpus) {
        let head = Self.mark + Array(corpus.fingerprint.utf8)
        let count = corpus.characterCount
        guard count <= Self.limit, bytes.count == head.count + 4 * count + 8, bytes.starts(with: head),
            let characters = try? Self.backwards(corpus)
        else { return nil }
        var order: [Int32] = []
        order.reserveCapacity(count)
        for start in stride(from: head.count, to: head.count + 4 * count, by: 4) {
            let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
            guard value < UInt32(count) else { return nil }
            order.append(Int32(bitPattern: value))
        }
        let sum = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[bytes.count - 8 + $1]) << UInt64(8 * $1) }
        guard sum == Self.checksum(order) else { return nil }
        self.init(characters: characters, order: order, fingerprint: corpus.fingerprint)
    }

    private static func checksum(_ order: [Int32]) -> UInt64 {
        order.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(UInt32(bitPattern: $1))) &* 0x0000_0100_0000_01B3 }
    }

    // MARK: Searching

    /// The longest end of a text that stands in the corpus.
    ///
    /// - Parameters:
    ///   - text: Its characters, the newest last.
    ///   - most: A longer one is not looked for.
    /// - Returns: Its length, and the character of the corpus that it ends before; 0 and 0 where there is none.
    /// - Complexity: O(log n) comparisons.
    package func longestEnd(of text: [UInt32], most: Int) -> (length: Int, end: Int) {
        let length = min(most, text.count)
        let found = search(text, length, upper: false)
        return (found.match, found.match == 0 ? 0 : characters.count - found.at)
    }

    /// Whether a passage stands in the corpus.
    ///
    /// - Complexity: O(log n) comparisons.
    func holds(_ passage: [UInt32]) -> Bool { search(passage, passage.count, upper: false).match == passage.count }

    /// Calls `body` with the characters that follow the last `length` of a text somewhere in the corpus, each once at least.
    ///
    /// - Parameter candidates: All that may be wanted.
    func forEachFollower(of text: [UInt32], length: Int, candidates: [UInt32], _ body: (UInt32) -> Void) {
        let low = search(text, length, upper: false).place
        let high = search(text, length, upper: true).place
        guard high - low > 4 * candidates.count else {
            // What follows in the corpus stands before it backwards.
            for rank in low..<high where order[rank] > 0 { body(characters[Int(order[rank]) - 1]) }
            return
        }
        for candidate in candidates {
            let longer = text.suffix(length) + [candidate]
            if search(Array(longer), length + 1, upper: false).match == length + 1 { body(candidate) }
        }
    }

    /// Where the end of a text stands in the order: before the first that begins with it, or after the last.
    private func search(_ text: [UInt32], _ length: Int, upper: Bool) -> (place: Int, match: Int, at: Int) {
        var (low, high) = (0, order.count)
        var (lowMatch, highMatch) = (0, 0)
        var (best, at) = (0, 0)
        while low < high {
            let middle = (low + high) / 2
            let start = Int(order[middle])
            // All between two share what both share.
            var match = min(lowMatch, highMatch)
            while match < length, start + match < characters.count,
                characters[start + match] == text[text.count - 1 - match]
            {
                match += 1
            }
            if match > best { (best, at) = (match, start) }
            let isBefore: Bool
            if match == length {
                isBefore = upper
            } else if start + match == characters.count {
                isBefore = true
            } else {
                // Characters are in the order of their values, as their ids are.
                isBefore = characters[start + match] < text[text.count - 1 - match]
            }
            if isBefore { (low, lowMatch) = (middle + 1, match) } else { (high, highMatch) = (middle, match) }
        }
        return (low, best, at)
    }
}

extension Corpus {
    /// The number of the line that a character stands in, from 1 on.
    ///
    /// - Complexity: O(n) for the n characters before it.
    public func line(of character: Int) -> Int {
        var line = 1
        forEachValue(0..<min(character, characterCount)) { if $0 == 0x0A { line += 1 } }
        return line
    }
}

/// Measures while a text is written how much of it is copied from a corpus.
public struct CopyMeter: Sendable {
    private let index: PassageIndex
    private var recent: [UInt32] = []
    private var length = 0
    /// The longest passage so far that stands in the corpus: its characters, and where it begins there.
    public private(set) var longest: (text: String, place: Int) = ("", 0)
    private var longestLength = 0

    public init(_ index: PassageIndex) { self.index = index }

    /// The number of characters of the longest passage.
    public var longestCount: Int { longestLength }

    /// Takes the next character of the text.
    ///
    /// - Complexity: O(log n) comparisons for a corpus of n characters.
    public mutating func add(_ scalar: Unicode.Scalar) {
        recent.append(scalar.value)
        let found = index.longestEnd(of: recent, most: length + 1)
        length = found.length
        if length > longestLength {
            longestLength = length
            longest = (
                String(String.UnicodeScalarView(recent.suffix(length).compactMap(Unicode.Scalar.init))),
                found.end - length
            )
        }
        if recent.count > 2 * length + 64 { recent.removeFirst(recent.count - length) }
    }
}
