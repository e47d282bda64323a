/// A hash of some characters, to find those that are there more than once; no protection against intent.
///
/// FNV-1a (Fowler, Noll and Vo) over whole characters.
struct TextHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func add(_ character: UInt32) {
        value = (value ^ UInt64(character)) &* 0x0000_0100_0000_01B3
    }
}

/// Which of many things occur more than once, told by their hashes.
struct Repeats {
    /// How often each occurs that does so more than once.
    private let counts: [UInt64: Int]
    /// Where the first of each went.
    var sides: [UInt64: Bool] = [:]
    /// The number of those that have an equal one before them.
    let repeatCount: Int

    init(_ hashes: [UInt64]) {
        let sorted = hashes.sorted()
        var counts: [UInt64: Int] = [:]
        var repeatCount = 0
        for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] {
            counts[sorted[index], default: 1] += 1
            repeatCount += 1
        }
        self.counts = counts
        self.repeatCount = repeatCount
    }

    func isRepeated(_ hash: UInt64) -> Bool { counts[hash] != nil }

    func count(_ hash: UInt64) -> Int { counts[hash] ?? 1 }
}

/// Texts that were written, to be looked for among the lines of a corpus.
public struct WrittenLines: Sendable {
    private var numbers: [UInt64: Int] = [:]
    private var current = TextHash()

    public init() {}

    /// Takes the next character of a text.
    public mutating func add(_ scalar: Unicode.Scalar) { current.add(scalar.value) }

    /// Takes note that the text is over.
    public mutating func end() {
        numbers[current.value, default: 0] += 1
        current = TextHash()
    }

    /// Takes the texts of others.
    public mutating func add(_ other: WrittenLines) { numbers.merge(other.numbers, uniquingKeysWith: +) }

    /// How many of the texts are a line of the corpus, word for word.
    ///
    /// - Complexity: O(n) for a corpus of n characters.
    public func copies(of corpus: Corpus) -> Int {
        var left = numbers
        var (hash, copies) = (TextHash(), 0)
        func end() {
            if let count = left.removeValue(forKey: hash.value) { copies += count }
            hash = TextHash()
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if value == 0x0A { end() } else { hash.add(value) }
        }
        end()
        return copies
    }
}

/// The lines of a corpus, to tell whether a text is one of them.
public struct CorpusLines: Sendable {
    private let hashes: Set<UInt64>

    /// - Complexity: O(n) for a corpus of n characters.
    public init(_ corpus: Corpus) {
        var hashes: Set<UInt64> = []
        var hash = TextHash()
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if value == 0x0A {
                hashes.insert(hash.value)
                hash = TextHash()
            } else {
                hash.add(value)
            }
        }
        hashes.insert(hash.value)
        self.hashes = hashes
    }

    /// Whether a text is one of the lines, word for word.
    public func contains(_ text: String) -> Bool {
        var hash = TextHash()
        for scalar in text.unicodeScalars { hash.add(scalar.value) }
        return hashes.contains(hash.value)
    }
}
