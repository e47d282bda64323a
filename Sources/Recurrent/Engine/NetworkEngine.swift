/// Goes through whole windows with several threads, forward and backward: what training and measuring use.
///
///     let engine = NetworkEngine(network.configuration, threads: 2)
///     let loss = engine.forwardBackward(
///         batch, parameters: network.parameters.values, state: &state, gradients: &gradients)
///
/// Each thread takes its own rows of the batch through all steps and layers; the gradients by the parameters it shares
/// with the others by panel, so that every number is one sum over all rows in a fixed order. The results are therefore
/// the same to the last bit for any number of threads and any instruction set, and a row's state and loss do not depend
/// on the other rows.
///
/// Memory for a window is kept from call to call. One thread at a time may use an engine.
public final class NetworkEngine: @unchecked Sendable {
    /// The shape of the networks it serves.
    public let configuration: NetworkConfiguration
    /// Its threads, for other work between windows.
    public let team: WorkerTeam
    /// The vector kernels it computes with.
    public let kernels: Kernels
    private let fieldStarts: [Int32]
    private var packed: PackedNetwork?
    /// One for learning and one for measuring, whose windows differ.
    /// How many threads are fastest at each.
    private var paces: (learning: Pace, measuring: Pace)
    private var memories: (learning: WindowMemory?, measuring: WindowMemory?)

    /// An engine for networks of one shape. The configuration must be valid.
    public init(_ configuration: NetworkConfiguration, threads: Int = 1, kernels: Kernels = .chosen) {
        self.configuration = configuration
        self.kernels = kernels
        team = WorkerTeam(threads: threads)
        paces = (Pace(most: team.count), Pace(most: team.count))
        fieldStarts = configuration.fieldStarts
    }

    /// The threads that are fastest at learning, as far as has been seen.
    package var threads: Int { paces.learning.count }

    /// T steps forward and backward.
    ///
    /// - Parameters:
    ///   - batch: ids must lie in their vocabularies (`SequenceBatch.validate(for:)` tells).
    ///   - parameters: as `Parameters.values` has them.
    ///   - state: of all rows of the batch, where the window starts; becomes that after it. No gradient flows back
    ///     into it (truncated back-propagation).
    ///   - gradients: made as many as parameters, in the same order; becomes those of (loss sum × `scale`).
    ///   - regularization: what dropout zeroes.
    ///   - precision: that of the factors of all products. Either way the bits depend on neither threads nor processor.
    /// - Returns: the summed cross-entropy over unmasked targets.
    public func forwardBackward(
        _ batch: SequenceBatch, parameters: [Float], state: inout NetworkState, gradients: inout [Float],
        scale: Float = 1, regularization: Regularization = Regularization(), precision: Precision = .float32
    ) -> BatchLoss {
        forwardBackward(
            batch, parameters: parameters, state: &state, gradients: &gradients, scale: scale,
            regularization: regularization, precision: precision, unless: { false })!
    }

    /// The same, for a window that may take long.
    ///
    /// - Parameter shouldStop: asked on this thread every few milliseconds.
    /// - Returns: nil once `shouldStop` is true. The state is then what it was; the gradients are nothing of use.
    package func forwardBackward(
        _ batch: SequenceBatch, parameters: [Float], state: inout NetworkState, gradients: inout [Float],
        scale: Float, regularization: Regularization, precision: Precision, unless shouldStop: () -> Bool
    ) -> BatchLoss? {
        if gradients.count != parameters.count { gradients = [Float](repeating: 0, count: parameters.count) }
        return View.of(&gradients) { gradients in
            run(
                batch, parameters, &state,
                WindowRun.Learning(gradients: gradients, scale: scale, rule: regularization, precision: precision),
                unless: shouldStop)
        }
    }

    /// T steps forward: the summed cross-entropy over unmasked targets.
    public func loss(_ batch: SequenceBatch, parameters: [Float], state: inout NetworkState) -> BatchLoss {
        run(batch, parameters, &state, nil, unless: { false })!
    }

    /// The same, for a window that may take long.
    ///
    /// - Returns: nil once `shouldStop`, which is asked on this thread every few milliseconds, is true.
    package func loss(
        _ batch: SequenceBatch, parameters: [Float], state: inout NetworkState, unless shouldStop: () -> Bool
    ) -> BatchLoss? {
        run(batch, parameters, &state, nil, unless: shouldStop)
    }

    /// The same, with the cross-entropy of every target: T×B, zero where there is none.
    public func losses(_ batch: SequenceBatch, parameters: [Float], state: inout NetworkState) -> [Double] {
        losses(batch, parameters: parameters, state: &state, unless: { false })!
    }

    /// The same, for a window that may take long.
    ///
    /// - Returns: nil once `shouldStop`, which is asked on this thread every few milliseconds, is true.
    package func losses(
        _ batch: SequenceBatch, parameters: [Float], state: inout NetworkState, unless shouldStop: () -> Bool
    ) -> [Double]? {
        guard run(batch, parameters, &state, nil, unless: shouldStop) != nil else { return nil }
        return (0..<batch.time * batch.batch).map { memories.measuring?.losses[$0] ?? 0 }
    }

    private func run(
        _ batch: SequenceBatch, _ parameters: [Float], _ state: inout NetworkState, _ learning: WindowRun.Learning?,
        unless shouldStop: () -> Bool
    ) -> BatchLoss? {
        precondition(
            parameters.count == configuration.parameterCount,
            "\(parameters.count) parameters, not \(configuration.parameterCount)")
        precondition(
            batch.fields == fieldStarts.count, "inputs of \(batch.fields) fields, not \(fieldStarts.count)")
        precondition(
            state.fits(configuration, batch: batch.batch), "a state of another shape for \(batch.batch) rows")
        if case .failure(let error) = Result(catching: { () throws(NetworkError) in
            try configuration.check(inputs: batch.inputs)
        }) {
            preconditionFailure("\(error)")
        }
        let isBackward = learning != nil
        let drops = learning.map { $0.rule.outputDropout > 0 || $0.rule.layerDropout > 0 } ?? false
        let rounds = learning?.precision == .bfloat16
        let packed =
            packed.flatMap { (!isBackward || $0.isBackward) && (!rounds || $0.rounds) ? $0 : nil }
            ?? PackedNetwork(configuration, isBackward: isBackward, rounds: rounds)
        self.packed = packed
        let kept = (isBackward ? memories.learning : memories.measuring).flatMap {
            $0.serves(batch, isBackward: isBackward, drops: drops, rounds: rounds) ? $0 : nil
        }
        let memory =
            kept
            ?? WindowMemory(
                configuration, batch: batch.batch, time: batch.time, isBackward: isBackward, drops: drops,
                rounds: rounds)
        if isBackward { memories.learning = memory } else { memories.measuring = memory }
        for (layer, window) in memory.layers.enumerated() { state.copy(layer, to: window) }
        let resets = batch.resets.contains(true) ? batch.resets : []
        let entries = configuration.inputWidth
        let isWhole = View.reading(parameters) { parameters in
            IDs.lend(batch.inputs, starts: fieldStarts, entries: entries) { ids in
                let run = WindowRun(
                    configuration: configuration, kernels: kernels, packed: packed, memory: memory,
                    parameters: parameters, ids: ids, targets: batch.targets, resets: resets, learning: learning)
                // New memory is not there before it is first written to, which takes its time.
                let units = kept == nil ? 0 : Double(batch.time * batch.batch)
                if isBackward {
                    return team.run(&paces.learning, units: units, unless: shouldStop) { worker in run(worker) }
                } else {
                    return team.run(&paces.measuring, units: units, unless: shouldStop) { worker in run(worker) }
                }
            }
        }
        guard isWhole else { return nil }
        for (layer, window) in memory.layers.enumerated() { state.take(layer, from: window) }
        var loss = BatchLoss()
        for (index, target) in batch.targets.enumerated() where target >= 0 {
            loss += BatchLoss(sum: memory.losses[index], count: 1)
        }
        return loss
    }
}

/// A network's parameters as the kernels read them, and its gradients.
final class PackedNetwork: Sendable {
    let isBackward, rounds: Bool
    let layers: [PackedLayer]
    let head: PackedHead
    let gradients: [PackedGradients]
    let headGradient, headBiasGradient: Buffer
    /// The recurrent weights of a layer with some hidden.
    let droppedWeights: Buffer
    /// [ΣV][padded E], and its gradient.
    let embedding, embeddingGradient: Buffer

    /// - Parameter rounds: whether the weights are kept in bfloat16, too.
    init(_ configuration: NetworkConfiguration, isBackward: Bool, rounds: Bool = false) {
        self.isBackward = isBackward
        self.rounds = rounds
        layers = (0..<configuration.layers).map {
            PackedLayer(configuration, layer: $0, isBackward: isBackward, rounds: rounds)
        }
        head = PackedHead(configuration, isBackward: isBackward, rounds: rounds)
        gradients = isBackward ? layers.map { PackedGradients($0) } : []
        headGradient = Buffer(count: isBackward ? head.weights.view.count : 0)
        headBiasGradient = Buffer(count: isBackward ? head.bias.view.count : 0)
        let largest = layers.map(\.recurrentRange.count).max() ?? 0
        droppedWeights = Buffer(count: isBackward ? layers.count * largest : 0)
        let table = configuration.embeddingSize.map { configuration.inputWidth * (($0 + 15) / 16 * 16) } ?? 0
        embedding = Buffer(count: table)
        embeddingGradient = Buffer(count: isBackward ? table : 0)
    }
}

/// All memory that a window needs.
final class WindowMemory: @unchecked Sendable {
    let layers: [LayerWindow]
    /// [steps together · B][padded V].
    let logits: Buffer
    /// [T·B][stride]: gradients by the outputs of one layer and of the one below.
    let above, below: Buffer
    /// [T·B][padded E + 16]: the embedded input, and its gradient.
    let embedded, embeddedGradient: Buffer
    /// [T·B], and a row of zeros to start from.
    var losses: DoubleBuffer
    let zeros: Buffer
    /// In bfloat16: [T·B][embedded stride / 2]; [steps together · B][padded V / 2]; across the rows, the top layer's outputs and the
    /// gradients by the logits; and what the weights' gradients are made of.
    let embeddedWords, logitWords, topPairs, logitPairs: Buffer
    let pairs: PairBuffers?
    private let isBackward, drops, rounds: Bool

    init(
        _ configuration: NetworkConfiguration, batch: Int, time: Int, isBackward: Bool, drops: Bool, rounds: Bool
    ) {
        let plan = PanelPlan(configuration.cell, hidden: configuration.hiddenSize)
        let rows = batch * time
        layers = (0..<configuration.layers).map { _ in
            LayerWindow(plan, batch: batch, time: time, isBackward: isBackward, drops: drops, rounds: rounds)
        }
        let vocabulary = (configuration.outputSize + 15) / 16 * 16
        logits = Buffer(count: batch * Self.headSteps(vocabulary, batch, time) * vocabulary)
        above = Buffer(count: isBackward ? rows * plan.stride : 0)
        below = Buffer(count: isBackward && configuration.layers > 1 ? rows * plan.stride : 0)
        let embedded = configuration.embeddingSize.map { (($0 + 15) / 16 * 16 + 16) * rows } ?? 0
        self.embedded = Buffer(count: embedded)
        embeddedGradient = Buffer(count: isBackward ? embedded : 0)
        losses = DoubleBuffer(count: rows)
        zeros = Buffer(count: (configuration.embeddingSize ?? 0) + 16)
        let headRows = batch * Self.headSteps(vocabulary, batch, time)
        embeddedWords = Buffer(count: rounds ? embedded / 2 : 0)
        logitWords = Buffer(count: rounds ? headRows * vocabulary / 2 : 0)
        topPairs = Buffer(count: rounds ? Kernels.words(headRows) * plan.stride : 0)
        logitPairs = Buffer(count: rounds ? Kernels.words(headRows) * vocabulary : 0)
        pairs =
            rounds
            ? PairBuffers(
                plan, rows: min(time, WindowRun.stepsTogether(batch)) * batch,
                embeddedStride: configuration.embeddingSize.map { ($0 + 15) / 16 * 16 + 16 } ?? 0) : nil
        self.rounds = rounds
        self.isBackward = isBackward
        self.drops = drops
    }

    /// The steps whose logits are kept at a time: half a million numbers or so.
    static func headSteps(_ vocabulary: Int, _ batch: Int, _ time: Int) -> Int {
        max(1, min(time, (1 << 19) / (batch * vocabulary)))
    }

    func serves(_ batch: SequenceBatch, isBackward: Bool, drops: Bool, rounds: Bool) -> Bool {
        layers[0].batch == batch.batch && layers[0].time == batch.time && (self.isBackward || !isBackward)
            && (self.drops || !drops) && self.rounds == rounds
    }
}
