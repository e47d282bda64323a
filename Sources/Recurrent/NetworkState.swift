/// What a network remembers between steps, for B rows: a⟨t⟩ of each layer, and c⟨t⟩ where the cell has a memory.
///
/// A value: a copy is a point to return to. The arrays behind it are shared until one of the copies changes.
public struct NetworkState: Sendable {
    /// B, the number of rows.
    public var batch: Int { stack.batch }
    var stack: StackState<Float>

    /// Zeroes one row: the start of a sequence.
    public mutating func reset(row: Int) {
        precondition(row >= 0 && row < batch, "row \(row) of a state of \(batch) rows")
        for layer in stack.layers.indices { stack.layers[layer].zero(row: row, of: batch) }
    }

    /// The state whose rows are the given rows of this one, repetitions allowed: what a beam search needs.
    public func selecting(rows: [Int]) -> NetworkState {
        for row in rows { precondition(row >= 0 && row < batch, "row \(row) of a state of \(batch) rows") }
        return NetworkState(
            stack: StackState(batch: rows.count, layers: stack.layers.map { $0.selecting(rows, of: batch) }))
    }

    /// a⟨t⟩ of a layer, B×H.
    public func activation(layer: Int) -> [Float] { stack.layers[layer].a }

    /// c⟨t⟩ of a layer, B×H; empty where the cell has none apart from a⟨t⟩.
    public func memory(layer: Int) -> [Float] { stack.layers[layer].c }
}

extension NetworkState: Equatable {
    public static func == (one: NetworkState, other: NetworkState) -> Bool {
        one.stack.batch == other.stack.batch && one.stack.layers == other.stack.layers
    }
}

/// The carried state of one layer, or the gradient by it.
package struct LayerState<Scalar: NetworkScalar>: Sendable, Equatable {
    /// a⟨t⟩, B×H.
    package var a: [Scalar]
    /// c⟨t⟩, B×H, or empty.
    package var c: [Scalar]

    mutating func zero(row: Int, of batch: Int) {
        let h = a.count / batch
        a.fillZero(row * h..<(row + 1) * h)
        if !c.isEmpty { c.fillZero(row * h..<(row + 1) * h) }
    }

    func selecting(_ rows: [Int], of batch: Int) -> LayerState {
        func select(_ values: [Scalar]) -> [Scalar] {
            let h = values.count / batch
            return rows.flatMap { values[$0 * h..<($0 + 1) * h] }
        }
        return LayerState(a: select(a), c: select(c))
    }
}

/// The carried state of all layers, with the working memory that single steps reuse.
package struct StackState<Scalar: NetworkScalar>: Sendable {
    package var batch: Int
    package var layers: [LayerState<Scalar>]
    var tapes: [Tape<Scalar>] = []
    var embedded: [Scalar] = []

    init(batch: Int, layers: [LayerState<Scalar>]) {
        self.batch = batch
        self.layers = layers
    }
}
