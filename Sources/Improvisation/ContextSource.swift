package import Recurrent
import Sampling

/// Where a sequence stands: what a network is told before its next decision, in so many fields.
///
/// Training and inventing go through the same context, token by token, so that a network meets in a performance exactly
/// what it met in its lessons.
package protocol SequenceContext: Sendable {
    /// The input fields and their sizes, in order: the network's `inputSizes`.
    static var fields: [(name: String, size: Int)] { get }
    /// The number of tokens that the network scores.
    static var vocabularySize: Int { get }

    /// Appends the ids of the input fields for the next decision; −1 says that a field has nothing to tell.
    func appendInputs(to inputs: inout [Int32])

    /// Takes the token that was decided on and moves on.
    mutating func accept(_ token: Int)
}

/// A network with its context as the sampling engine sees it: a token in, the scores of the next out.
///
/// It keeps the network's state and the context in step. The first token it is given is the start token and says nothing
/// about the sequence.
package struct ContextSource<Context: SequenceContext>: LogitSource, Sendable {
    package let vocabularySize = Context.vocabularySize
    /// Where the sequence stands.
    package internal(set) var context: Context
    private let engine: StepEngine
    private var state: NetworkState
    private var inputs: [Int32] = []
    private var hasStarted = false

    /// - Precondition: The network of `engine` reads the fields of the context and scores its vocabulary.
    package init(engine: StepEngine, context: Context) {
        precondition(
            Context.fits(engine.configuration), "a network of another vocabulary than that of \(Context.self)")
        self.engine = engine
        self.context = context
        state = engine.zeroState(batch: 1)
    }

    /// What the network's last layer gave after the last token, H numbers.
    var activation: [Float] { state.activation(layer: state.layerCount - 1) }

    package mutating func advance(_ token: Int, logits: inout [Float]) {
        if hasStarted { context.accept(token) }
        hasStarted = true
        inputs.removeAll(keepingCapacity: true)
        context.appendInputs(to: &inputs)
        engine.step(inputs, state: &state, logits: &logits)
    }
}

extension SequenceContext {
    /// Whether a network of this configuration reads the fields and scores the vocabulary.
    static func fits(_ configuration: NetworkConfiguration) -> Bool {
        configuration.inputSizes == fields.map(\.size) && configuration.outputSize == vocabularySize
    }
}
