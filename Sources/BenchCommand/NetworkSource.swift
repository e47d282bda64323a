import Recurrent
import Sampling

/// A network as what tokens are drawn from, its weights read in one of the formats that the engine offers.
struct NetworkSource: LogitSource {
    private let engine: StepEngine
    private var state: NetworkState
    private var input: [Int32] = [0]

    init(_ network: Network, format: WeightFormat, threads: Int) {
        engine = StepEngine(network, weights: format, threads: threads)
        state = network.zeroState(batch: 1)
    }

    var vocabularySize: Int { engine.configuration.outputSize }

    mutating func advance(_ token: Int, logits: inout [Float]) {
        input[0] = Int32(token)
        engine.step(input, state: &state, logits: &logits)
    }
}
