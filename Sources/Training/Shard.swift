package import Recurrent

/// Some rows of the batch, with all that is needed to learn from them beside the other shards.
///
/// Used by one thread at a time: the pool hands each shard to one thread, and waits before the next use.
package final class Shard: @unchecked Sendable {
    /// The rows of the batch.
    package let rows: Range<Int>
    /// The gradients of this step.
    package private(set) var gradients: [Float]
    /// The loss of this step.
    package private(set) var loss = BatchLoss()
    /// What its rows remember.
    package var state: NetworkState

    package init(rows: Range<Int>, network: Network) {
        self.rows = rows
        gradients = [Float](repeating: 0, count: network.parameters.count)
        state = network.zeroState(batch: rows.count)
    }

    /// Learns from one window of its rows, from the state the last one ended in.
    ///
    /// - Parameter dropout: that of the whole batch.
    package func learn(_ window: SequenceBatch, _ network: Network, scale: Float, dropout: Dropout? = nil) {
        for index in gradients.indices { gradients[index] = 0 }
        loss = network.forwardBackward(
            window, state: &state, gradients: &gradients, gradientScale: scale,
            dropout: dropout?.startingAtRow(rows.lowerBound))
    }

    /// Measures one window of its rows without learning from it.
    package func measure(_ window: SequenceBatch, _ network: Network) {
        loss = network.loss(window, state: &state)
    }

    /// Cuts `count` rows into shards of eight: small enough for several threads, large enough for the matrix tiles.
    package static func cut(rows count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: 8).map { $0..<min(count, $0 + 8) }
    }
}
