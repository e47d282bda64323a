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
    public let tokenizer: CharacterTokenizer
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
        network: Network, tokenizer: CharacterTokenizer, layout: TextLayout = .document, readsStart: Bool = true,
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

    /// The shape of a network for a vocabulary; characters enter one-hot.
    public static func configuration(
        tokenizer: CharacterTokenizer, cell: CellKind = .lstm, hiddenSize: Int, layers: Int
    ) -> NetworkConfiguration {
        NetworkConfiguration(
            cell: cell, inputSizes: [tokenizer.count], hiddenSize: hiddenSize, layers: layers,
            outputSize: tokenizer.count)
    }

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
    public func tokens(prompt: String) -> [Int] {
        let start = readsStart ? [CharacterTokenizer.eos] : []
        guard prompt.isEmpty, layout == .document else { return start + tokenizer.tokens(prompt) }
        let first = start + tokenizer.tokens("\n").filter { $0 != CharacterTokenizer.unknown }
        // Something has to be read before anything can be written; an unknown character is nothing.
        return first.isEmpty ? [CharacterTokenizer.unknown] : first
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
        var rules = constraints
        var start = self
        start.restart()
        var generator = try Generator(
            source: start, prompt: tokens(prompt: prompt), limits: limits, eos: CharacterTokenizer.eos,
            sampler: Sampler(options), random: Xoshiro256StarStar(seed: seed, sequence: sequence))
        return try generator.run(
            prepare: { _, mask, _ in
                restrict(&mask)
                rules?.restrict(&mask)
            },
            deliver: { token in
                rules?.accept(token.id)
                let reason = tokenizer.character(token.id).flatMap(deliver)
                return reason ?? (rules?.isComplete == true ? .constraint : nil)
            })
    }

    /// Forbids what is never written.
    func restrict(_ mask: inout TokenMask) {
        mask.forbid(CharacterTokenizer.unknown, rule: "unknown characters")
        if layout == .document { mask.forbid(CharacterTokenizer.eos, rule: "a document without an end") }
    }
}
