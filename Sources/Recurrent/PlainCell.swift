/// A cell computed as its equations say: the first product over the whole window at once, then step after step.
///
/// What is common to all cells stands here, once: the loop over time, resets, and back-propagation through time.
/// A cell adds its equations (`advance`), their derivatives (`retreat`) and which weights met which numbers.
protocol PlainCell: RecurrentCell {
    /// H.
    var hidden: Int { get }
    /// The numbers a row of `Tape.gates` and of `Tape.kept` has.
    var gateWidth: Int { get }
    var keptWidth: Int { get }
    /// Whether the state has a c⟨t⟩ apart from a⟨t⟩.
    var hasMemory: Bool { get }
    /// The weights of all gates for the input, [gateWidth, N], and for a⟨t−1⟩, [gateWidth, H].
    var inputWeights: Region { get }
    var recurrentWeights: Region { get }

    /// Fills `tape.gates` (and what else starts from a constant) with the biases.
    func begin(rows: Int, parameters: [Double], tape: inout Tape)

    /// The step of these rows: `tape.gates` has biases and the input's share, `tape.previous` a⟨t−1⟩, `state.c` is
    /// c⟨t−1⟩. Writes a⟨t⟩ to `tape.output` and c⟨t⟩ to `state.c`.
    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState)

    /// The way back of `advance`: `gradient` is that by a⟨t⟩ and c⟨t⟩ and becomes that by a⟨t−1⟩ and c⟨t−1⟩;
    /// `tape.gates` becomes the gradient by z.
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double])

    /// Adds the gradients by biases and recurrent weights, when `tape.gates` holds those by all z.
    func finish(rows: Int, tape: Tape, gradients: inout [Double])
}

extension PlainCell {
    func zeroState(batch: Int) -> LayerState {
        LayerState(
            a: [Double](repeating: 0, count: batch * hidden),
            c: [Double](repeating: 0, count: hasMemory ? batch * hidden : 0))
    }

    func step(
        _ input: LayerInput, parameters: [Double], state: inout LayerState, tape: inout Tape
    ) {
        let window = Window(batch: state.a.count / hidden, time: 1, resets: [])
        forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
    }

    func forward(
        _ input: LayerInput, window: Window, parameters: [Double], state: inout LayerState,
        tape: inout Tape
    ) {
        let rows = window.time * window.batch
        tape.fit(rows: rows, hidden: hidden, memory: hasMemory, gates: gateWidth, kept: keptWidth)
        begin(rows: rows, parameters: parameters, tape: &tape)
        // W_x x⟨t⟩ of all steps: it waits for nothing.
        let gates = Region(start: 0, rows: rows, columns: gateWidth)
        switch input {
        case .ids(let ids, let starts):
            Kernel.addEntries(ids, starts, columnsOf: parameters, inputWeights, to: &tape.gates, gates)
        case .dense(let x):
            let input = Region(start: 0, rows: rows, columns: inputWeights.columns)
            Kernel.addProduct(x, input, transposed: parameters, inputWeights, to: &tape.gates, gates)
        }
        for t in 0..<window.time {
            for row in window.resetRows(t) { state.zero(row: row, of: window.batch) }
            let place = window.rows(t).lowerBound * hidden
            tape.previous.copy(state.a, at: place)
            if hasMemory { tape.previousMemory.copy(state.c, at: place) }
            advance(rows: window.rows(t), parameters: parameters, tape: &tape, state: &state)
            state.a.copy(tape.output, from: place)
        }
    }

    func backward(
        _ input: LayerInput, outputGradient: [Double], window: Window, parameters: [Double],
        tape: inout Tape, gradients: inout [Double]
    ) -> [Double] {
        let rows = window.time * window.batch
        tape.transposed = [Double](repeating: 0, count: gateWidth * hidden)
        Kernel.transpose(parameters, recurrentWeights, to: &tape.transposed)
        var gradient = zeroState(batch: window.batch)
        for t in (0..<window.time).reversed() {
            // a⟨t⟩ is seen from above and by step t + 1.
            gradient.a.add(outputGradient, from: window.rows(t).lowerBound * hidden)
            retreat(
                rows: window.rows(t), parameters: parameters, tape: &tape, gradient: &gradient, gradients: &gradients)
            // Step t saw zeros there, whatever came before.
            for row in window.resetRows(t) { gradient.zero(row: row, of: window.batch) }
        }
        finish(rows: rows, tape: tape, gradients: &gradients)
        let gates = Region(start: 0, rows: rows, columns: gateWidth)
        switch input {
        case .ids(let ids, let starts):
            Kernel.addToEntries(ids, starts, from: tape.gates, gates, columnsOf: &gradients, inputWeights)
            return []
        case .dense(let x):
            let input = Region(start: 0, rows: rows, columns: inputWeights.columns)
            Kernel.addProduct(transposed: tape.gates, gates, x, input, to: &gradients, inputWeights)
            var inputGradient = [Double](repeating: 0, count: rows * inputWeights.columns)
            Kernel.addProduct(tape.gates, gates, parameters, inputWeights, to: &inputGradient, input)
            return inputGradient
        }
    }

    /// W_hhᵀ for the gates in `columns`, [H, columns], on the way back.
    func transposedWeights(_ columns: Range<Int>) -> Region {
        Region(start: 0, rows: hidden, columns: gateWidth).columns(columns)
    }

    /// These rows and columns of `tape.gates`.
    func gates(_ rows: Range<Int>, _ columns: Range<Int>) -> Region {
        Region(start: rows.lowerBound * gateWidth, rows: rows.count, columns: gateWidth).columns(columns)
    }

    /// These rows of an array of H numbers a row.
    func units(_ rows: Range<Int>) -> Region {
        Region(start: rows.lowerBound * hidden, rows: rows.count, columns: hidden)
    }
}
