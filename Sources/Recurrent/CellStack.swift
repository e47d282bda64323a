/// Embedding, L layers of a cell, and the softmax: all arithmetic of a network as the lectures write it, one equation
/// after the other.
///
/// Layer l at step t reads a⟨t⟩ of layer l − 1; the lowest reads x⟨t⟩. `NetworkEngine` and `StepEngine` do the same
/// much faster; this is what they are checked against.
package struct CellStack: Sendable {
    package let configuration: NetworkConfiguration
    package let layout: [TensorLayout]
    let cells: [any RecurrentCell]
    let head: OutputHead
    let embedding: Region?
    let fieldStarts: [Int32]
    private var parameterCount: Int { layout.last?.range.upperBound ?? 0 }

    /// Finds every tensor's place. The configuration must be valid.
    package init(_ configuration: NetworkConfiguration) {
        let layout = configuration.layout
        func region(_ name: String) -> Region {
            guard let tensor = layout.first(where: { $0.name == name }) else {
                preconditionFailure("no tensor \(name) in the layout of \(configuration)")
            }
            return Region(tensor)
        }
        self.configuration = configuration
        self.layout = layout
        cells = (0..<configuration.layers).map { layer in
            recurrentCell(configuration.cell, hidden: configuration.hiddenSize) {
                region(configuration.cell.tensorName($0, layer: layer))
            }
        }
        head = OutputHead(weights: region("linear.weight"), bias: region("linear.bias"))
        embedding = configuration.embeddingSize == nil ? nil : region("embedding.weight")
        fieldStarts = configuration.fieldStarts
    }

    package func zeroState(batch: Int) -> StackState {
        precondition(batch > 0, "a state of \(batch) rows")
        return StackState(batch: batch, layers: cells.map { $0.zeroState(batch: batch) })
    }

    /// One step for all rows of the state.
    package func step(_ inputs: [Int32], parameters: [Double], state: inout StackState, logits: inout [Double]) {
        checkParameters(parameters)
        checkInputs(inputs, rows: state.batch)
        checkState(state, batch: state.batch)
        if state.tapes.count != cells.count { state.tapes = cells.map { _ in Tape() } }
        var input = LayerInput.ids(inputs, starts: fieldStarts)
        if let embedding {
            embed(inputs, rows: state.batch, embedding, parameters, to: &state.embedded)
            input = .dense(state.embedded)
        }
        for (layer, cell) in cells.enumerated() {
            cell.step(input, parameters: parameters, state: &state.layers[layer], tape: &state.tapes[layer])
            input = .dense(state.tapes[layer].output)
        }
        let v = configuration.outputSize
        if logits.count != state.batch * v { logits = [Double](repeating: 0, count: state.batch * v) }
        let top = Region(start: 0, rows: state.batch, columns: configuration.hiddenSize)
        head.logits(state.layers[cells.count - 1].a, top, parameters: parameters, to: &logits)
    }

    /// Forward only.
    package func loss(_ batch: SequenceBatch, parameters: [Double], state: inout StackState) -> BatchLoss {
        let (tapes, _) = forward(batch, parameters: parameters, state: &state)
        return head.loss(tapes[cells.count - 1].output, targets: batch.targets, parameters: parameters)
    }

    /// Forward, and back through all layers and steps of the window.
    package func forwardBackward(
        _ batch: SequenceBatch, parameters: [Double], state: inout StackState, gradients: inout [Double],
        scale: Double
    ) -> BatchLoss {
        precondition(
            gradients.count == parameterCount, "\(gradients.count) gradients, \(parameterCount) parameters")
        var (tapes, embedded) = forward(batch, parameters: parameters, state: &state)
        let window = Window(batch: batch.batch, time: batch.time, resets: batch.resets)
        var gradient = [Double](repeating: 0, count: batch.time * batch.batch * configuration.hiddenSize)
        let loss = head.backward(
            tapes[cells.count - 1].output, targets: batch.targets, parameters: parameters, scale: scale,
            gradients: &gradients, activationGradient: &gradient)
        for (layer, cell) in cells.enumerated().reversed() {
            gradient = cell.backward(
                input(of: layer, batch, embedded, tapes), outputGradient: gradient, window: window,
                parameters: parameters, tape: &tapes[layer], gradients: &gradients)
        }
        if let embedding {
            let rows = Region(start: 0, rows: batch.time * batch.batch, columns: embedding.columns)
            Kernel.addToEntries(batch.inputs, fieldStarts, from: gradient, rows, rowsOf: &gradients, embedding)
        }
        return loss
    }

    private func forward(
        _ batch: SequenceBatch, parameters: [Double], state: inout StackState
    ) -> (tapes: [Tape], embedded: [Double]) {
        checkParameters(parameters)
        precondition(
            batch.fields == fieldStarts.count, "inputs of \(batch.fields) fields, not \(fieldStarts.count)")
        checkInputs(batch.inputs, rows: batch.time * batch.batch)
        checkState(state, batch: batch.batch)
        var embedded: [Double] = []
        if let embedding {
            embed(batch.inputs, rows: batch.time * batch.batch, embedding, parameters, to: &embedded)
        }
        let window = Window(batch: batch.batch, time: batch.time, resets: batch.resets)
        var tapes = cells.map { _ in Tape() }
        for (layer, cell) in cells.enumerated() {
            cell.forward(
                input(of: layer, batch, embedded, tapes), window: window, parameters: parameters,
                state: &state.layers[layer], tape: &tapes[layer])
        }
        return (tapes, embedded)
    }

    /// What a layer reads in a window.
    private func input(
        of layer: Int, _ batch: SequenceBatch, _ embedded: [Double], _ tapes: [Tape]
    ) -> LayerInput {
        if layer > 0 { return .dense(tapes[layer - 1].output) }
        return embedding == nil ? .ids(batch.inputs, starts: fieldStarts) : .dense(embedded)
    }

    /// Each row becomes the sum of its fields' vectors.
    private func embed(
        _ inputs: [Int32], rows: Int, _ table: Region, _ parameters: [Double], to embedded: inout [Double]
    ) {
        let count = rows * table.columns
        if embedded.count == count {
            embedded.fillZero(0..<count)
        } else {
            embedded = [Double](repeating: 0, count: count)
        }
        let all = Region(start: 0, rows: rows, columns: table.columns)
        Kernel.addEntries(inputs, fieldStarts, rowsOf: parameters, table, to: &embedded, all)
    }

    private func checkParameters(_ parameters: [Double]) {
        precondition(parameters.count == parameterCount, "\(parameters.count) parameters, not \(parameterCount)")
    }

    private func checkInputs(_ inputs: [Int32], rows: Int) {
        precondition(
            inputs.count == rows * fieldStarts.count, "\(inputs.count) ids, not \(rows) × \(fieldStarts.count)")
    }

    private func checkState(_ state: StackState, batch: Int) {
        let count = batch * configuration.hiddenSize
        precondition(
            state.batch == batch && state.layers.count == cells.count
                && state.layers.allSatisfy { $0.a.count == count },
            "a state of \(state.batch) rows and \(state.layers.count) layers for \(batch) rows and \(cells.count)")
    }
}
