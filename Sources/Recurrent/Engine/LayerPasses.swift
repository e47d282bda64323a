/// What a layer reads in a window.
enum WindowInput {
    case ids(IDs)
    /// [T·B] rows, `stride` apart; in words, where there are any, half as far.
    case numbers(View, words: View?, stride: Int)
}

/// The way of some rows of the batch through one layer, forward and backward.
struct LayerPass {
    let kernels: Kernels
    let worker: Worker
    let layer: PackedLayer
    let window: LayerWindow
    let input: WindowInput
    /// T×B flags, or empty for none.
    let resets: [Bool]
    /// The rows of the batch.
    let rows: Range<Int>

    private var plan: PanelPlan { layer.plan }
    /// So many steps read their input together, while the weights stay in the cache.
    private static let stepsTogether = 8

    private func peephole(_ panel: Int) -> View? {
        plan.cell.hasPeepholes ? layer.peephole.view.from(panel * plan.units) : nil
    }

    /// The rows whose sequence begins at step t.
    private func restarting(_ t: Int) -> [Int] {
        resets.isEmpty ? [] : rows.filter { resets[t * window.batch + $0] }
    }

    /// Steps 0 ..< T, from slot 0 on.
    func forward() {
        if let words = window.words { round(window.activation, 0, to: words.activation, 0) }
        for first in stride(from: 0, to: window.time, by: Self.stepsTogether) {
            let steps = first..<min(window.time, first + Self.stepsTogether)
            read(steps)
            for t in steps { step(t) }
        }
    }

    /// z = bias + W_ih x.
    private func read(_ steps: Range<Int>) {
        let work = rows.count * (layer.readsIDs ? 4 : layer.inputSize) * plan.width
        for panel in 0..<plan.panels {
            for t in steps where worker.goesOn(after: work) {
                let z = window.z(panel: panel, step: t, row: rows.lowerBound), row = t * window.batch + rows.lowerBound
                switch input {
                case .ids(let ids):
                    kernels.gather(
                        rows: rows.count, groups: plan.input.count, ids.from(row: row), table: layer.inputPanel(panel),
                        entry: layer.inputWidth, bias: layer.biasPanel(panel), to: z, cRow: plan.width)
                case .numbers(let x, let words, let stride):
                    let product = Kernels.Product(
                        rows: rows.count, groups: plan.input.count, k: layer.inputSize, aRow: stride,
                        bStep: layer.inputWidth, cRow: plan.width)
                    if let words {
                        kernels.pairProduct(
                            product.inWords, words.from(row * stride / 2), layer.inputWords(panel), to: z,
                            start: layer.biasPanel(panel))
                    } else {
                        kernels.product(
                            product, x.from(row * stride), layer.inputPanel(panel), to: z,
                            start: layer.biasPanel(panel))
                    }
                }
                if let apart = plan.recurrentOnly {
                    kernels.fill(
                        rows: rows.count, groups: apart.count, with: layer.biasPanel(panel).from(apart.lowerBound * 16),
                        z.from(apart.lowerBound * 16), cRow: plan.width)
                }
            }
        }
    }

    /// The products of a panel with a⟨t−1⟩, and some for the gates.
    private var recurrentWork: Int { rows.count * (plan.hidden + 16) * plan.width }

    private func step(_ t: Int) {
        var previous = window.activation.view.from(window.offset(t, row: rows.lowerBound))
        var cellState =
            plan.cell.hasCellState ? window.cellState.view.from(window.offset(t, row: rows.lowerBound)) : View.none
        let restarting = restarting(t)
        if !restarting.isEmpty {
            // a⟨t−1⟩ is still what step t − 1 put out; only this step sees zeros in its place.
            previous = restarted(previous, window.restarted, restarting)
            if let words = window.words { round(window.restarted, 0, to: words.restarted, 0) }
            if plan.cell.hasCellState { cellState = restarted(cellState, window.restartedCellState, restarting) }
        }
        let words = window.words.map { words in
            restarting.isEmpty ? view(words.activation, t) : view(words.restarted, 0)
        }
        for panel in 0..<plan.panels where worker.goesOn(after: recurrentWork) {
            let z = window.z(panel: panel, step: t, row: rows.lowerBound)
            product(previous, words, panel, plan.beforeReset, z)
            let step = panelStep(t, panel, z, previous, cellState)
            if plan.cell.afterReset == nil {
                kernels.forward(plan, step, peephole: peephole(panel))
            } else {
                kernels.reset(plan, step)
            }
        }
        defer { if let words = window.words { round(window.activation, t + 1, to: words.activation, t + 1) } }
        guard let afterReset = plan.cell.afterReset else { return }
        if let words = window.words { round(window.resetOutput, t, to: words.resetOutput, 0) }
        let resetWords = window.words.map { view($0.resetOutput, 0) }
        let resetOutput = window.resetOutput.view.from(window.offset(t, row: rows.lowerBound))
        for panel in 0..<plan.panels where worker.goesOn(after: recurrentWork) {
            let z = window.z(panel: panel, step: t, row: rows.lowerBound)
            product(resetOutput, resetWords, panel, afterReset, z)
            kernels.forward(plan, panelStep(t, panel, z, previous, cellState), peephole: nil)
        }
    }

    /// z += W_hh a for some of the recurrent groups.
    private func product(_ a: View, _ words: View?, _ panel: Int, _ groups: Range<Int>, _ z: View) {
        let target = z.from((plan.recurrent.lowerBound + groups.lowerBound) * 16)
        let product = Kernels.Product(
            rows: rows.count, groups: groups.count, k: plan.hidden, aRow: plan.stride, bStep: layer.recurrentWidth,
            cRow: plan.width, startRow: plan.width)
        if let words {
            kernels.pairProduct(
                product.inWords, words, layer.recurrentWords(panel).from(groups.lowerBound * 16), to: target,
                start: target)
        } else {
            kernels.product(
                product, a, layer.recurrentPanel(panel).from(groups.lowerBound * 16), to: target, start: target)
        }
    }

    /// These rows of a slot of words.
    private func view(_ words: Buffer, _ slot: Int) -> View {
        words.view.from(window.offset(slot, row: rows.lowerBound) / 2)
    }

    /// Rounds these rows of a slot to words.
    private func round(_ numbers: Buffer, _ slot: Int, to words: Buffer, _ target: Int) {
        kernels.roundRows(
            rows: rows.count, n: plan.paddedHidden, numbers.view.from(window.offset(slot, row: rows.lowerBound)),
            xRow: plan.stride, to: view(words, target), yRow: plan.stride / 2)
    }

    /// Rounds dz of step t to words.
    private func roundGradients(_ t: Int) {
        guard window.words != nil else { return }
        for panel in 0..<plan.panels {
            kernels.roundRows(
                rows: rows.count, n: plan.width, window.z(panel: panel, step: t, row: rows.lowerBound),
                xRow: plan.width,
                to: dzWords(panel, t), yRow: plan.width / 2)
        }
    }

    private func dzWords(_ panel: Int, _ t: Int) -> View {
        guard let words = window.words else { return View.none }
        return words.dz.view.from(((panel * window.time + t) * window.batch + rows.lowerBound) * plan.width / 2)
    }

    /// A copy of these rows in which some are zero.
    private func restarted(_ state: View, _ buffer: Buffer, _ restarting: [Int]) -> View {
        let copy = buffer.view.from(rows.lowerBound * plan.stride)
        copy.copy(rows.count * plan.stride, from: state)
        for row in restarting { copy.from((row - rows.lowerBound) * plan.stride).zero(plan.stride) }
        return copy
    }

    private func panelStep(_ t: Int, _ panel: Int, _ z: View, _ previous: View, _ cellState: View) -> PanelStep {
        let unit = panel * plan.units, own = window.offset(t, row: rows.lowerBound, unit: unit)
        let next = window.offset(t + 1, row: rows.lowerBound, unit: unit)
        func at(_ buffer: Buffer, _ offset: Int) -> View {
            buffer.view.count == 0 ? View.none : buffer.view.from(offset)
        }
        let here = rows.lowerBound * plan.stride + unit
        return PanelStep(
            rows: rows.count, stride: plan.stride, z: z, previous: previous.from(unit),
            cellState: plan.cell.hasCellState ? cellState.from(unit) : View.none, output: at(window.activation, next),
            newCellState: at(window.cellState, next), tanhCellState: at(window.tanhCellState, own),
            resetOutput: at(window.resetOutput, own), above: View.none, after: at(window.after, here),
            cellStateGradient: at(window.cellStateGradient, here))
    }

    /// Step t backward: dz, and the gradients by a⟨t−1⟩ and c⟨t−1⟩.
    ///
    /// - Parameter above: the gradient by a⟨1⟩ … a⟨T⟩ as far as the layers above are concerned, [T·B][stride].
    func backward(_ t: Int, above: View) {
        guard worker.goesOn(after: 0) else { return }
        // What step t − 1 put out has been used by all who needed it: from here on the slot holds what step t saw.
        let restarting = restarting(t)
        for row in restarting {
            window.activation.view.from(window.offset(t, row: row)).zero(plan.stride)
            if plan.cell.hasCellState { window.cellState.view.from(window.offset(t, row: row)).zero(plan.stride) }
        }
        let previous = window.activation.view.from(window.offset(t, row: rows.lowerBound))
        let cellState =
            plan.cell.hasCellState ? window.cellState.view.from(window.offset(t, row: rows.lowerBound)) : View.none
        func step(_ panel: Int) -> PanelStep {
            let z = window.z(panel: panel, step: t, row: rows.lowerBound)
            var step = panelStep(t, panel, z, previous, cellState)
            if plan.cell.hasPeepholes {
                let own = window.offset(t, row: rows.lowerBound, unit: panel * plan.units)
                step.newCellState = window.seenCellState.view.from(own)
            }
            step.above = above.from(window.offset(t, row: rows.lowerBound, unit: panel * plan.units))
            return step
        }
        for panel in 0..<plan.panels { kernels.backward(plan, step(panel), peephole: peephole(panel)) }
        roundGradients(t)
        let after = window.after.view.from(rows.lowerBound * plan.stride)
        if let afterReset = plan.cell.afterReset {
            let gradient = window.resetGradient.view.from(rows.lowerBound * plan.stride)
            productBackward(t, afterReset, to: gradient, start: nil)
            for panel in 0..<plan.panels {
                var step = step(panel)
                step.resetOutput = gradient.from(panel * plan.units)
                kernels.resetBackward(plan, step)
            }
            roundGradients(t)
        }
        productBackward(t, plan.beforeReset, to: after, start: plan.cell.carriesOver ? after : nil)
        for row in restarting {
            window.after.view.from(row * plan.stride).zero(plan.stride)
            if plan.cell.hasCellState { window.cellStateGradient.view.from(row * plan.stride).zero(plan.stride) }
        }
    }

    /// da = start + W_hhᵀ dz, of some of the recurrent groups.
    private func productBackward(_ t: Int, _ groups: Range<Int>, to target: View, start: View?) {
        let column = (plan.recurrent.lowerBound + groups.lowerBound) * 16
        let work = rows.count * plan.panels * plan.width * (plan.hidden + 16) / layer.hiddenColumns.count
        for part in 0..<layer.hiddenColumns.count where worker.goesOn(after: work) {
            let (weights, count) = layer.recurrentBackPanel(part)
            let words = layer.recurrentBackWords(part)
            let first = layer.hiddenColumns.groups(part).lowerBound * 16
            if groups.count == plan.recurrent.count {
                let product = Kernels.Product(
                    rows: rows.count, groups: count, k: groups.count * 16, blocks: plan.panels, aRow: plan.width,
                    aBlock: window.time * window.batch * plan.width, bStep: count * 16, cRow: plan.stride,
                    startRow: plan.stride)
                multiply(product, 0, t, column, weights, words, to: target.from(first), start: start?.from(first))
                continue
            }
            // The groups in between belong to another product: one block after the other.
            for panel in 0..<plan.panels {
                let row = (panel * plan.recurrent.count + groups.lowerBound) * 16
                let product = Kernels.Product(
                    rows: rows.count, groups: count, k: groups.count * 16, aRow: plan.width, bStep: count * 16,
                    cRow: plan.stride, startRow: plan.stride)
                multiply(
                    product, panel, t, column, weights.from(row * count * 16),
                    layer.words == nil ? words : words.from(row / 2 * count * 16), to: target.from(first),
                    start: panel == 0 ? start?.from(first) : target.from(first))
            }
        }
    }

    /// The gradient by the input of step t, where that is numbers: rows of `target` are `stride` apart.
    func inputGradient(_ t: Int, to target: View, stride: Int) {
        let work = rows.count * plan.panels * plan.width * layer.inputSize / layer.inputColumns.count
        for part in 0..<layer.inputColumns.count where worker.goesOn(after: work) {
            let (weights, count) = layer.inputBackPanel(part)
            let product = Kernels.Product(
                rows: rows.count, groups: count, k: layer.inputWidth, blocks: plan.panels, aRow: plan.width,
                aBlock: window.time * window.batch * plan.width, bStep: count * 16, cRow: stride)
            let offset = (t * window.batch + rows.lowerBound) * stride + layer.inputColumns.groups(part).lowerBound * 16
            multiply(
                product, 0, t, plan.input.lowerBound * 16, weights, layer.inputBackWords(part), to: target.from(offset),
                start: nil)
        }
    }

    /// A product with dz of step t, from a panel and a column on.
    private func multiply(
        _ product: Kernels.Product, _ panel: Int, _ t: Int, _ column: Int, _ weights: View, _ words: View,
        to target: View, start: View?
    ) {
        if window.words != nil {
            kernels.pairProduct(product.inWords, dzWords(panel, t).from(column / 2), words, to: target, start: start)
        } else {
            kernels.product(
                product, window.z(panel: panel, step: t, row: rows.lowerBound).from(column), weights, to: target,
                start: start)
        }
    }
}
