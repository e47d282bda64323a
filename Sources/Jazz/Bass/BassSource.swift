public import Recurrent
public import Sampling

/// The bass network as the sampling engine sees it: a token in, the scores of the next out.
///
/// It keeps the network's state and the ``BassContext`` in step. The first token it is given is the start token and
/// says nothing about the line.
public struct BassSource: LogitSource, Sendable {
    public let vocabularySize = BassVocabulary.count
    /// Where the line stands.
    public private(set) var context: BassContext
    private let engine: StepEngine
    private var state: NetworkState
    private var inputs: [Int32] = []
    private var hasStarted = false

    /// - Precondition: the network of `engine` reads ``BassContext/fields`` and scores ``BassVocabulary``.
    public init(engine: StepEngine, context: BassContext) {
        precondition(BassModel.fits(engine.configuration), "the network does not speak the bass's vocabulary")
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
