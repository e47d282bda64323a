/// One window, as all threads of the team go through it together.
struct WindowRun: Sendable {
    /// What only learning needs.
    struct Learning: Sendable {
        let gradients: View
        let scale: Float
        let rule: Regularization
        let precision: Precision
    }

    let configuration: NetworkConfiguration
    let kernels: Kernels
    let packed: PackedNetwork
    let memory: WindowMemory
    let parameters: View
    let ids: IDs
    let targets: [Int32]
    let resets: [Bool]
    let learning: Learning?

    private var batch: Int { memory.layers[0].batch }
    private var time: Int { memory.layers[0].time }
    private var plan: PanelPlan { packed.layers[0].plan }
    private var rounds: Bool { learning?.precision == .bfloat16 }
    private var top: Int { packed.layers.count - 1 }
    private var embeddedStride: Int { configuration.embeddingSize.map { ($0 + 15) / 16 * 16 + 16 } ?? 0 }

    /// The rows whose gradients are added together before the next ones are computed: few enough to stay in the cache,
    /// many enough to be worth the threads' meeting.
    private static let rowsTogether = 512
    static func stepsTogether(_ batch: Int) -> Int { max(1, rowsTogether / batch) }

    /// What one thread does. Where the work is no longer wanted it comes to every barrier all the same.
    func callAsFunction(_ worker: Worker) {
        pack(worker)
        worker.barrier()
        let rows = worker.slice(of: batch)
        if !rows.isEmpty {
            embed(worker, rows)
            for layer in 0...top {
                pass(layer, worker, rows).forward()
                dropOutputs(layer, worker, rows)
            }
        }
        head(worker, rows)
        guard let learning else { return }
        for layer in stride(from: top, through: 0, by: -1) { backward(layer, worker, rows) }
        unpack(worker, learning)
    }

    // MARK: Parameters in, gradients out

    private func pack(_ worker: Worker) {
        for (index, layer) in packed.layers.enumerated() {
            var hidden: View?
            if let rule = learning?.rule, rule.weightDrop > 0 {
                let size = plan.hidden, rows = layer.recurrentRange.count / size
                let dropped = packed.droppedWeights.view.from(index * layer.recurrentRange.count)
                for row in worker.slice(of: rows) {
                    kernels.drop(
                        size, .weights(layer: index, row: row), rule,
                        parameters.from(layer.recurrentRange.lowerBound + row * size), to: dropped.from(row * size))
                }
                worker.barrier()
                hidden = dropped
            }
            for panel in worker.slice(of: layer.plan.panels) where worker.goesOn(after: Self.moved(layer)) {
                let panels = panel..<panel + 1
                layer.pack(panels: panels, parameters, recurrentWeights: hidden, kernels)
                if learning != nil { layer.packBack(panels: panels, parameters, recurrentWeights: hidden) }
                if rounds { layer.round(panels: panels, kernels) }
            }
        }
        guard worker.goesOn(after: 0) else { return }
        packed.head.pack(panels: worker.slice(of: packed.head.columns.count), parameters, kernels)
        if learning != nil {
            packed.head.packBack(panels: worker.slice(of: packed.head.hiddenColumns.count), parameters)
        }
        if rounds {
            packed.head.round(
                panels: worker.slice(of: packed.head.columns.count),
                back: worker.slice(of: packed.head.hiddenColumns.count), kernels)
        }
        if let size = configuration.embeddingSize {
            let padded = embeddedStride - 16
            for row in worker.slice(of: configuration.inputWidth) {
                packed.embedding.view.from(row * padded).copy(size, from: parameters.from(row * size))
            }
        }
    }

    /// What it costs to move a panel's weights, in products: memory is slow.
    private static func moved(_ layer: PackedLayer) -> Int {
        8 * (layer.inputSize * layer.inputWidth + layer.plan.hidden * layer.recurrentWidth)
    }

    private func unpack(_ worker: Worker, _ learning: Learning) {
        for (index, layer) in packed.layers.enumerated() {
            for panel in worker.slice(of: layer.plan.panels) where worker.goesOn(after: Self.moved(layer)) {
                layer.unpack(panel: panel, packed.gradients[index], to: learning.gradients, kernels)
            }
        }
        for panel in worker.slice(of: packed.head.columns.count) {
            packed.head.unpack(
                panel: panel, weights: packed.headGradient.view, bias: packed.headBiasGradient.view,
                to: learning.gradients, kernels)
        }
        if let size = configuration.embeddingSize {
            let padded = embeddedStride - 16
            for group in worker.slice(of: padded / 16) where worker.goesOn(after: time * batch * 16) {
                let target = packed.embeddingGradient.view.from(group * 16)
                for row in 0..<configuration.inputWidth { target.from(row * padded).zero(16) }
                kernels.scatter(
                    rows: time * batch, groups: 1, ids, to: target, entry: padded,
                    from: memory.embeddedGradient.view.from(group * 16), cRow: embeddedStride)
            }
            worker.barrier()
            for row in worker.slice(of: configuration.inputWidth) {
                let (gradient, part) = (
                    learning.gradients.from(row * size), packed.embeddingGradient.view.from(row * padded)
                )
                if configuration.tiesEmbedding {
                    // What the scores ask of the same weights is there already.
                    for index in 0..<size { gradient[index] += part[index] }
                } else {
                    gradient.copy(size, from: part)
                }
            }
        }
        guard learning.rule.weightDrop > 0 else { return }
        worker.barrier()
        for (index, layer) in packed.layers.enumerated() {
            for row in worker.slice(of: layer.recurrentRange.count / plan.hidden) {
                let gradient = learning.gradients.from(layer.recurrentRange.lowerBound + row * plan.hidden)
                kernels.drop(plan.hidden, .weights(layer: index, row: row), learning.rule, gradient, to: gradient)
            }
        }
    }

    // MARK: Forward

    /// Each row becomes the sum of its fields' vectors.
    private func embed(_ worker: Worker, _ rows: Range<Int>) {
        guard configuration.embeddingSize != nil else { return }
        let padded = embeddedStride - 16
        for t in 0..<time where worker.goesOn(after: rows.count * padded) {
            let row = t * batch + rows.lowerBound
            kernels.gather(
                rows: rows.count, groups: padded / 16, ids.from(row: row), table: packed.embedding.view, entry: padded,
                bias: memory.zeros.view, to: memory.embedded.view.from(row * embeddedStride), cRow: embeddedStride)
            if rounds {
                kernels.roundRows(
                    rows: rows.count, n: padded, memory.embedded.view.from(row * embeddedStride), xRow: embeddedStride,
                    to: memory.embeddedWords.view.from(row * embeddedStride / 2), yRow: embeddedStride / 2)
            }
        }
    }

    private func pass(_ layer: Int, _ worker: Worker, _ rows: Range<Int>) -> LayerPass {
        LayerPass(
            kernels: kernels, worker: worker, layer: packed.layers[layer], window: memory.layers[layer],
            input: input(of: layer),
            resets: resets, rows: rows)
    }

    private func input(of layer: Int) -> WindowInput {
        if layer > 0 {
            return .numbers(output(of: layer - 1), words: outputWords(of: layer - 1), stride: plan.stride)
        }
        if configuration.embeddingSize == nil { return .ids(ids) }
        return .numbers(
            memory.embedded.view, words: rounds ? memory.embeddedWords.view : nil, stride: embeddedStride)
    }

    /// [T·B][stride]: what the layer above reads of a layer.
    private func output(of layer: Int) -> View { memory.layers[layer].output(drops: isDropped(layer)) }

    private func outputWords(of layer: Int) -> View? {
        memory.layers[layer].outputWords(drops: isDropped(layer))
    }

    private func isDropped(_ layer: Int) -> Bool {
        guard let rule = learning?.rule else { return false }
        return (layer == top ? rule.outputDropout : rule.layerDropout) > 0
    }

    private func site(_ layer: Int, _ t: Int, _ row: Int) -> Regularization.Site {
        layer == top ? .output(step: t, row: row) : .layer(layer, row: row)
    }

    private func dropOutputs(_ layer: Int, _ worker: Worker, _ rows: Range<Int>) {
        guard let rule = learning?.rule, isDropped(layer) else { return }
        let window = memory.layers[layer]
        for t in 0..<time where worker.goesOn(after: 8 * rows.count * plan.hidden) {
            for row in rows {
                kernels.drop(
                    plan.hidden, site(layer, t, row), rule, window.activation.view.from(window.offset(t + 1, row: row)),
                    to: window.dropped.view.from(window.offset(t, row: row)))
            }
            guard let words = window.words else { continue }
            let start = window.offset(t, row: rows.lowerBound)
            kernels.roundRows(
                rows: rows.count, n: plan.paddedHidden, window.dropped.view.from(start), xRow: plan.stride,
                to: words.dropped.view.from(start / 2), yRow: plan.stride / 2)
        }
    }

    // MARK: The softmax

    private func head(_ worker: Worker, _ rows: Range<Int>) {
        let vocabulary = packed.head.columns.padded
        let together = WindowMemory.headSteps(vocabulary, batch, time)
        for first in stride(from: 0, to: time, by: together) {
            let steps = first..<min(time, first + together)
            if !rows.isEmpty {
                let work = (learning == nil ? 1 : 2) * rows.count * (plan.hidden + 16) * vocabulary
                for t in steps where worker.goesOn(after: work) { score(t, first, rows, vocabulary) }
            }
            guard learning != nil else { continue }
            worker.barrier()
            if rounds {
                roundHead(worker, steps, vocabulary)
                worker.barrier()
            }
            headGradients(worker, steps, vocabulary)
            worker.barrier()
        }
    }

    /// The logits of one step, their losses, and the gradients by them and by the outputs below.
    private func score(_ t: Int, _ first: Int, _ rows: Range<Int>, _ vocabulary: Int) {
        let head = packed.head, row = t * batch + rows.lowerBound
        let x = output(of: top).from(row * plan.stride)
        let logits = memory.logits.view.from(((t - first) * batch + rows.lowerBound) * vocabulary)
        for index in 0..<head.columns.count {
            let (weights, column, groups) = head.panel(index)
            let product = Kernels.Product(
                rows: rows.count, groups: groups, k: plan.hidden, aRow: plan.stride, bStep: groups * 16,
                cRow: vocabulary)
            if let words = outputWords(of: top) {
                kernels.pairProduct(
                    product.inWords, words.from(row * plan.stride / 2), head.wordPanel(index), to: logits.from(column),
                    start: head.bias.view.from(column))
            } else {
                kernels.product(
                    product, x, weights, to: logits.from(column), start: head.bias.view.from(column))
            }
        }
        for index in 0..<rows.count {
            memory.losses[row + index] = kernels.crossEntropy(
                head.columns.columns, logits.from(index * vocabulary), target: targets[row + index],
                scale: learning?.scale ?? 1)
        }
        guard let learning else { return }
        let gradient = memory.above.view.from(row * plan.stride)
        let logitWords =
            rounds ? memory.logitWords.view.from(((t - first) * batch + rows.lowerBound) * vocabulary / 2) : View.none
        if rounds {
            kernels.roundRows(
                rows: rows.count, n: head.columns.columns, logits, xRow: vocabulary, to: logitWords,
                yRow: vocabulary / 2)
        }
        for index in 0..<head.hiddenColumns.count {
            let (weights, column, groups) = head.backPanel(index)
            let product = Kernels.Product(
                rows: rows.count, groups: groups, k: head.columns.columns, aRow: vocabulary, bStep: groups * 16,
                cRow: plan.stride)
            if rounds {
                kernels.pairProduct(
                    product.inWords, logitWords, head.backWordPanel(index), to: gradient.from(column), start: nil)
            } else {
                kernels.product(product, logits, weights, to: gradient.from(column), start: nil)
            }
        }
        if isDropped(top) { dropGradient(top, t, rows, learning.rule, memory.above.view) }
    }

    private func dropGradient(_ layer: Int, _ t: Int, _ rows: Range<Int>, _ rule: Regularization, _ gradient: View) {
        for row in rows {
            let numbers = gradient.from((t * batch + row) * plan.stride)
            kernels.drop(plan.hidden, site(layer, t, row), rule, numbers, to: numbers)
        }
    }

    /// Rounds what the top layer put out in some steps and the gradients by the logits to words across the rows.
    private func roundHead(_ worker: Worker, _ steps: Range<Int>, _ vocabulary: Int) {
        let count = steps.count * batch, x = output(of: top).from(steps.lowerBound * batch * plan.stride)
        for group in worker.slice(of: (plan.hidden + 15) / 16) {
            kernels.roundPairs(
                rows: count, groups: 1, x.from(group * 16), xRow: plan.stride,
                to: memory.topPairs.view.from(group * 16), yRow: plan.stride)
        }
        for group in worker.slice(of: vocabulary / 16) {
            kernels.roundPairs(
                rows: count, groups: 1, memory.logits.view.from(group * 16), xRow: vocabulary,
                to: memory.logitPairs.view.from(group * 16), yRow: vocabulary)
        }
    }

    private func headGradients(_ worker: Worker, _ steps: Range<Int>, _ vocabulary: Int) {
        let head = packed.head, height = WeightGradients.height, chunks = (plan.hidden + height - 1) / height
        let isFirst = steps.lowerBound == 0, count = steps.count * batch
        let x = output(of: top).from(steps.lowerBound * batch * plan.stride)
        let work = count * height * vocabulary / head.columns.count
        for item in worker.slice(of: head.columns.count * chunks) where worker.goesOn(after: work) {
            let (index, chunk) = (item / chunks, item % chunks)
            let (_, column, groups) = head.panel(index)
            let rows = plan.hidden * chunk / chunks..<plan.hidden * (chunk + 1) / chunks
            let target = packed.headGradient.view.from(column * plan.hidden + rows.lowerBound * groups * 16)
            var product = Kernels.Product(
                rows: rows.count, groups: groups, k: count, aRow: 1, aStep: plan.stride, bStep: vocabulary,
                cRow: groups * 16, startRow: groups * 16)
            let start = isFirst ? nil : target
            if rounds {
                product.k = Kernels.words(count)
                kernels.pairProduct(
                    product, memory.topPairs.view.from(rows.lowerBound), memory.logitPairs.view.from(column),
                    to: target, start: start)
            } else {
                kernels.product(
                    product, x.from(rows.lowerBound), memory.logits.view.from(column), to: target, start: start)
            }
            guard chunk == 0 else { continue }
            let bias = packed.headBiasGradient.view.from(column)
            if isFirst { bias.zero(groups * 16) }
            kernels.columnSums(rows: count, groups: groups, memory.logits.view.from(column), cRow: vocabulary, to: bias)
        }
    }

    // MARK: Backward

    /// Backward through one layer; the gradients by its outputs and by those of the layer below change places.
    private func backward(_ layer: Int, _ worker: Worker, _ rows: Range<Int>) {
        let isSwapped = (top - layer) % 2 == 1
        let above = isSwapped ? memory.below.view : memory.above.view
        let below = isSwapped ? memory.above.view : memory.below.view
        let pass = pass(layer, worker, rows)
        let window = memory.layers[layer]
        let weights = WeightGradients(
            kernels: kernels, layer: packed.layers[layer], window: window, input: input(of: layer),
            gradients: packed.gradients[layer], pairs: rounds ? memory.pairs : nil)
        for row in rows {
            window.after.view.from(row * plan.stride).zero(plan.stride)
            if plan.cell.hasCellState { window.cellStateGradient.view.from(row * plan.stride).zero(plan.stride) }
        }
        let together = Self.stepsTogether(batch)
        var last = time
        while last > 0 {
            let steps = max(0, last - together)..<last
            if !rows.isEmpty {
                for t in steps.reversed() { pass.backward(t, above: above) }
                for t in steps where worker.goesOn(after: 0) {
                    if layer > 0 {
                        pass.inputGradient(t, to: below, stride: plan.stride)
                        if isDropped(layer - 1), let rule = learning?.rule {
                            dropGradient(layer - 1, t, rows, rule, below)
                        }
                    } else if configuration.embeddingSize != nil {
                        pass.inputGradient(t, to: memory.embeddedGradient.view, stride: embeddedStride)
                    }
                }
            }
            worker.barrier()
            if rounds {
                weights.round(worker, steps: steps)
                worker.barrier()
            }
            let work = steps.count * batch * plan.width * WeightGradients.height
            for item in worker.slice(of: weights.items) where worker.goesOn(after: work) {
                weights.add(item, steps: steps, isFirst: last == time)
            }
            last = steps.lowerBound
        }
        worker.barrier()
    }
}
