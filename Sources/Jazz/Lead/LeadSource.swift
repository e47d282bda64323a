public import Recurrent
public import Sampling

/// The lead network as the sampling engine sees it: a token in, the scores of the next out.
///
/// It keeps the network's state and the ``LeadContext`` in step. The first token it is given is the start token and
/// says nothing about the line.
public struct LeadSource: LogitSource, Sendable {
    public let vocabularySize = LeadVocabulary.count
    /// Where the line stands.
    public internal(set) var context: LeadContext
    private let engine: StepEngine
    private var state: NetworkState
    private var inputs: [Int32] = []
    private var hasStarted = false

    /// - Precondition: the network of `engine` reads ``LeadContext/fields`` and scores ``LeadVocabulary``.
    public init(engine: StepEngine, context: LeadContext) {
        precondition(LeadModel.fits(engine.configuration), "the network does not speak the lead's vocabulary")
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
