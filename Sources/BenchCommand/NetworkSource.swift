import Recurrent
import Sampling

/// A network as what tokens are drawn from, its weights read in one of the formats that the engine offers.
struct NetworkSource: LogitSource {
    private let network: Network
    private var state: NetworkState
    private var input: [Int32] = [0]

    /// Whether the engine can do this.
    static func offers(_ format: WeightFormat, threads: Int) -> Bool { format == .fp32 && threads == 1 }

    init(_ network: Network, format: WeightFormat, threads: Int) {
        precondition(Self.offers(format, threads: threads), "\(format) on \(threads) threads is not offered")
        self.network = network
        state = network.zeroState(batch: 1)
    }

    var vocabularySize: Int { network.configuration.outputSize }

    mutating func advance(_ token: Int, logits: inout [Float]) {
        input[0] = Int32(token)
        network.step(input, state: &state, logits: &logits)
    }
}
