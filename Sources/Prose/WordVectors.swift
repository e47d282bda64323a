internal import Numerics
public import Recurrent

/// Words as vectors, of which those are near each other that are used alike.
public struct WordVectors: Sendable {
    /// The words, the commonest first.
    public private(set) var words: [String] = []
    /// D, the numbers of a vector.
    public let dimension: Int
    /// N×D, row by row.
    private(set) var values: [Float] = []
    private var places: [String: Int] = [:]

    /// No words yet.
    public init(dimension: Int) {
        precondition(dimension >= 1, "vectors of \(dimension) numbers")
        self.dimension = dimension
    }

    /// The vectors that a model reads its words as.
    ///
    /// Of byte pairs those that are a whole word or its beginning are taken under its letters; the others begin with ##.
    ///
    /// - Throws: `ProseError.noVectors` where the tokens are characters or bytes, or are read one-hot.
    public init(_ model: TextModel) throws(ProseError) {
        let parameters = model.network.parameters
        guard let size = model.network.configuration.embeddingSize, let table = parameters.tensor("embedding.weight"),
            model.tokenizer.kind == .words || model.tokenizer.kind == .bpe
        else { throw .noVectors(tokens: model.tokenizer.kind.words) }
        self.init(dimension: size)
        for (word, token) in model.tokenizer.wordTokens {
            let start = table.range.lowerBound + token * size
            add(word, parameters.values[start..<start + size])
        }
    }

    /// Adds a word that is not there yet.
    mutating func add(_ word: String, _ vector: some Collection<Float>) {
        precondition(vector.count == dimension, "\(vector.count) numbers, not \(dimension)")
        guard places[word] == nil else { return }
        places[word] = words.count
        words.append(word)
        values += vector
    }

    /// The vector of a word; nil for one that is unknown.
    public subscript(word: String) -> ArraySlice<Float>? {
        places[word].map { values[$0 * dimension..<($0 + 1) * dimension] }
    }

    /// Only the commonest of the words.
    func prefix(_ count: Int) -> WordVectors {
        var some = WordVectors(dimension: dimension)
        for (index, word) in words.prefix(count).enumerated() {
            some.add(word, values[index * dimension..<(index + 1) * dimension])
        }
        return some
    }

    /// The words whose vectors have the smallest angle to that of a word.
    ///
    /// - Returns: Each with the cosine, the nearest first.
    /// - Throws: `ProseError.unknownWord`.
    /// - Complexity: O(N·D).
    public func nearest(to word: String, count: Int) throws(ProseError) -> [(word: String, cosine: Double)] {
        nearest(try unit(word), besides: [word], count: count)
    }

    /// The words that are to `third` what `second` is to `first`: those nearest to second − first + third, all of length one
    /// (Mikolov et al. 2013, arXiv:1301.3781).
    ///
    /// - Throws: `ProseError.unknownWord`.
    public func analogy(
        _ first: String, _ second: String, _ third: String, count: Int
    ) throws(ProseError) -> [(word: String, cosine: Double)] {
        let (one, two, three) = (try unit(first), try unit(second), try unit(third))
        let sum = one.indices.map { two[$0] - one[$0] + three[$0] }
        return nearest(sum, besides: [first, second, third], count: count)
    }

    private func unit(_ word: String) throws(ProseError) -> [Double] {
        guard let vector = self[word.composed] else { throw .unknownWord(word) }
        let length = Self.length(vector)
        return vector.map { Double($0) / max(length, 1e-30) }
    }

    private func nearest(
        _ wanted: [Double], besides some: [String], count: Int
    ) -> [(word: String, cosine: Double)] {
        let length = wanted.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var found: [(cosine: Double, index: Int)] = []
        for index in words.indices where !some.contains(words[index]) {
            let vector = values[index * dimension..<(index + 1) * dimension]
            let product = zip(vector, wanted).reduce(0) { $0 + Double($1.0) * $1.1 }
            found.append((product / max(length * Self.length(vector), 1e-30), index))
        }
        found.sort { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.index < $1.index }
        return found.prefix(count).map { (words[$0.index], $0.cosine) }
    }

    private static func length(_ vector: ArraySlice<Float>) -> Double {
        vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}

extension Tokenizer {
    /// The tokens that are words, or parts of words, with their names.
    var wordTokens: [(text: String, token: Int)] {
        guard kind == .bpe else { return words }
        return (Self.specials.count..<count).compactMap { token in
            let text = text(CollectionOfOne(token))
            let letters = text.hasPrefix(" ") ? String(text.dropFirst()) : text
            guard !letters.isEmpty, letters.unicodeScalars.allSatisfy({ WordReader.isLetter($0.value) }) else {
                return nil
            }
            return (text.hasPrefix(" ") ? letters : "##" + letters, token)
        }
    }
}

extension WordVectors {
    /// A network that has learned nothing but how words are used: its tokens are read as these vectors, where there are some.
    ///
    /// - Returns: The network, and the share of the vocabulary's words that have a vector.
    public func read(by network: Network, _ tokenizer: Tokenizer) -> (network: Network, share: Double) {
        var network = network
        guard let table = network.parameters.tensor("embedding.weight"), table.shape[1] == dimension else {
            return (network, 0)
        }
        var found = 0
        let words = tokenizer.wordTokens
        for (word, token) in words {
            // Most files know small letters only.
            guard let vector = self[word] ?? self[word.lowercased()] else { continue }
            let start = table.range.lowerBound + token * dimension
            network.parameters.values.replaceSubrange(start..<start + dimension, with: vector)
            found += 1
        }
        return (network, Double(found) / Double(max(1, words.count)))
    }

    /// The words of a vocabulary as a file of vectors may have them.
    public static func spellings(_ tokenizer: Tokenizer) -> Set<String> {
        Set(tokenizer.wordTokens.flatMap { [$0.text, $0.text.lowercased()] })
    }
}
