package import Recurrent
import Terminal

/// The shape of a network and of the batches it is given, and the arithmetic that takes.
///
/// Shape letters: B batch, T time, H hidden, E embedding, V vocabulary, L layers.
package struct Workload: Sendable, Equatable {
    /// The cell.
    package var cell: CellKind
    /// H.
    package var hidden: Int
    /// L.
    package var layers: Int
    /// B.
    package var batch: Int
    /// T; 1 where tokens are generated.
    package var time: Int
    /// V.
    package var vocabulary: Int
    /// E, or nil for one-hot input.
    package var embedding: Int?

    package init(
        cell: CellKind, hidden: Int, layers: Int, batch: Int, time: Int, vocabulary: Int, embedding: Int? = nil
    ) {
        self.cell = cell
        self.hidden = hidden
        self.layers = layers
        self.batch = batch
        self.time = time
        self.vocabulary = vocabulary
        self.embedding = embedding
    }

    /// The network's shape.
    package var configuration: NetworkConfiguration {
        NetworkConfiguration(
            cell: cell, inputSizes: [vocabulary], embeddingSize: embedding, hiddenSize: hidden, layers: layers,
            outputSize: vocabulary)
    }

    /// The floating-point operations that predicting one token takes: two for each weight that multiplies something.
    ///
    /// One-hot input only picks a row, which counts nothing; neither do gates, softmax and optimiser.
    package var forwardOperations: Int {
        let inputs = (0..<layers).reduce(0) { $0 + ($1 == 0 ? embedding ?? 0 : hidden) }
        return 2 * cell.gates * hidden * (inputs + layers * hidden) + 2 * hidden * vocabulary
    }

    /// Those that learning from one token takes: forward, and the same again for each of the two factors in the backward pass.
    package var trainingOperations: Int { 3 * forwardOperations }

    /// The network in words: "lstm 2 × 256".
    package var network: String { "\(cell.rawValue) \(layers) × \(hidden)" }
}
