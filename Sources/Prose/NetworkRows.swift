public import Recurrent
public import Sampling

/// A network that reads and writes tokens of one vocabulary, for several texts at a time.
public struct NetworkRows: BatchLogitSource, Sendable {
    private let engine: StepEngine
    private var state: NetworkState
    private var blend: Blend?
    private var inputs: [Int32] = []

    /// One row, before anything was read.
    public init(_ engine: StepEngine) { self.init(engine, blend: nil) }

    /// The same with another network that has a say.
    init(_ engine: StepEngine, blend: Blend?) {
        self.engine = engine
        self.blend = blend
        state = engine.zeroState(batch: 1)
    }

    public var vocabularySize: Int { engine.configuration.outputSize }

    public var rowCount: Int { state.batch }

    public mutating func advance(_ tokens: [Int], logits: inout [Float]) {
        inputs.removeAll(keepingCapacity: true)
        for token in tokens { inputs.append(Int32(token)) }
        engine.step(inputs, state: &state, logits: &logits)
        blend?.mix(inputs, into: &logits)
    }

    public func concurrently(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        engine.concurrently(count, body)
    }

    public mutating func select(rows: [Int]) {
        state = state.selecting(rows: rows)
        blend?.select(rows: rows)
    }
}
