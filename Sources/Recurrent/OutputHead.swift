/// The top of the network: ŷ⟨t⟩ = softmax(W_ya a⟨t⟩ + b_y), and the cross-entropy of what came next.
///
/// PyTorch's `nn.Linear` and `F.cross_entropy(reduction='sum', ignore_index=-1)`. Shapes: W_ya `linear.weight` [V, H],
/// b_y `linear.bias` [V].
struct OutputHead: Sendable {
    let weights, bias: Region

    /// Rows of logits at a time: a large vocabulary's never all exist at once.
    private static var chunk: Int { 256 }

    /// The logits of B rows of a⟨t⟩, B×V.
    func logits(_ activations: [Double], _ ra: Region, parameters: [Double], to logits: inout [Double]) {
        let all = Region(start: 0, rows: ra.rows, columns: bias.columns)
        Kernel.setRows(of: &logits, all, to: parameters, bias)
        Kernel.addProduct(activations, ra, transposed: parameters, weights, to: &logits, all)
    }

    /// Summed cross-entropy over rows of a⟨t⟩.
    func loss(_ activations: [Double], targets: [Int32], parameters: [Double]) -> BatchLoss {
        var total = BatchLoss()
        eachChunk(of: targets) { chunk in
            let rows = region(chunk)
            var logits = [Double](repeating: 0, count: chunk.count * bias.columns)
            self.logits(activations, rows, parameters: parameters, to: &logits)
            total += Kernel.crossEntropy(
                &logits, rows: chunk.count, targets: targets, from: chunk.lowerBound, scale: 0)
        }
        return total
    }

    /// The same, and back: adds the gradients of (sum × scale) by W_ya and b_y, and sets that by the activations.
    ///
    /// dŷ = (softmax − one-hot target) × scale; dW_ya = dŷᵀ a; db_y = Σ dŷ; da = dŷ W_ya.
    func backward(
        _ activations: [Double], targets: [Int32], parameters: [Double], scale: Double, gradients: inout [Double],
        activationGradient: inout [Double]
    ) -> BatchLoss {
        var total = BatchLoss()
        eachChunk(of: targets) { chunk in
            let rows = region(chunk)
            var logits = [Double](repeating: 0, count: chunk.count * bias.columns)
            let all = Region(start: 0, rows: chunk.count, columns: bias.columns)
            self.logits(activations, rows, parameters: parameters, to: &logits)
            total += Kernel.crossEntropy(
                &logits, rows: chunk.count, targets: targets, from: chunk.lowerBound, scale: scale)
            Kernel.addProduct(transposed: logits, all, activations, rows, to: &gradients, weights)
            Kernel.addColumnSums(logits, all, to: &gradients, bias)
            Kernel.addProduct(logits, all, parameters, weights, to: &activationGradient, rows)
        }
        return total
    }

    private func region(_ rows: Range<Int>) -> Region {
        Region(start: 0, rows: rows.upperBound, columns: weights.columns).rows(rows)
    }

    private func eachChunk(of targets: [Int32], _ body: (Range<Int>) -> Void) {
        for start in stride(from: 0, to: targets.count, by: Self.chunk) {
            let rows = start..<min(start + Self.chunk, targets.count)
            if targets[rows].contains(where: { $0 >= 0 }) { body(rows) }
        }
    }
}
