/// What a network remembers between steps, for B rows: a⟨t⟩ of each layer, and c⟨t⟩ where the cell has a cell state.
///
/// A value: a copy is a point to return to. The arrays behind it are shared until one of the copies changes.
public struct NetworkState: Sendable {
    /// B, the number of rows.
    public let batch: Int
    /// H.
    let hidden: Int
    /// The distance between rows: H rounded up to whole panels. The numbers in between are zero.
    let stride: Int
    /// a⟨t⟩ and c⟨t⟩ of each layer; the latter may be empty.
    var layers: [Layer]
    /// Working memory of single steps.
    var scratch = StepScratch()

    struct Layer: Sendable, Equatable {
        var a: [Float]
        var c: [Float]
    }

    /// Zeros: the state before anything was read.
    public init(_ configuration: NetworkConfiguration, batch: Int) {
        precondition(batch > 0, "a state of \(batch) rows")
        let plan = PanelPlan(configuration.cell, hidden: configuration.hiddenSize)
        let zeros = [Float](repeating: 0, count: batch * plan.paddedHidden)
        self.batch = batch
        hidden = configuration.hiddenSize
        stride = plan.paddedHidden
        layers = [Layer](
            repeating: Layer(a: zeros, c: configuration.cell.hasCellState ? zeros : []), count: configuration.layers)
    }

    /// Zeroes one row: the start of a sequence.
    public mutating func reset(row: Int) {
        precondition(row >= 0 && row < batch, "row \(row) of a state of \(batch) rows")
        for layer in layers.indices {
            for unit in row * stride..<(row + 1) * stride {
                layers[layer].a[unit] = 0
                if !layers[layer].c.isEmpty { layers[layer].c[unit] = 0 }
            }
        }
    }

    /// The state whose rows are the given rows of this one, repetitions allowed: what a beam search needs.
    public func selecting(rows: [Int]) -> NetworkState {
        for row in rows { precondition(row >= 0 && row < batch, "row \(row) of a state of \(batch) rows") }
        func select(_ values: [Float]) -> [Float] {
            values.isEmpty ? [] : rows.flatMap { values[$0 * stride..<($0 + 1) * stride] }
        }
        return NetworkState(
            batch: rows.count, hidden: hidden, stride: stride,
            layers: layers.map { Layer(a: select($0.a), c: select($0.c)) })
    }

    /// Replaces some of the rows by those of another state of the same network.
    package mutating func replace(_ rows: Range<Int>, with state: NetworkState) {
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= batch && rows.count == state.batch && stride == state.stride,
            "rows \(rows) of a state of \(batch) by \(state.batch)")
        let part = rows.lowerBound * stride..<rows.upperBound * stride
        for layer in layers.indices {
            layers[layer].a.replaceSubrange(part, with: state.layers[layer].a)
            if !layers[layer].c.isEmpty { layers[layer].c.replaceSubrange(part, with: state.layers[layer].c) }
        }
    }

    private init(batch: Int, hidden: Int, stride: Int, layers: [Layer]) {
        self.batch = batch
        self.hidden = hidden
        self.stride = stride
        self.layers = layers
    }

    /// a⟨t⟩ of a layer, B×H.
    public func activation(layer: Int) -> [Float] { unpadded(layers[layer].a) }

    /// c⟨t⟩ of a layer, B×H; empty where the cell has none apart from a⟨t⟩.
    public func cellState(layer: Int) -> [Float] { unpadded(layers[layer].c) }

    /// L, the number of layers.
    public var layerCount: Int { layers.count }

    /// Replaces what one layer remembers by what `activation(layer:)` and `cellState(layer:)` gave earlier.
    ///
    /// - Parameters:
    ///   - activation: a⟨t⟩, B×H.
    ///   - cellState: c⟨t⟩, B×H; empty where the cell has none.
    public mutating func set(layer: Int, activation: [Float], cellState: [Float]) {
        let (count, hasCellState) = (batch * hidden, !layers[layer].c.isEmpty)
        precondition(
            activation.count == count && cellState.count == (hasCellState ? count : 0),
            "\(activation.count) and \(cellState.count) numbers for a layer of \(count)")
        for row in 0..<batch {
            let (from, to) = (row * hidden..<(row + 1) * hidden, row * stride..<row * stride + hidden)
            layers[layer].a.replaceSubrange(to, with: activation[from])
            if hasCellState { layers[layer].c.replaceSubrange(to, with: cellState[from]) }
        }
    }

    private func unpadded(_ values: [Float]) -> [Float] {
        values.isEmpty ? [] : (0..<batch).flatMap { values[$0 * stride..<$0 * stride + hidden] }
    }

    /// Whether it is the state of such a network, for so many rows.
    func fits(_ configuration: NetworkConfiguration, batch: Int) -> Bool {
        self.batch == batch && hidden == configuration.hiddenSize && layers.count == configuration.layers
            && stride == PanelPlan.paddedHidden(configuration.cell, hidden: hidden)
            && layers.allSatisfy { $0.c.isEmpty != configuration.cell.hasCellState }
    }

    /// Lays a layer's state where a window begins.
    func copy(_ layer: Int, to window: LayerWindow) {
        func copy(_ values: [Float], _ buffer: Buffer) {
            View.reading(values) { values in
                for row in 0..<batch {
                    buffer.view.from(window.offset(0, row: row)).copy(stride, from: values.from(row * stride))
                }
            }
        }
        copy(layers[layer].a, window.activation)
        if !layers[layer].c.isEmpty { copy(layers[layer].c, window.cellState) }
    }

    /// Takes a layer's state from where a window has ended.
    mutating func take(_ layer: Int, from window: LayerWindow) {
        func take(_ values: inout [Float], _ buffer: Buffer) {
            View.of(&values) { values in
                for row in 0..<batch {
                    values.from(row * stride).copy(stride, from: buffer.view.from(window.offset(window.time, row: row)))
                }
            }
        }
        take(&layers[layer].a, window.activation)
        if !layers[layer].c.isEmpty { take(&layers[layer].c, window.cellState) }
    }
}

extension NetworkState: Equatable {
    public static func == (one: NetworkState, other: NetworkState) -> Bool {
        one.batch == other.batch && one.hidden == other.hidden && one.layers == other.layers
    }
}
