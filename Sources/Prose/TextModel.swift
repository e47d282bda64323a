internal import Numerics
public import Recurrent
public import Sampling

/// A network that has learned to write, with the vocabulary it writes in.
///
/// ```swift
/// let model = try TextModel(network: network, tokenizer: tokenizer)
/// let reason = try model.write(prompt: "ROMEO:", limits: LengthLimits(maximum: 500), seed: 1) { character in
///     print(character, terminator: "")
///     return nil
/// }
/// ```
///
/// A value: a copy goes on from the same place on its own. Copies share the network, and with several threads only one
/// of them may be at work.
public struct TextModel: LogitSource, Sendable {
    /// What scores the next character.
    public let network: Network
    /// What the tokens stand for.
    public let tokenizer: Tokenizer
    /// What a document was in the corpus.
    public let layout: TextLayout
    /// Whether texts begin with the end-of-sequence token; not so where the model was made by a program without one.
    public let readsStart: Bool
    /// What takes the network's steps.
    let engine: StepEngine
    private var state: NetworkState
    /// Another network that has a say; nil for none.
    var blend: Blend?
    private var input: [Int32] = [0]

    /// A model at the start of a document.
    ///
    /// - Parameters:
    ///   - weights: How the weights are kept while writing.
    ///   - threads: The threads that share a step; what is written does not depend on them.
    /// - Throws: `ProseError.wrongNetwork` where the network does not read and write one token of this vocabulary.
    public init(
        network: Network, tokenizer: Tokenizer, layout: TextLayout = .document, readsStart: Bool = true,
        weights: WeightFormat = .float32, threads: Int = 1
    ) throws(ProseError) {
        let shape = network.configuration
        guard shape.inputSizes == [tokenizer.count], shape.outputSize == tokenizer.count else {
            throw .wrongNetwork(
                inputSizes: shape.inputSizes, outputSize: shape.outputSize, vocabularySize: tokenizer.count)
        }
        self.network = network
        self.tokenizer = tokenizer
        self.layout = layout
        self.readsStart = readsStart
        engine = StepEngine(network, weights: weights, threads: threads)
        state = network.zeroState(batch: 1)
    }

    /// The same model at the start of a document, with its weights kept in another way or more threads at work.
    public func writing(weights: WeightFormat, threads: Int = 1) throws(ProseError) -> TextModel {
        try TextModel(
            network: network, tokenizer: tokenizer, layout: layout, readsStart: readsStart, weights: weights,
            threads: threads)
    }

    /// The shape of a network for a vocabulary; characters and bytes enter one-hot, where nothing else is asked for.
    ///
    /// - Parameter embeddingSize: E; of words and byte pairs a number of its own is chosen.
    public static func configuration(
        tokenizer: Tokenizer, cell: CellKind = .lstm, embeddingSize: Int? = nil, hiddenSize: Int, layers: Int
    ) -> NetworkConfiguration {
        let usual: Int? =
            switch tokenizer.kind {
            case .characters, .bytes: nil
            case .words, .bpe: min(hiddenSize, usualEmbedding)
            }
        return NetworkConfiguration(
            cell: cell, inputSizes: [tokenizer.count], embeddingSize: embeddingSize ?? usual, hiddenSize: hiddenSize,
            layers: layers, outputSize: tokenizer.count)
    }

    /// E of words and byte pairs, unless the network is narrower.
    public static let usualEmbedding = 128

    /// Goes back to the start of a document.
    mutating func restart() {
        state = network.zeroState(batch: 1)
        blend = blend?.begun
    }

    /// V, the number of tokens.
    public var vocabularySize: Int { tokenizer.count }

    /// Reads one character and scores the next.
    public mutating func advance(_ token: Int, logits: inout [Float]) {
        input[0] = Int32(token)
        engine.step(input, state: &state, logits: &logits)
        blend?.mix(input, into: &logits)
    }

    /// The networks before anything was read, for several texts.
    var rows: NetworkRows { NetworkRows(engine, blend: blend?.begun) }

    /// What the model reads before a text that begins with `prompt`: the start of a document, then the prompt.
    ///
    /// Training on one long document shows its start only once, but the start of a line often: without a prompt such a
    /// model starts after a line's end, where the corpus has one. Unknown characters are read as such.
    public func tokens(prompt: String) -> [Int] { beginning(prompt) { ($0.tokens($1), nil) }.tokens }

    /// The same for a text that is to go on from there: the end of the prompt may be the beginning of a token.
    func reading(prompt: String) -> (tokens: [Int], decoder: TokenDecoder) {
        let (tokens, decoder) = beginning(prompt) { TokenDecoder.reading($1, $0) }
        return (tokens, decoder ?? TokenDecoder(tokenizer))
    }

    /// What a text that begins with a prompt goes on from.
    public func decoder(after prompt: String) -> TokenDecoder { reading(prompt: prompt).decoder }

    /// The characters or words of a prompt that the vocabulary lacks, each once; not what may be the beginning of a token.
    public func unknown(in prompt: String) -> [String] {
        let read = tokenizer.spelling(prompt).unicodeScalars.dropLast(reading(prompt: prompt).decoder.promisedCount)
        return tokenizer.unknown(in: String(String.UnicodeScalarView(read)))
    }

    private func beginning(
        _ prompt: String, _ read: (Tokenizer, String) -> (tokens: [Int], decoder: TokenDecoder?)
    ) -> (tokens: [Int], decoder: TokenDecoder?) {
        let start = readsStart ? [Tokenizer.eos] : []
        let isBegun = !prompt.isEmpty || layout != .document
        let (tokens, decoder) = isBegun ? read(tokenizer, prompt) : (tokenizer.tokens("\n"), nil)
        let all = start + (isBegun ? tokens : tokens.filter { $0 != Tokenizer.unknown })
        // Something has to be read before anything can be written; an unknown character is nothing.
        return (all.isEmpty ? [Tokenizer.unknown] : all, decoder)
    }

    /// Writes one text from the start of a document, character by character as they are drawn.
    ///
    /// A model of one long document never saw where a document ends, so its texts end by their length only.
    ///
    /// - Parameters:
    ///   - prompt: What the text begins with; it is read, not delivered.
    ///   - options: The controls of each draw.
    ///   - limits: How long the text may and must become; lengths count characters.
    ///   - seed: With `sequence`, decides every draw.
    ///   - sequence: The number of the text among those of the same seed.
    ///   - constraints: Rules that its characters follow.
    ///   - deliver: Called with each character; returns a reason to stop after it, or nil to go on.
    /// - Returns: Why the text ended.
    /// - Throws: `SamplingError.unusableLogit` or `.everythingForbidden` from a damaged network.
    public func write(
        prompt: String = "", options: SamplingOptions = .plain, limits: LengthLimits, seed: UInt64, sequence: Int = 0,
        constraints: TextConstraints? = nil, deliver: (Unicode.Scalar) -> StopReason?
    ) throws(SamplingError) -> StopReason {
        let (tokens, decoder) = reading(prompt: prompt)
        var text = WrittenText(decoder, limits: limits, rules: constraints)
        var start = self
        start.restart()
        var generator = try Generator(
            source: start, prompt: tokens, limits: tokenLimits(limits), eos: Tokenizer.eos,
            sampler: Sampler(options), random: Xoshiro256StarStar(seed: seed, sequence: sequence))
        let reason = try generator.run(
            prepare: { _, mask, _ in
                restrict(&mask)
                text.restrict(&mask)
            },
            deliver: { text.take($0.id, deliver) })
        text.finish(reason) { _ = deliver($0) }
        return reason
    }

    /// How many tokens a text may and must have. A character is a token of a vocabulary of characters; of others the length
    /// is followed as the text is written.
    func tokenLimits(_ limits: LengthLimits) throws(SamplingError) -> LengthLimits {
        guard tokenizer.kind != .characters, limits.maximum != 0 else { return limits }
        return try LengthLimits(ignoresEOS: limits.ignoresEOS)
    }

    /// Forbids what is never written.
    func restrict(_ mask: inout TokenMask) {
        mask.forbid(Tokenizer.unknown, rule: tokenizer.kind == .words ? "unknown words" : "unknown characters")
        if layout == .document { mask.forbid(Tokenizer.eos, rule: "a document without an end") }
    }
}
