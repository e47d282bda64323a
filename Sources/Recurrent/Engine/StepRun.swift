/// One step, as one thread or a team goes through it: each takes some panels of each layer.
struct StepRun: Sendable {
    let configuration: NetworkConfiguration
    let kernels: Kernels
    let packed: PackedNetwork
    let quantized: QuantizedNetwork?
    let memory: StepMemory
    let ids: IDs
    let batch: Int

    private var plan: PanelPlan { packed.layers[0].plan }
    private var isInt8: Bool { quantized?.format == .int8 }

    func callAsFunction(_ worker: Worker) {
        let panels = worker.slice(of: plan.panels)
        if let size = configuration.embeddingSize, worker.index == 0 {
            let padded = (size + 15) / 16 * 16
            kernels.gather(
                rows: batch, groups: padded / 16, ids, table: packed.embedding.view, entry: padded,
                bias: memory.zeros.view, to: memory.embedded.view, cRow: padded)
        }
        for layer in packed.layers.indices {
            quantize(memory.activations[layer].view, panels, to: memory.activationBytes[layer].view)
        }
        worker.barrier()
        for layer in packed.layers.indices {
            step(layer, worker, panels)
            worker.barrier()
        }
        head(worker)
    }

    /// Where the weights are bytes, so are the activations that they are multiplied by.
    private func quantize(_ numbers: View, _ panels: Range<Int>, to bytes: View) {
        guard isInt8, !panels.isEmpty else { return }
        for row in 0..<batch {
            let first = row * plan.paddedHidden + panels.lowerBound * plan.units
            kernels.quantize(panels.count * plan.units, numbers.from(first), to: bytes.from(first / 4))
        }
    }

    private func step(_ index: Int, _ worker: Worker, _ panels: Range<Int>) {
        let layer = packed.layers[index], previous = memory.activations[index].view
        read(index, layer, panels)
        if let apart = plan.recurrentOnly {
            for panel in panels {
                kernels.fill(
                    rows: batch, groups: apart.count, with: layer.biasPanel(panel).from(apart.lowerBound * 16),
                    z(panel).from(apart.lowerBound * 16), cRow: plan.width)
            }
        }
        let recurrent = Operand(
            packed: layer.recurrent.view, k: plan.hidden, width: layer.recurrentWidth,
            quantized: quantized?.layers[index].recurrent, target: plan.recurrent.lowerBound * 16)
        multiply(
            panels, plan.beforeReset, previous, memory.activationBytes[index].view,
            stride: plan.paddedHidden, by: recurrent)
        if let afterReset = plan.cell.afterReset {
            for panel in panels { kernels.reset(plan, panelStep(index, panel, previous)) }
            let resetOutput = memory.resetOutput.view, bytes = memory.resetOutputBytes.view
            quantize(resetOutput, panels, to: bytes)
            worker.barrier()
            multiply(panels, afterReset, resetOutput, bytes, stride: plan.paddedHidden, by: recurrent)
        }
        for panel in panels {
            let peephole = plan.cell.hasPeepholes ? layer.peephole.view.from(panel * plan.units) : nil
            kernels.forward(plan, panelStep(index, panel, previous), peephole: peephole)
        }
        quantize(memory.outputs[index].view, panels, to: memory.outputBytes[index].view)
    }

    private func z(_ panel: Int) -> View { memory.z.view.from(panel * batch * plan.width) }

    /// z = bias + W_ih x.
    private func read(_ index: Int, _ layer: PackedLayer, _ panels: Range<Int>) {
        if layer.readsIDs {
            for panel in panels {
                kernels.gather(
                    rows: batch, groups: plan.input.count, ids, table: layer.inputPanel(panel),
                    entry: layer.inputWidth, bias: layer.biasPanel(panel), to: z(panel), cRow: plan.width)
            }
            return
        }
        for panel in panels {
            kernels.fill(
                rows: batch, groups: plan.input.count, with: layer.biasPanel(panel), z(panel), cRow: plan.width)
        }
        let input = Operand(
            packed: layer.input.view, k: layer.inputSize, width: layer.inputWidth,
            quantized: quantized?.layers[index].input, target: 0)
        if index == 0 {
            multiply(
                panels, 0..<plan.input.count, memory.embedded.view, nil, stride: (layer.inputSize + 15) / 16 * 16,
                by: input)
        } else {
            multiply(
                panels, 0..<plan.input.count, memory.outputs[index - 1].view, memory.outputBytes[index - 1].view,
                stride: plan.paddedHidden, by: input)
        }
    }

    /// A layer's matrix: packed numbers, or fewer bits, and the column of the panel that its first group adds to.
    private struct Operand {
        var packed: View
        var k: Int
        var width: Int
        var quantized: QuantizedMatrix?
        var target: Int
    }

    /// z += a · some groups of a matrix.
    private func multiply(
        _ panels: Range<Int>, _ groups: Range<Int>, _ a: View, _ bytes: View?, stride: Int, by b: Operand
    ) {
        guard let first = panels.first else { return }
        let column = b.target + groups.lowerBound * 16
        if let matrix = b.quantized {
            for row in 0..<batch {
                kernels.rowProducts(
                    matrix, panels: panels, groups: groups, a.from(row * stride),
                    bytes: bytes.map { $0.from(row * stride / 4) }, to: z(first).from(row * plan.width + column),
                    cPanel: batch * plan.width)
            }
        } else if batch == 1, groups.count * 16 == b.width {
            kernels.rowProducts(
                panels: panels.count, groups: groups.count, k: b.k, a, b.packed.from(first * b.k * b.width),
                to: z(first).from(column), cPanel: plan.width)
        } else {
            for panel in panels {
                let target = z(panel).from(column)
                kernels.product(
                    Kernels.Product(
                        rows: batch, groups: groups.count, k: b.k, aRow: stride, bStep: b.width, cRow: plan.width,
                        startRow: plan.width),
                    a, b.packed.from(panel * b.k * b.width + groups.lowerBound * 16), to: target, start: target)
            }
        }
    }

    private func panelStep(_ index: Int, _ panel: Int, _ previous: View) -> PanelStep {
        let unit = panel * plan.units
        let state = plan.cell.hasCellState ? memory.cellStates[index].view.from(unit) : View.none
        return PanelStep(
            rows: batch, stride: plan.paddedHidden, z: z(panel), previous: previous.from(unit), cellState: state,
            output: memory.outputs[index].view.from(unit), newCellState: state,
            tanhCellState: memory.tanhCellState.view.from(unit), resetOutput: memory.resetOutput.view.from(unit),
            above: View.none, after: View.none, cellStateGradient: View.none)
    }

    private func head(_ worker: Worker) {
        let head = packed.head, stride = head.columns.padded
        let x = memory.outputs[packed.layers.count - 1].view
        let panels = worker.slice(of: head.columns.count)
        let bytes = memory.outputBytes[packed.layers.count - 1].view
        for index in panels {
            let (weights, column, groups) = head.panel(index)
            let logits = memory.logits.view.from(column)
            if let matrix = quantized?.head[index] {
                kernels.fill(
                    rows: batch, groups: groups, with: head.bias.view.from(column), logits, cRow: stride)
                for row in 0..<batch {
                    kernels.rowProducts(
                        matrix, panels: 0..<1, groups: 0..<groups, x.from(row * plan.paddedHidden),
                        bytes: bytes.from(row * plan.paddedHidden / 4), to: logits.from(row * stride), cPanel: 0)
                }
            } else {
                kernels.product(
                    Kernels.Product(
                        rows: batch, groups: groups, k: plan.hidden, aRow: plan.paddedHidden, bStep: groups * 16,
                        cRow: stride),
                    x, weights, to: logits, start: head.bias.view.from(column))
            }
        }
    }
}
