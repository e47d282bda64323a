internal import Numerics

/// Vectors that predict the neighbours of a word: skip-gram with negative sampling.
///
/// T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed Representations of Words and Phrases and their
/// Compositionality", 2013, arXiv:1310.4546. Words that are not neighbours are drawn with their frequency to the power of ¾;
/// frequent words are passed over now and then, and the window is of a random size each time.
public struct SkipGram: Sendable {
    /// D.
    public var dimension = 100
    /// The neighbours to each side, at most.
    public var window = 5
    /// The words that are no neighbours, for each that is.
    public var negative = 5
    /// How often the text is read; nil for so often that some millions of words are, for a short text says little at once.
    public var epochs: Int?
    /// The rate at the beginning; it falls to a ten-thousandth of it.
    public var learningRate: Float = 0.025
    /// Words more frequent than this are passed over now and then.
    public var subsampling = 1e-3
    /// The same seed, the same vectors.
    public var seed: UInt64 = 1

    /// So many words are read at most in an epoch.
    public static let mostRead = 1 << 26
    /// How often a text is read at least, where nothing else is asked for.
    public static let fewestEpochs = 5
    private static let usuallyRead = 4_000_000

    public init() {}

    /// Learns the vectors of a corpus's words.
    ///
    /// - Parameters:
    ///   - tokenizer: Of words.
    ///   - progress: Called now and then with the fraction that is done; returns whether to go on.
    /// - Returns: nil where it was not to go on.
    /// - Throws: `ProseError.tooShort` where there are no two words.
    public func vectors(
        _ corpus: Corpus, _ tokenizer: Tokenizer, progress: (Double) -> Bool
    ) throws(ProseError) -> WordVectors? {
        let words = tokenizer.words
        let (text, counts) = read(corpus, tokenizer)
        guard text.count >= 2, words.count >= 2 else {
            throw .tooShort(file: corpus.name, characters: corpus.characterCount, needed: Corpus.minimumCharacters)
        }
        var random = Xoshiro256StarStar(seed: seed, sequence: 0)
        let noise = Noise(counts)
        let keep = chances(counts, total: text.count)
        var input = (0..<words.count * dimension).map { _ in
            (Float(random.next() >> 40) * 0x1p-24 - 0.5) / Float(dimension)
        }
        var output = [Float](repeating: 0, count: words.count * dimension)
        var sum = [Float](repeating: 0, count: dimension)
        let epochs = epochs ?? max(Self.fewestEpochs, min(100, Self.usuallyRead / text.count))
        var kept: [Int32] = []
        for epoch in 0..<epochs {
            kept.removeAll(keepingCapacity: true)
            for word in text where keep[Int(word)] >= 1 || uniform(&random) < keep[Int(word)] { kept.append(word) }
            for (place, word) in kept.enumerated() {
                let done = (Double(epoch) + Double(place) / Double(kept.count)) / Double(epochs)
                if place & 0x3FFF == 0, !progress(done) { return nil }
                let rate = learningRate * Float(max(1e-4, 1 - done))
                let reach = 1 + Int(random.next() % UInt64(window))
                for other in max(0, place - reach)...min(kept.count - 1, place + reach) where other != place {
                    learn(
                        Int(kept[other]), beside: Int(word), rate, noise, &random, &input, &output, &sum)
                }
            }
        }
        var vectors = WordVectors(dimension: dimension)
        for (index, word) in words.enumerated() {
            vectors.add(word.text, input[index * dimension..<(index + 1) * dimension])
        }
        return vectors
    }

    /// The words of a text by their number among those of the vocabulary; others are left out.
    private func read(_ corpus: Corpus, _ tokenizer: Tokenizer) -> (text: [Int32], counts: [Int]) {
        let words = tokenizer.words
        var numbers = [Int32](repeating: -1, count: tokenizer.count)
        for (number, word) in words.enumerated() { numbers[word.token] = Int32(number) }
        var text: [Int32] = []
        var counts = [Int](repeating: 0, count: words.count)
        func take(_ token: Int32, _: Int) {
            let number = numbers[Int(token)]
            guard number >= 0, text.count < Self.mostRead else { return }
            text.append(number)
            counts[Int(number)] += 1
        }
        var encoder = Tokenizer.Encoder(tokenizer)
        corpus.forEachValue(0..<corpus.characterCount) { encoder.add($0, take) }
        encoder.finish(take)
        return (text, counts)
    }

    /// How often a word is read: √(t/f) + t/f, as the authors' program has it.
    private func chances(_ counts: [Int], total: Int) -> [Double] {
        counts.map { count in
            guard subsampling > 0, count > 0 else { return 1 }
            let ratio = subsampling * Double(total) / Double(count)
            return ratio.squareRoot() + ratio
        }
    }

    private func learn(
        _ word: Int, beside center: Int, _ rate: Float, _ noise: Noise, _ random: inout Xoshiro256StarStar,
        _ input: inout [Float], _ output: inout [Float], _ sum: inout [Float]
    ) {
        let row = word * dimension
        for index in 0..<dimension { sum[index] = 0 }
        for draw in 0...negative {
            let target = draw == 0 ? center : noise.draw(uniform(&random))
            if draw > 0, target == center { continue }
            let column = target * dimension
            var product: Float = 0
            for index in 0..<dimension { product += input[row + index] * output[column + index] }
            let probability = Float(1 / (1 + exponential(-Double(min(30, max(-30, product))))))
            let error = rate * ((draw == 0 ? 1 : 0) - probability)
            for index in 0..<dimension {
                sum[index] += error * output[column + index]
                output[column + index] += error * input[row + index]
            }
        }
        for index in 0..<dimension { input[row + index] += sum[index] }
    }

    private func uniform(_ random: inout Xoshiro256StarStar) -> Double { Double(random.next() >> 11) * 0x1p-53 }

    /// Draws words with their frequency to the power of ¾.
    struct Noise: Sendable {
        private var ends: [Double] = []

        init(_ counts: [Int]) {
            var total = 0.0
            for count in counts {
                total += count == 0 ? 0 : exponential(0.75 * naturalLogarithm(Double(count)))
                ends.append(total)
            }
        }

        /// The word that a number from 0 on below 1 stands for.
        func draw(_ number: Double) -> Int {
            let wanted = number * (ends.last ?? 0)
            return min(ends.count - 1, ends.partitioningIndex { $0 > wanted })
        }
    }
}
