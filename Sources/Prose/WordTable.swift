/// The words of a vocabulary, and the signs between them.
///
/// Between two words a space is understood, so that "to be" is two tokens; any other signs between two words are a token
/// with their spaces and line ends, such as ", " or ".\n". What is cut apart this way is put together again exactly.
struct WordTable: Sendable, Equatable {
    /// The texts, in the order of their ids from 2 on.
    let texts: [[UInt32]]
    /// Whether each is a word.
    let isWord: [Bool]
    /// How many different characters the words have.
    let letterCount: Int
    private let ids: [[UInt32]: Int32]
    private let longestSigns: Int

    /// - Parameter texts: Each a word, or signs only; none twice.
    init(_ texts: [[UInt32]]) {
        self.texts = texts
        isWord = texts.map { WordReader.isLetter($0[0]) }
        var ids: [[UInt32]: Int32] = [:]
        for (index, text) in texts.enumerated() { ids[text] = Int32(index + Tokenizer.specials.count) }
        self.ids = ids
        letterCount = zip(texts, isWord).reduce(into: Set<UInt32>()) { if $1.1 { $0.formUnion($1.0) } }.count
        longestSigns = zip(texts, isWord).map { $1 ? 1 : $0.count }.max() ?? 1
    }

    /// - Throws: `ProseError.badVocabulary` where an entry is neither a word nor signs, or occurs twice.
    init(entries: [String]) throws(ProseError) {
        var texts: [[UInt32]] = []
        var seen: Set<[UInt32]> = []
        for (index, entry) in entries.enumerated() {
            let values = entry.unicodeScalars.map(\.value)
            var units: [WordReader.Unit] = []
            var reader = WordReader()
            for value in values { reader.add(value) { units.append($0) } }
            reader.finish { units.append($0) }
            guard units.count == 1, units[0].values == values, seen.insert(values).inserted else {
                throw .badVocabulary(entry: index + Tokenizer.specials.count, text: entry)
            }
            texts.append(values)
        }
        self.init(texts)
    }

    /// The vocabulary of a corpus: each single sign, then the most frequent words and signs, `limit` in all; the commonest first.
    ///
    /// - Complexity: O(n) for n characters. Of very many different words the rarest are forgotten on the way.
    init(_ corpus: Corpus, layout: TextLayout, limit: Int) {
        self.init(Self.commonest(corpus, layout: layout, limit: limit).map(\.text))
    }

    /// The entries of the vocabulary of a corpus, each with how often it is there; signs that are there only beside others 0 times.
    static func commonest(_ corpus: Corpus, layout: TextLayout, limit: Int) -> [(text: [UInt32], count: Int)] {
        var counts: [[UInt32]: Int] = [:]
        var least = 1
        var reader = WordReader()
        func take(_ unit: WordReader.Unit) {
            guard !unit.isWord || unit.values.count <= WordReader.longestWord else { return }
            counts[unit.values, default: 0] += 1
            if counts.count > Self.mostCounted {
                counts = counts.filter { $0.value > least }
                least *= 2
            }
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if Self.endsDocument(value, layout) { reader.finish(take) } else { reader.add(value, take) }
        }
        reader.finish(take)
        let signs = corpus.counts.present.filter {
            !WordReader.isLetter($0.scalar.value) && !Self.endsDocument($0.scalar.value, layout)
        }.sorted { ($1.count, $0.scalar.value) < ($0.count, $1.scalar.value) }.prefix(max(1, limit / 2))
        for sign in signs { counts[[sign.scalar.value], default: 0] += 0 }
        let single = Set(signs.map { [$0.scalar.value] })
        let order = counts.sorted { one, other in
            one.value != other.value ? one.value > other.value : one.key.lexicographicallyPrecedes(other.key)
        }
        var left = limit - single.count
        var chosen: [(text: [UInt32], count: Int)] = []
        for (text, count) in order {
            if single.contains(text) {
                chosen.append((text, count))
            } else if left > 0, text.count > 1 || WordReader.isLetter(text[0]) {
                chosen.append((text, count))
                left -= 1
            }
        }
        return chosen
    }

    /// So many different words are counted at a time.
    private static let mostCounted = 2_000_000

    /// Whether a character is a part of no document.
    static func endsDocument(_ value: UInt32, _ layout: TextLayout) -> Bool {
        switch layout {
        case .document: false
        case .lines: value == 0x0A
        case .separated: value == 0x1C
        }
    }

    static func == (one: WordTable, other: WordTable) -> Bool { one.texts == other.texts }

    /// The token of a word, or of signs; nil for one that is unknown.
    func token(_ values: [UInt32]) -> Int32? { ids[values] }

    /// Whether a token is a word, known or not.
    func isWord(_ token: Int) -> Bool {
        token == Tokenizer.unknown || token >= Tokenizer.specials.count && isWord[token - Tokenizer.specials.count]
    }

    /// Makes tokens of a text, bit by bit.
    struct Encoder {
        let table: WordTable
        private var reader = WordReader()
        private var afterWord = false
        /// Where a space ends that stood after a word: it is understood if another word follows.
        private var space: Int?

        init(_ table: WordTable) { self.table = table }

        /// Takes a character; `emit` is called with each token that is certain, and where it ends.
        mutating func add(_ value: UInt32, _ emit: (Int32, Int) -> Void) {
            // The reader must not be in use twice.
            var units: [WordReader.Unit] = []
            reader.add(value) { units.append($0) }
            for unit in units { take(unit, emit) }
        }

        mutating func finish(_ emit: (Int32, Int) -> Void) {
            var units: [WordReader.Unit] = []
            reader.finish { units.append($0) }
            for unit in units { take(unit, emit) }
            if let space { emit(table.token([0x20]) ?? Int32(Tokenizer.unknown), space) }
            (space, afterWord) = (nil, false)
        }

        private mutating func take(_ unit: WordReader.Unit, _ emit: (Int32, Int) -> Void) {
            if unit.isWord {
                space = nil
                emit(table.token(unit.values) ?? Int32(Tokenizer.unknown), unit.end)
            } else if afterWord, unit.values == [0x20] {
                space = unit.end
            } else {
                table.forEachSign(unit.values) { emit($0, unit.end - unit.values.count + $1) }
            }
            afterWord = unit.isWord
        }
    }

    /// Signs as the longest tokens that there are, one after the other, each with its end.
    private func forEachSign(_ values: [UInt32], _ body: (Int32, Int) -> Void) {
        var start = 0
        while start < values.count {
            var length = min(longestSigns, values.count - start)
            while length > 1, ids[Array(values[start..<start + length])] == nil { length -= 1 }
            start += length
            body(ids[Array(values[start - length..<start])] ?? Int32(Tokenizer.unknown), start)
        }
    }
}
