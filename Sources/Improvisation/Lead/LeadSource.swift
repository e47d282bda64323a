package import Recurrent
package import Sampling

/// The lead's network with a line's memory, as the sampling engine sees them.
package struct LeadSource: LogitSource, Sendable {
    package let vocabularySize = LeadVocabulary.count
    private var network: ContextSource<LeadContext>
    private var memory: LeadMemory

    package init(engine: StepEngine, context: LeadContext, memory: LeadMemory) {
        network = ContextSource(engine: engine, context: context)
        self.memory = memory
    }

    /// Where the line stands.
    package internal(set) var context: LeadContext {
        get { network.context }
        set { network.context = newValue }
    }

    package mutating func advance(_ token: Int, logits: inout [Float]) {
        memory.note(token)
        network.advance(token, logits: &logits)
        memory.recall(network.activation, network.context, logits: &logits)
    }
}
