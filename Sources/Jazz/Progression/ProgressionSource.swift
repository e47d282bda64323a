public import Recurrent
public import Sampling

/// The progression network as the sampling engine sees it: a token in, the scores of the next out.
///
/// The first token it is given is the start token and says nothing about the progression.
public struct ProgressionSource: LogitSource, Sendable {
    public let vocabularySize = ProgressionVocabulary.count
    /// Where the progression stands.
    public private(set) var context: ProgressionContext
    private let engine: StepEngine
    private var state: NetworkState
    private var inputs: [Int32] = []
    private var hasStarted = false

    /// - Precondition: the network of `engine` reads ``ProgressionContext/fields`` and scores ``ProgressionVocabulary``.
    public init(engine: StepEngine, context: ProgressionContext) {
        precondition(ProgressionModel.fits(engine.configuration), "the network does not speak of changes")
        self.engine = engine
        self.context = context
        state = engine.zeroState(batch: 1)
    }

    public mutating func advance(_ token: Int, logits: inout [Float]) {
        if hasStarted { context.accept(token) }
        hasStarted = true
        inputs.removeAll(keepingCapacity: true)
        context.appendInputs(to: &inputs)
        engine.step(inputs, state: &state, logits: &logits)
    }
}
