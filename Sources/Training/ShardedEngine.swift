import Recurrent

/// What is hidden from the network at one update, so that it does not learn by heart.
struct Regularization {
    /// The share of the top layer's outputs.
    var outputDropout = 0.0
    /// The share of the units passed from layer to layer, the same ones for a whole window.
    var layerDropout = 0.0
    /// The share of the recurrent weights.
    var weightDrop = 0.0
    var seed: UInt64 = 0
    var step = 0
}

/// Computes losses and gradients of all rows of a batch; the rows are spread over threads in fixed shards.
final class ShardedEngine {
    private let network: Network
    private let pool: WorkerPool
    private var shards: [Shard] = []
    private var sum: GradientSum

    init(_ configuration: NetworkConfiguration, threads: Int) {
        do {
            network = try Network(configuration, parameters: Parameters(configuration))
        } catch {
            preconditionFailure("\(error)")
        }
        pool = WorkerPool(threads: threads)
        sum = GradientSum(count: configuration.parameterCount)
    }

    func forwardBackward(
        _ batch: SequenceBatch, parameters: [Float], state: inout NetworkState, gradients: inout [Float], scale: Float,
        regularization: Regularization
    ) -> BatchLoss {
        let dropout = Dropout(
            rate: regularization.outputDropout, seed: regularization.seed, step: regularization.step)
        spread(batch, parameters, &state) { shard, window, network in
            shard.learn(window, network, scale: scale, dropout: dropout)
        }
        _ = sum.add(shards, pool: pool)
        gradients = sum.values
        return shards.reduce(into: BatchLoss()) { $0 += $1.loss }
    }

    func loss(_ batch: SequenceBatch, parameters: [Float], state: inout NetworkState) -> BatchLoss {
        spread(batch, parameters, &state) { shard, window, network in shard.measure(window, network) }
        return shards.reduce(into: BatchLoss()) { $0 += $1.loss }
    }

    private func spread(
        _ batch: SequenceBatch, _ parameters: [Float], _ state: inout NetworkState,
        _ work: @escaping @Sendable (Shard, SequenceBatch, Network) -> Void
    ) {
        self.network.parameters.values = parameters
        // Held by the caller alone again, so that updating them copies nothing.
        defer { self.network.parameters.values = [] }
        if self.shards.last?.rows.upperBound != batch.batch {
            self.shards = Shard.cut(rows: batch.batch).map { Shard(rows: $0, network: self.network) }
        }
        for shard in self.shards { shard.state = state.selecting(rows: Array(shard.rows)) }
        let (shards, network) = (self.shards, self.network)
        pool.perform(shards.count) { index in work(shards[index], batch.rows(shards[index].rows), network) }
        for layer in 0..<state.layerCount {
            state.set(
                layer: layer, activation: shards.flatMap { $0.state.activation(layer: layer) },
                memory: shards.flatMap { $0.state.memory(layer: layer) })
        }
    }
}
