internal import Numerics
package import Recurrent

/// Embedding, L layers of a cell, and the softmax: all arithmetic of a network as the lectures write it, one equation after
/// the other, one sequence after the other, in double precision.
///
/// Layer l at step t reads a⟨t⟩ of layer l − 1; the lowest reads x⟨t⟩. `NetworkEngine` and `StepEngine` do the same a
/// thousand times as fast; this is what they are checked against. Parameters and gradients are flat, as `Parameters.values`.
package struct ReferenceNetwork {
    package let configuration: NetworkConfiguration
    package let layout: [TensorLayout]
    private let cell: any ReferenceCell

    /// The configuration must be valid.
    package init(_ configuration: NetworkConfiguration) {
        self.configuration = configuration
        layout = configuration.layout
        cell = referenceCell(configuration.cell)
    }

    /// The states of all layers of B sequences, [B][L], before anything was read.
    package func zeroState(batch: Int) -> [[State]] {
        (0..<batch).map { _ in (0..<configuration.layers).map { _ in .zero(configuration.hiddenSize) } }
    }

    /// Forward only: the summed cross-entropy of the targets that are not masked.
    package func loss(_ batch: SequenceBatch, parameters: [Double], states: inout [[State]]) -> BatchLoss {
        var unused = [Double](repeating: 0, count: parameters.count)
        return run(batch, parameters, &states, scale: nil, &unused)
    }

    /// Forward, and backward through all layers and steps of the window: adds the gradients of (the loss × `scale`).
    package func forwardBackward(
        _ batch: SequenceBatch, parameters: [Double], states: inout [[State]], gradients: inout [Double], scale: Double
    ) -> BatchLoss {
        run(batch, parameters, &states, scale: scale, &gradients)
    }

    private func run(
        _ batch: SequenceBatch, _ parameters: [Double], _ states: inout [[State]], scale: Double?,
        _ gradients: inout [Double]
    ) -> BatchLoss {
        let w = named(parameters)
        var sums = w.mapValues { Matrix(rows: $0.rows, columns: $0.columns, values: $0.values.map { _ in 0 }) }
        var loss = BatchLoss()
        for row in 0..<batch.batch { loss += run(batch, row: row, w, &states[row], scale: scale, &sums) }
        for tensor in layout {
            for (index, value) in zip(tensor.range, sums[tensor.name]!.values) { gradients[index] += value }
        }
        return loss
    }

    /// One sequence of the window.
    private func run(
        _ batch: SequenceBatch, row: Int, _ w: Tensors, _ state: inout [State], scale: Double?, _ sums: inout Tensors
    ) -> BatchLoss {
        let layers = (0..<configuration.layers).map { layer(w, $0) }
        var loss = BatchLoss()
        var steps: [[Backward]] = [], outputs: [Vector] = []
        for t in 0..<batch.time {
            let position = t * batch.batch + row
            if batch.resets[position] { state = state.map { .zero($0.a.values.count) } }
            var x = input(batch, position, w)
            var ways: [Backward] = []
            for (index, tensors) in layers.enumerated() {
                let (after, backward) = cell.step(x, state[index], tensors)
                state[index] = after
                ways.append(backward)
                x = .numbers(after.a)
            }
            steps.append(ways)
            let (part, gradient) = crossEntropy(state.last!.a, Int(batch.targets[position]), w, scale ?? 0, &sums)
            loss += part
            outputs.append(gradient)
        }
        guard scale != nil else { return loss }

        var layerSums = layers.indices.map { layer(sums, $0) }
        var later = layers.map { _ in State.zero(configuration.hiddenSize) }
        for t in (0..<batch.time).reversed() {
            let position = t * batch.batch + row
            var above = outputs[t]
            for index in layers.indices.reversed() {
                // a⟨t⟩ is seen from above and by step t + 1.
                later[index].a += above
                (above, later[index]) = steps[t][index](later[index], &layerSums[index])
                // Step t saw zeros there, whatever came before.
                if batch.resets[position] { later[index] = .zero(configuration.hiddenSize) }
            }
            if let columns = configuration.embeddingSize {
                for id in ids(batch, position) {
                    for column in 0..<columns {
                        sums["embedding.weight"]!.values[id * columns + column] += above.values[column]
                    }
                }
            }
        }
        for (index, tensors) in layerSums.enumerated() {
            for (name, sum) in tensors { sums[tensorName(name, index)] = sum }
        }
        return loss
    }

    /// ŷ = softmax(W_ya a + b_y); −log ŷ[target], and with dŷ = (ŷ − one-hot target) × scale the gradients: dW_ya = dŷ aᵀ,
    /// db_y = dŷ and da = W_yaᵀ dŷ. A negative target is masked.
    private func crossEntropy(
        _ a: Vector, _ target: Int, _ w: Tensors, _ scale: Double, _ sums: inout Tensors
    ) -> (BatchLoss, Vector) {
        guard target >= 0 else { return (BatchLoss(), .zeros(a.values.count)) }
        let logits = w[configuration.outputName]! * a + w["linear.bias"]!.vector
        let largest = logits.values.max()!
        let powers = Vector(logits.values.map { exponential($0 - largest) })
        let sum = powers.values.reduce(0, +)
        let loss = BatchLoss(sum: naturalLogarithm(sum) - (logits.values[target] - largest), count: 1)
        guard scale != 0 else { return (loss, .zeros(a.values.count)) }
        var gradient = (scale / sum) * powers
        gradient.values[target] -= scale
        sums[configuration.outputName]!.add(gradient, times: a)
        sums["linear.bias"]! += gradient
        return (loss, w[configuration.outputName]!.transposed(times: gradient))
    }

    /// The entries that the ids of a step name; a negative id names none.
    private func ids(_ batch: SequenceBatch, _ position: Int) -> [Int] {
        var first = 0
        return (0..<batch.fields).compactMap { field in
            defer { first += configuration.inputSizes[field] }
            let id = Int(batch.inputs[position * batch.fields + field])
            return id < 0 ? nil : first + id
        }
    }

    /// x⟨t⟩: one-hot, or the sum of the fields' vectors.
    private func input(_ batch: SequenceBatch, _ position: Int, _ w: Tensors) -> Input {
        let ids = ids(batch, position)
        guard let columns = configuration.embeddingSize else { return .ones(ids) }
        let table = w["embedding.weight"]!
        return .numbers(
            ids.reduce(into: Vector.zeros(columns)) { sum, id in
                sum += Vector(Array(table.values[id * columns..<(id + 1) * columns]))
            })
    }

    private func named(_ parameters: [Double]) -> Tensors {
        Dictionary(
            uniqueKeysWithValues: layout.map { tensor in
                let rows = tensor.shape.count == 1 ? 1 : tensor.shape[0]
                return (
                    tensor.name,
                    Matrix(rows: rows, columns: tensor.range.count / rows, values: Array(parameters[tensor.range]))
                )
            })
    }

    private func tensorName(_ name: String, _ layer: Int) -> String {
        "\(configuration.cell.tensorPrefix).\(name)_l\(layer)"
    }

    /// A layer's tensors.
    private func layer(_ w: Tensors, _ layer: Int) -> Tensors {
        var tensors: Tensors = [:]
        for (name, value) in w {
            if let dot = name.firstIndex(of: "."), name.hasSuffix("_l\(layer)") {
                tensors[String(name[name.index(after: dot)...].dropLast("_l\(layer)".count))] = value
            }
        }
        return tensors
    }
}
