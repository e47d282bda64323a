/// The gradients by a layer's parameters, from dz of some steps of all rows.
///
/// The threads share them by panel and by rows of the weights, so each number is a sum that one thread takes over all
/// rows of the batch in order: it does not depend on how many threads there are.
struct WeightGradients {
    let kernels: Kernels
    let layer: PackedLayer
    let window: LayerWindow
    let input: WindowInput
    let gradients: PackedGradients
    /// Where the operands go in words; nil in single precision.
    let pairs: PairBuffers?

    private var plan: PanelPlan { layer.plan }
    /// Rows of weights in one item of work.
    static let height = 96

    private func chunks(_ rows: Int) -> Int { (rows + Self.height - 1) / Self.height }
    private var inputChunks: Int { layer.readsIDs ? 1 : chunks(layer.inputSize) }
    private var recurrentChunks: Int { chunks(plan.hidden) }

    /// The number of items of work.
    var items: Int { plan.panels * (inputChunks + recurrentChunks) }

    /// Rounds the operands of the given steps to words, for all threads.
    func round(_ worker: Worker, steps: Range<Int>) {
        guard let pairs else { return }
        let first = steps.lowerBound * window.batch, count = steps.count * window.batch
        let offset = window.offset(steps.lowerBound, row: 0)
        for panel in worker.slice(of: plan.panels) {
            kernels.roundPairs(
                rows: count, groups: plan.groups.count, window.z(panel: panel, step: steps.lowerBound, row: 0),
                xRow: plan.width, to: dz(pairs, panel), yRow: plan.width)
            let unit = panel * plan.units
            kernels.roundPairs(
                rows: count, groups: plan.units / 16, window.activation.view.from(offset + unit), xRow: plan.stride,
                to: pairs.previous.view.from(unit), yRow: plan.stride)
            guard plan.cell.afterReset != nil else { continue }
            kernels.roundPairs(
                rows: count, groups: plan.units / 16, window.resetOutput.view.from(offset + unit), xRow: plan.stride,
                to: pairs.resetOutput.view.from(unit), yRow: plan.stride)
        }
        guard case .numbers(let x, _, let stride) = input else { return }
        for group in worker.slice(of: (layer.inputSize + 15) / 16) {
            kernels.roundPairs(
                rows: count, groups: 1, x.from(first * stride + group * 16), xRow: stride,
                to: pairs.input.view.from(group * 16), yRow: stride)
        }
    }

    private func dz(_ pairs: PairBuffers, _ panel: Int) -> View {
        pairs.dz.view.from(panel * pairs.capacity * plan.width)
    }

    /// One item, for the given steps; `isFirst` where nothing has been added yet.
    func add(_ item: Int, steps: Range<Int>, isFirst: Bool) {
        let each = inputChunks + recurrentChunks
        let (panel, part) = (item / each, item % each)
        let first = steps.lowerBound * window.batch, count = steps.count * window.batch
        let dz = window.z(panel: panel, step: steps.lowerBound, row: 0)
        if part == 0 { sums(panel, dz, steps, count, isFirst) }
        if part >= inputChunks {
            recurrent(panel, part - inputChunks, dz, steps, count, isFirst)
            return
        }
        let target = gradients.input.view.from(panel * layer.inputSize * layer.inputWidth)
        let from = dz.from(plan.input.lowerBound * 16)
        switch input {
        case .ids(let ids):
            if isFirst { target.zero(layer.inputSize * layer.inputWidth) }
            kernels.scatter(
                rows: count, groups: plan.input.count, ids.from(row: first), to: target, entry: layer.inputWidth,
                from: from, cRow: plan.width)
        case .numbers(let x, _, let stride):
            product(
                part, of: layer.inputSize, x.from(first * stride), pairs?.input, stride: stride, count, panel,
                plan.input, dz, to: target, width: layer.inputWidth, isFirst)
        }
    }

    private func recurrent(_ panel: Int, _ part: Int, _ dz: View, _ steps: Range<Int>, _ count: Int, _ isFirst: Bool) {
        let target = gradients.recurrent.view.from(panel * plan.hidden * layer.recurrentWidth)
        let first = plan.recurrent.lowerBound
        let previous = window.activation.view.from(window.offset(steps.lowerBound, row: 0))
        product(
            part, of: plan.hidden, previous, pairs?.previous, stride: plan.stride, count, panel,
            first..<first + plan.beforeReset.count, dz, to: target, width: layer.recurrentWidth, isFirst)
        if let afterReset = plan.cell.afterReset {
            product(
                part, of: plan.hidden, window.resetOutput.view.from(window.offset(steps.lowerBound, row: 0)),
                pairs?.resetOutput, stride: plan.stride, count, panel,
                first + afterReset.lowerBound..<first + afterReset.upperBound, dz,
                to: target.from(afterReset.lowerBound * 16), width: layer.recurrentWidth, isFirst)
        }
    }

    /// dW += xᵀ dz for some rows of W and some groups of a panel.
    private func product(
        _ part: Int, of height: Int, _ x: View, _ words: Buffer?, stride: Int, _ count: Int, _ panel: Int,
        _ groups: Range<Int>, _ gradient: View, to target: View, width: Int, _ isFirst: Bool
    ) {
        let total = chunks(height), column = groups.lowerBound * 16
        let rows = height * part / total..<height * (part + 1) / total
        let destination = target.from(rows.lowerBound * width)
        var product = Kernels.Product(
            rows: rows.count, groups: groups.count, k: count, aRow: 1, aStep: stride, bStep: plan.width, cRow: width,
            startRow: width)
        let start = isFirst ? nil : destination
        if let pairs, let words {
            product.k = Kernels.words(count)
            kernels.pairProduct(
                product, words.view.from(rows.lowerBound), dz(pairs, panel).from(column), to: destination, start: start)
        } else {
            kernels.product(product, x.from(rows.lowerBound), gradient.from(column), to: destination, start: start)
        }
    }

    private func sums(_ panel: Int, _ dz: View, _ steps: Range<Int>, _ count: Int, _ isFirst: Bool) {
        let bias = gradients.bias.view.from(panel * plan.width)
        if isFirst { bias.zero(plan.width) }
        kernels.columnSums(rows: count, groups: plan.groups.count, dz, cRow: plan.width, to: bias)
        guard plan.cell.hasPeepholes else { return }
        let gradient = gradients.peephole.view.from(panel * plan.units)
        if isFirst { for gate in 0..<3 { gradient.from(gate * plan.paddedHidden).zero(16) } }
        let offset = window.offset(steps.lowerBound, row: 0, unit: panel * plan.units)
        kernels.peepholeBackward(
            plan, rows: count, z: dz, cellState: window.cellState.view.from(offset),
            newCellState: window.seenCellState.view.from(offset), to: gradient)
    }
}
