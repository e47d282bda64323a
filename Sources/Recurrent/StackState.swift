/// The carried state of one layer, or the gradient by it.
package struct LayerState: Sendable, Equatable {
    /// a⟨t⟩, B×H.
    package var a: [Double]
    /// c⟨t⟩, B×H, or empty.
    package var c: [Double]

    mutating func zero(row: Int, of batch: Int) {
        let h = a.count / batch
        a.fillZero(row * h..<(row + 1) * h)
        if !c.isEmpty { c.fillZero(row * h..<(row + 1) * h) }
    }

    func selecting(_ rows: [Int], of batch: Int) -> LayerState {
        func select(_ values: [Double]) -> [Double] {
            let h = values.count / batch
            return rows.flatMap { values[$0 * h..<($0 + 1) * h] }
        }
        return LayerState(a: select(a), c: select(c))
    }
}

/// The carried state of all layers, with the working memory that single steps reuse.
package struct StackState: Sendable {
    package var batch: Int
    package var layers: [LayerState]
    var tapes: [Tape] = []
    var embedded: [Double] = []

    init(batch: Int, layers: [LayerState]) {
        self.batch = batch
        self.layers = layers
    }
}
