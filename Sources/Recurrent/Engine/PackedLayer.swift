/// A layer's parameters in the order that the kernels read them, and its gradients likewise.
///
/// Packing costs about as much as a step; it is done once for a window. Forward, a panel's weights lie row after row
/// ([panel][k][columns]); backward the matrices are needed the other way round ([column panel][row][columns]).
final class PackedLayer: Sendable {
    let plan: PanelPlan
    /// N, the width of the input, or ΣV for ids.
    let inputSize: Int
    let readsIDs: Bool
    /// [panel][N][input columns]; a table of entries where the input is ids.
    let input: Buffer
    /// [panel][H][recurrent columns].
    let recurrent: Buffer
    /// [panel][columns].
    let bias: Buffer
    /// [3][padded H], or nothing.
    let peephole: Buffer
    /// W_hh for the backward pass.
    let recurrentBack: Buffer
    /// W_ih for the backward pass, where the input is numbers.
    let inputBack: Buffer
    let hiddenColumns: ColumnPanels
    let inputColumns: ColumnPanels
    /// The same matrices in bfloat16, where they are wanted.
    let words: PackedWords?

    private let inputWeights, recurrentWeights: TensorLayout
    private let biases: [(tensor: TensorLayout, groups: Range<Int>)]
    private let peepholeWeights: TensorLayout?

    /// - Parameter isBackward: whether the backward pass is needed, too.
    init(_ configuration: NetworkConfiguration, layer: Int, isBackward: Bool, rounds: Bool = false) {
        let plan = PanelPlan(configuration.cell, hidden: configuration.hiddenSize)
        let layout = configuration.layout
        func tensor(_ name: String) -> TensorLayout? {
            layout.first { $0.name == configuration.cell.tensorName(name, layer: layer) }
        }
        guard let inputWeights = tensor("weight_ih"), let recurrentWeights = tensor("weight_hh") else {
            preconditionFailure("no weights of layer \(layer) in \(configuration)")
        }
        self.plan = plan
        self.inputWeights = inputWeights
        self.recurrentWeights = recurrentWeights
        biases =
            tensor("bias").map { [($0, plan.input)] }
            ?? [("bias_ih", plan.input), ("bias_hh", plan.recurrent)].compactMap { name, groups in
                tensor(name).map { ($0, groups) }
            }
        peepholeWeights = tensor("weight_peephole")
        inputSize = configuration.layerInputSize(layer)
        readsIDs = layer == 0 && configuration.embeddingSize == nil
        hiddenColumns = ColumnPanels(columns: plan.hidden)
        inputColumns = ColumnPanels(columns: inputSize)
        input = Buffer(count: plan.panels * inputSize * plan.input.count * 16)
        recurrent = Buffer(count: plan.panels * plan.hidden * plan.recurrent.count * 16)
        bias = Buffer(count: plan.panels * plan.width)
        peephole = Buffer(count: peepholeWeights == nil ? 0 : 3 * plan.paddedHidden)
        let recurrentRows = plan.panels * plan.recurrent.count * 16
        recurrentBack = Buffer(count: isBackward ? recurrentRows * hiddenColumns.padded : 0)
        let inputRows = plan.panels * plan.input.count * 16
        inputBack = Buffer(count: isBackward && !readsIDs ? inputRows * inputColumns.padded : 0)
        words =
            rounds
            ? PackedWords(
                plan, inputSize: inputSize, readsIDs: readsIDs, hiddenColumns: hiddenColumns.padded,
                inputColumns: inputColumns.padded) : nil
    }

    /// The floats of a row of `input` and of `recurrent`.
    var inputWidth: Int { plan.input.count * 16 }
    var recurrentWidth: Int { plan.recurrent.count * 16 }

    /// One panel's part of a matrix.
    func inputPanel(_ panel: Int) -> View { input.view.from(panel * inputSize * inputWidth) }
    func recurrentPanel(_ panel: Int) -> View { recurrent.view.from(panel * plan.hidden * recurrentWidth) }
    func biasPanel(_ panel: Int) -> View { bias.view.from(panel * plan.width) }

    /// Packs some panels for the forward pass.
    func pack(panels: Range<Int>, _ parameters: View, recurrentWeights hidden: View? = nil, _ kernels: Kernels) {
        let recurrentSource = hidden ?? parameters.from(recurrentWeights.range.lowerBound)
        for panel in panels {
            pack(
                panel, plan.input, parameters.from(inputWeights.range.lowerBound), inputSize, to: inputPanel(panel),
                kernels)
            pack(panel, plan.recurrent, recurrentSource, plan.hidden, to: recurrentPanel(panel), kernels)
            let bias = biasPanel(panel)
            bias.zero(plan.width)
            for (tensor, groups) in biases {
                for group in groups {
                    for (lane, row) in plan.rows(panel: panel, group: group).enumerated() {
                        bias[group * 16 + lane] += parameters[tensor.range.lowerBound + row]
                    }
                }
            }
            guard let peepholeWeights else { continue }
            for unit in panel * plan.units..<min(plan.hidden, (panel + 1) * plan.units) {
                for gate in 0..<3 {
                    peephole.view[gate * plan.paddedHidden + unit] =
                        parameters[peepholeWeights.range.lowerBound + gate * plan.hidden + unit]
                }
            }
        }
    }

    private func pack(_ panel: Int, _ groups: Range<Int>, _ source: View, _ k: Int, to target: View, _ kernels: Kernels)
    {
        for group in groups {
            let rows = plan.rows(panel: panel, group: group)
            kernels.interleave(
                rows: rows.count, n: k, source.from(rows.lowerBound * k), xRow: k,
                to: target.from((group - groups.lowerBound) * 16), yStep: groups.count * 16)
        }
    }

    /// Packs some panels for the backward pass.
    func packBack(panels: Range<Int>, _ parameters: View, recurrentWeights hidden: View? = nil) {
        let recurrentSource = hidden ?? parameters.from(recurrentWeights.range.lowerBound)
        for panel in panels {
            packBack(panel, plan.recurrent, recurrentSource, hiddenColumns, to: recurrentBack.view)
            if !readsIDs {
                packBack(
                    panel, plan.input, parameters.from(inputWeights.range.lowerBound), inputColumns,
                    to: inputBack.view)
            }
        }
    }

    private func packBack(
        _ panel: Int, _ groups: Range<Int>, _ source: View, _ columns: ColumnPanels, to target: View
    ) {
        let height = plan.panels * groups.count * 16
        for group in groups {
            for (lane, row) in plan.rows(panel: panel, group: group).enumerated() {
                let at = (panel * groups.count + group - groups.lowerBound) * 16 + lane
                for part in 0..<columns.count {
                    let range = columns.groups(part), first = range.lowerBound * 16
                    let count = min(columns.columns, range.upperBound * 16) - first
                    target.from(first * height + at * range.count * 16).copy(
                        count, from: source.from(row * columns.columns + first))
                }
            }
        }
    }

    /// One column panel of W_hh for the backward pass, and its groups.
    func recurrentBackPanel(_ panel: Int) -> (weights: View, groups: Int) {
        backPanel(panel, hiddenColumns, recurrentWidth, recurrentBack)
    }

    func inputBackPanel(_ panel: Int) -> (weights: View, groups: Int) {
        backPanel(panel, inputColumns, inputWidth, inputBack)
    }

    private func backPanel(
        _ panel: Int, _ columns: ColumnPanels, _ width: Int, _ buffer: Buffer
    ) -> (weights: View, groups: Int) {
        let range = columns.groups(panel)
        return (buffer.view.from(range.lowerBound * 16 * plan.panels * width), range.count)
    }

    /// The same places in words.
    func inputWords(_ panel: Int) -> View {
        words?.input.view.from(panel * Kernels.words(inputSize) * inputWidth) ?? View.none
    }
    func recurrentWords(_ panel: Int) -> View {
        words?.recurrent.view.from(panel * Kernels.words(plan.hidden) * recurrentWidth) ?? View.none
    }
    func recurrentBackWords(_ panel: Int) -> View {
        words?.recurrentBack.view.from(hiddenColumns.groups(panel).lowerBound * 8 * plan.panels * recurrentWidth)
            ?? View.none
    }
    func inputBackWords(_ panel: Int) -> View {
        words?.inputBack.view.from(inputColumns.groups(panel).lowerBound * 8 * plan.panels * inputWidth) ?? View.none
    }

    /// Rounds some panels, once they are packed for both passes.
    func round(panels: Range<Int>, _ kernels: Kernels) {
        for panel in panels {
            kernels.roundPairs(
                rows: plan.hidden, groups: plan.recurrent.count, recurrentPanel(panel), xRow: recurrentWidth,
                to: recurrentWords(panel), yRow: recurrentWidth)
            for part in 0..<hiddenColumns.count {
                roundBack(panel, recurrentBackPanel(part), recurrentBackWords(part), rows: recurrentWidth, kernels)
            }
            if readsIDs { continue }
            kernels.roundPairs(
                rows: inputSize, groups: plan.input.count, inputPanel(panel), xRow: inputWidth, to: inputWords(panel),
                yRow: inputWidth)
            for part in 0..<inputColumns.count {
                roundBack(panel, inputBackPanel(part), inputBackWords(part), rows: inputWidth, kernels)
            }
        }
    }

    private func roundBack(
        _ panel: Int, _ part: (weights: View, groups: Int), _ words: View, rows: Int, _ kernels: Kernels
    ) {
        let width = part.groups * 16
        kernels.roundPairs(
            rows: rows, groups: part.groups, part.weights.from(panel * rows * width), xRow: width,
            to: words.from(panel * rows / 2 * width), yRow: width)
    }

    /// W_hh where it lies among the flat parameters.
    var recurrentRange: Range<Int> { recurrentWeights.range }

    /// Writes one panel's gradients, packed as the parameters are, into a flat gradient.
    func unpack(panel: Int, _ packed: PackedGradients, to gradients: View, _ kernels: Kernels) {
        func unpack(_ groups: Range<Int>, _ source: View, _ k: Int, _ tensor: TensorLayout) {
            let target = gradients.from(tensor.range.lowerBound)
            for group in groups {
                let rows = plan.rows(panel: panel, group: group)
                kernels.separate(
                    rows: rows.count, n: k, source.from((group - groups.lowerBound) * 16), yStep: groups.count * 16,
                    to: target.from(rows.lowerBound * k), xRow: k)
            }
        }
        unpack(plan.input, packed.input.view.from(panel * inputSize * inputWidth), inputSize, inputWeights)
        unpack(
            plan.recurrent, packed.recurrent.view.from(panel * plan.hidden * recurrentWidth), plan.hidden,
            recurrentWeights)
        let bias = packed.bias.view.from(panel * plan.width)
        for (tensor, groups) in biases {
            for group in groups {
                for (lane, row) in plan.rows(panel: panel, group: group).enumerated() {
                    gradients[tensor.range.lowerBound + row] = bias[group * 16 + lane]
                }
            }
        }
        guard let peepholeWeights else { return }
        for unit in panel * plan.units..<min(plan.hidden, (panel + 1) * plan.units) {
            for gate in 0..<3 {
                gradients[peepholeWeights.range.lowerBound + gate * plan.hidden + unit] =
                    packed.peephole.view[gate * plan.paddedHidden + unit]
            }
        }
    }
}

/// The gradients of a layer, laid out as its packed parameters.
final class PackedGradients: Sendable {
    let input, recurrent, bias, peephole: Buffer

    init(_ layer: PackedLayer) {
        input = Buffer(count: layer.input.view.count)
        recurrent = Buffer(count: layer.recurrent.view.count)
        bias = Buffer(count: layer.bias.view.count)
        peephole = Buffer(count: layer.peephole.view.count)
    }
}
