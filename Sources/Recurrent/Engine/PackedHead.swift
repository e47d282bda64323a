/// The softmax layer's parameters in the order that the kernels read them.
final class PackedHead: Sendable {
    let hidden: Int
    /// V, in panels.
    let columns: ColumnPanels
    /// [panel][H][columns].
    let weights: Buffer
    let bias: Buffer
    /// For the backward pass: [column panel of H][V][columns].
    let back: Buffer
    let hiddenColumns: ColumnPanels
    /// Both in bfloat16, where they are wanted.
    private let words, backWords: Buffer
    private let weightTensor, biasTensor: TensorLayout

    init(_ configuration: NetworkConfiguration, isBackward: Bool, rounds: Bool = false) {
        let layout = configuration.layout
        guard let weights = layout.first(where: { $0.name == configuration.outputName }),
            let bias = layout.first(where: { $0.name == "linear.bias" })
        else { preconditionFailure("no linear layer in \(configuration)") }
        (weightTensor, biasTensor) = (weights, bias)
        hidden = configuration.hiddenSize
        columns = ColumnPanels(columns: configuration.outputSize)
        hiddenColumns = ColumnPanels(columns: hidden)
        self.weights = Buffer(count: columns.padded * hidden)
        self.bias = Buffer(count: columns.padded)
        back = Buffer(count: isBackward ? hiddenColumns.padded * configuration.outputSize : 0)
        words = Buffer(count: rounds ? columns.padded * Kernels.words(hidden) : 0)
        backWords = Buffer(count: rounds ? hiddenColumns.padded * Kernels.words(configuration.outputSize) : 0)
    }

    /// One panel: its weights, its first column and its groups.
    func panel(_ index: Int) -> (weights: View, first: Int, groups: Int) {
        let range = columns.groups(index)
        return (weights.view.from(range.lowerBound * 16 * hidden), range.lowerBound * 16, range.count)
    }

    func backPanel(_ index: Int) -> (weights: View, first: Int, groups: Int) {
        let range = hiddenColumns.groups(index)
        return (back.view.from(range.lowerBound * 16 * columns.columns), range.lowerBound * 16, range.count)
    }

    /// The same panels in words.
    func wordPanel(_ index: Int) -> View {
        words.view.from(columns.groups(index).lowerBound * 16 * Kernels.words(hidden))
    }

    func backWordPanel(_ index: Int) -> View {
        backWords.view.from(hiddenColumns.groups(index).lowerBound * 16 * Kernels.words(columns.columns))
    }

    /// Rounds some panels of the weights for the forward pass, and some for the backward pass.
    func round(panels: Range<Int>, back backPanels: Range<Int>, _ kernels: Kernels) {
        for index in panels {
            let (weights, _, groups) = panel(index)
            kernels.roundPairs(
                rows: hidden, groups: groups, weights, xRow: groups * 16, to: wordPanel(index), yRow: groups * 16)
        }
        for index in backPanels {
            let (weights, _, groups) = backPanel(index)
            kernels.roundPairs(
                rows: columns.columns, groups: groups, weights, xRow: groups * 16, to: backWordPanel(index),
                yRow: groups * 16)
        }
    }

    func pack(panels: Range<Int>, _ parameters: View, _ kernels: Kernels) {
        let source = parameters.from(weightTensor.range.lowerBound)
        for index in panels {
            let (weights, first, groups) = panel(index)
            for group in 0..<groups {
                let row = first + group * 16, rows = min(16, columns.columns - row)
                kernels.interleave(
                    rows: rows, n: hidden, source.from(row * hidden), xRow: hidden, to: weights.from(group * 16),
                    yStep: groups * 16)
                bias.view.from(row).copy(rows, from: parameters.from(biasTensor.range.lowerBound + row))
            }
        }
    }

    func packBack(panels: Range<Int>, _ parameters: View) {
        let source = parameters.from(weightTensor.range.lowerBound)
        for index in panels {
            let (target, first, groups) = backPanel(index)
            let count = min(hidden - first, groups * 16)
            for row in 0..<columns.columns {
                target.from(row * groups * 16).copy(count, from: source.from(row * hidden + first))
            }
        }
    }

    /// Writes one panel's gradients into a flat gradient.
    func unpack(panel index: Int, weights: View, bias: View, to gradients: View, _ kernels: Kernels) {
        let (_, first, groups) = panel(index)
        let target = gradients.from(weightTensor.range.lowerBound)
        for group in 0..<groups {
            let row = first + group * 16, rows = min(16, columns.columns - row)
            kernels.separate(
                rows: rows, n: hidden, weights.from(first * hidden + group * 16), yStep: groups * 16,
                to: target.from(row * hidden), xRow: hidden)
            gradients.from(biasTensor.range.lowerBound + row).copy(rows, from: bias.from(row))
        }
    }
}
