extension NetworkState {
    /// B rows that remember nothing; for a valid configuration.
    public init(zeroFor configuration: NetworkConfiguration, batch: Int) {
        stack = CellStack<Float>(configuration).zeroState(batch: batch)
    }

    /// Replaces what one layer remembers by what `activation(layer:)` and `memory(layer:)` gave earlier.
    ///
    /// - Parameters:
    ///   - activation: a⟨t⟩, B×H.
    ///   - memory: c⟨t⟩, B×H; empty where the cell has none.
    public mutating func set(layer: Int, activation: [Float], memory: [Float]) {
        let old = stack.layers[layer]
        precondition(
            activation.count == old.a.count && memory.count == old.c.count,
            "\(activation.count) and \(memory.count) numbers for a layer of \(old.a.count) and \(old.c.count)")
        stack.layers[layer] = LayerState(a: activation, c: memory)
    }

    /// L, the number of layers.
    public var layerCount: Int { stack.layers.count }
}
