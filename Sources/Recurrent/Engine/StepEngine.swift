internal import Synchronization

/// Takes a network one step at a time: what generating uses.
///
///     let engine = StepEngine(network)
///     var state = engine.zeroState(batch: 1)
///     var logits: [Float] = []
///     engine.step([startToken], state: &state, logits: &logits)
///
/// The parameters are packed when the engine is made; later changes of the network do not reach it. A row's result does
/// not depend on the other rows, on the number of threads, or on the instruction set, to the last bit; with weights in
/// single precision it is that of a whole window, too. After the first step nothing is allocated.
///
/// With one thread, several threads may use one engine at once, each with a state of its own.
public final class StepEngine: Sendable {
    /// The shape of the network.
    public let configuration: NetworkConfiguration
    /// How the weights are kept.
    public let format: WeightFormat
    private let kernels: Kernels
    private let packed: PackedNetwork
    private let quantized: QuantizedNetwork?
    private let team: WorkerTeam?
    /// The pace of the team, by what it does.
    private let paces = Mutex<[Work: Pace]>([:])

    private enum Work: Hashable {
        case step(rows: Int)
        case other(items: Int)
    }

    private let fieldStarts: [Int32]

    /// An engine for a network as it is now.
    public init(
        _ network: Network, weights format: WeightFormat = .float32, threads: Int = 1, kernels: Kernels = .chosen
    ) {
        let configuration = network.configuration
        self.configuration = configuration
        self.format = format
        self.kernels = kernels
        fieldStarts = configuration.fieldStarts
        let packed = PackedNetwork(configuration, isBackward: false)
        View.reading(network.parameters.values) { parameters in
            for layer in packed.layers { layer.pack(panels: 0..<layer.plan.panels, parameters, kernels) }
            packed.head.pack(panels: 0..<packed.head.columns.count, parameters, kernels)
            packed.packEmbedding(configuration, rows: 0..<configuration.inputWidth, parameters)
        }
        self.packed = packed
        quantized = QuantizedNetwork(packed, format)
        team = threads > 1 ? WorkerTeam(threads: threads) : nil
    }

    /// The state before anything was read.
    public func zeroState(batch: Int) -> NetworkState { NetworkState(configuration, batch: batch) }

    /// One step of all B rows of the state.
    ///
    /// - Parameters:
    ///   - inputs: B×K ids; a negative one means "nothing". Others must lie in their field's vocabulary.
    ///   - state: that of the B rows; becomes that after the step.
    ///   - logits: B×V; made so if it is not.
    public func step(_ inputs: [Int32], state: inout NetworkState, logits: inout [Float]) {
        let batch = state.batch, vocabulary = configuration.outputSize
        precondition(state.fits(configuration, batch: batch), "a state of another shape")
        precondition(
            inputs.count == batch * fieldStarts.count, "\(inputs.count) ids, not \(batch) × \(fieldStarts.count)")
        for (position, id) in inputs.enumerated() {
            let size = configuration.inputSizes[position % fieldStarts.count]
            precondition(id < size, "id \(id) of a vocabulary of \(size)")
        }
        if logits.count != batch * vocabulary { logits = [Float](repeating: 0, count: batch * vocabulary) }
        let memory = state.scratch.memory(configuration, batch: batch, format)
        state.copy(to: memory)
        IDs.lend(inputs, starts: fieldStarts, entries: configuration.inputWidth) { ids in
            let run = StepRun(
                configuration: configuration, kernels: kernels, packed: packed, quantized: quantized, memory: memory,
                ids: ids, batch: batch)
            guard let team else { return flushingDenormals { run(.alone) } }
            perform(.step(rows: batch), team) { worker in run(worker) }
        }
        state.take(from: memory)
        View.of(&logits) { logits in
            let stride = packed.head.columns.padded
            for row in 0..<batch {
                logits.from(row * vocabulary).copy(vocabulary, from: memory.logits.view.from(row * stride))
            }
        }
    }

    /// Runs some work on as many of the threads as are fastest at it.
    private func perform(_ work: Work, _ team: WorkerTeam, _ body: @escaping @Sendable (Worker) -> Void) {
        var pace = paces.withLock { $0[work] } ?? Pace(most: team.count)
        team.run(&pace, units: 1, body)
        paces.withLock { $0[work] = pace }
    }

    /// Does other work between two steps, of so many items that cost some microseconds each, on the same threads.
    ///
    /// - Parameter body: Called with parts of `0 ..< count`, several at a time, until each number was in one. Denormal numbers count
    ///   in it as they do for the caller. A thread may hold it a moment longer than this takes.
    public func concurrently(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        guard let team, count >= 2 * team.count else { return body(0..<count) }
        let mode = DenormalMode()
        perform(.other(items: count), team) { worker in mode { body(worker.slice(of: count)) } }
    }
}

extension PackedNetwork {
    /// Lays out some rows of the embedding.
    func packEmbedding(_ configuration: NetworkConfiguration, rows: Range<Int>, _ parameters: View) {
        guard let size = configuration.embeddingSize else { return }
        let padded = (size + 15) / 16 * 16
        for row in rows { embedding.view.from(row * padded).copy(size, from: parameters.from(row * size)) }
    }
}

/// The working memory of single steps; copies of a state do not share it.
struct StepScratch: Sendable {
    private var shared: StepMemory?

    mutating func memory(_ configuration: NetworkConfiguration, batch: Int, _ format: WeightFormat) -> StepMemory {
        if isKnownUniquelyReferenced(&shared), let shared, shared.batch == batch { return shared }
        let new = StepMemory(configuration, batch: batch)
        shared = new
        return new
    }
}

final class StepMemory: Sendable {
    let batch: Int
    /// Of each layer, [B][padded H]: a⟨t−1⟩ and then a⟨t⟩, and c.
    let activations, outputs, cellStates: [Buffer]
    /// [panel][B][columns].
    let z: Buffer
    let resetOutput, tanhCellState, embedded, zeros: Buffer
    /// The same in bytes, [B][padded H].
    let activationBytes, outputBytes: [Buffer]
    let resetOutputBytes: Buffer
    /// [B][padded V].
    let logits: Buffer

    init(_ configuration: NetworkConfiguration, batch: Int) {
        let plan = PanelPlan(configuration.cell, hidden: configuration.hiddenSize)
        let size = batch * plan.paddedHidden
        func buffers(_ count: Int) -> [Buffer] { (0..<configuration.layers).map { _ in Buffer(count: count) } }
        self.batch = batch
        activations = buffers(size)
        outputs = buffers(size)
        cellStates = buffers(configuration.cell.hasCellState ? size : 0)
        z = Buffer(count: plan.panels * batch * plan.width)
        resetOutput = Buffer(count: size)
        tanhCellState = Buffer(count: size)
        let embedding = configuration.embeddingSize.map { ($0 + 15) / 16 * 16 } ?? 0
        embedded = Buffer(count: batch * embedding)
        zeros = Buffer(count: embedding)
        activationBytes = buffers(size / 4)
        outputBytes = buffers(size / 4)
        resetOutputBytes = Buffer(count: size / 4)
        logits = Buffer(count: batch * ((configuration.outputSize + 15) / 16 * 16))
    }
}

extension NetworkState {
    fileprivate func copy(to memory: StepMemory) {
        for (index, layer) in layers.enumerated() {
            View.reading(layer.a) { memory.activations[index].view.copy(layer.a.count, from: $0) }
            if !layer.c.isEmpty {
                View.reading(layer.c) { memory.cellStates[index].view.copy(layer.c.count, from: $0) }
            }
        }
    }

    fileprivate mutating func take(from memory: StepMemory) {
        for index in layers.indices {
            let count = layers[index].a.count
            View.of(&layers[index].a) { $0.copy(count, from: memory.outputs[index].view) }
            if !layers[index].c.isEmpty {
                View.of(&layers[index].c) { $0.copy(count, from: memory.cellStates[index].view) }
            }
        }
    }
}
