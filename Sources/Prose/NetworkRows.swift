public import Recurrent
public import Sampling

/// A network that reads and writes tokens of one vocabulary, for several texts at a time.
public struct NetworkRows: BatchLogitSource, Sendable {
    private let engine: StepEngine
    private var state: NetworkState
    private var inputs: [Int32] = []

    /// One row, before anything was read.
    public init(_ engine: StepEngine) {
        self.engine = engine
        state = engine.zeroState(batch: 1)
    }

    public var vocabularySize: Int { engine.configuration.outputSize }

    public var rowCount: Int { state.batch }

    public mutating func advance(_ tokens: [Int], logits: inout [Float]) {
        inputs.removeAll(keepingCapacity: true)
        for token in tokens { inputs.append(Int32(token)) }
        engine.step(inputs, state: &state, logits: &logits)
    }

    public mutating func select(rows: [Int]) { state = state.selecting(rows: rows) }
}
