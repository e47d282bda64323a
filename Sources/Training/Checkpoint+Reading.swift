import ModelFile
import Numerics
import Recurrent

extension Checkpoint {
    /// Reads the checkpoint at `path`; nil where there is none.
    ///
    /// - Throws: `TrainingError.badCheckpoint`.
    public static func read(_ path: String) throws(TrainingError) -> Checkpoint? {
        do throws(ModelFileError) {
            return try Checkpoint(TensorFile.read(path), name: path)
        } catch {
            if case .missing = error { return nil }
            throw .badCheckpoint(error)
        }
    }

    /// Unpacks a container whose contents agree with themselves.
    ///
    /// - Throws: `ModelFileError`.
    init(_ file: TensorFile, name: String) throws(ModelFileError) {
        let fields = FieldReader(metadata: file.metadata, file: name)
        let format = try fields.integer("format", in: 1...Int.max)
        guard format == CheckpointKey.format else {
            throw fields.unexpected(
                "format", "format \(format), of another version of this program", "format \(CheckpointKey.format)")
        }
        guard try fields.text(CheckpointKey.hash) == Self.hash(of: file) else {
            throw fields.unexpected(CheckpointKey.hash, "another hash than that of the contents", "an undamaged file")
        }
        let items = file.metadata.filter { $0.key.hasPrefix(CheckpointKey.identity) }
            .map { (name: String($0.key.dropFirst(CheckpointKey.identity.count)), value: $0.value) }
        identity = RunIdentity(items: items.sorted { $0.name < $1.name })
        configuration = try fields.configuration()
        let count = configuration.parameterCount
        func tensor(_ tensor: String, _ count: Int) throws(ModelFileError) -> [Float] {
            guard let found = file[tensor] else { throw .missingTensor(file: name, tensor: tensor) }
            guard found.values.count == count else {
                throw .wrongShape(file: name, tensor: tensor, found: found.shape, expected: [count])
            }
            return found.values
        }
        func adam(_ prefix: String) throws(ModelFileError) -> Adam {
            Adam(
                first: try tensor(prefix + ".first", count), second: try tensor(prefix + ".second", count),
                step: try fields.integer(prefix + ".step", in: 0...1 << 32),
                beta1: try fields.setting("beta 1"), beta2: try fields.setting("beta 2"),
                epsilon: try fields.setting("epsilon"))
        }
        let batchSize = try fields.integer(CheckpointKey.identity + "batch size", in: 1...65_536)
        let parameters = try tensor("parameters", count)
        var state = RunState(
            parameters: parameters, adam: try adam("adam"),
            rows: NetworkState(configuration, batch: batchSize),
            shuffle: SplitMix64(seed: try fields.unsigned("shuffle")))
        for layer in 0..<state.rows.layerCount {
            let activations = try tensor("rows.activation.\(layer)", state.rows.activation(layer: layer).count)
            let cellStates = try tensor("rows.cellState.\(layer)", state.rows.cellState(layer: layer).count)
            state.rows.set(layer: layer, activation: activations, cellState: cellStates)
        }
        if file["best"] != nil { state.bestParameters = try tensor("best", count) }
        state.average.count = try fields.integer("average", in: 0...Int.max)
        if state.average.count > 0 { state.average.values = try tensor("average", count) }
        state.good = RunState.Good(
            parameters: try tensor("good.parameters", count), adam: try adam("good.adam"),
            smoothed: try fields.smoothedLoss("good.smoothed"))
        state.window = try fields.integer("window", in: 0...Int.max)
        state.steps = try fields.integer("steps", in: 0...Int.max)
        state.tokens = try fields.integer("tokens", in: 0...Int.max)
        state.firstLoss = try fields.number("firstLoss")
        state.smoothed = try fields.smoothedLoss("smoothed")
        state.learningRate = try fields.number("learningRate") ?? 0
        state.sinceBest = try fields.integer("sinceBest", in: 0...Int.max)
        state.lastValidation.step = try fields.integer("lastValidation.step", in: 0...state.steps)
        state.lastValidation.fraction = try fields.number("lastValidation.fraction") ?? 0
        state.rollbacks = try fields.integer("rollbacks", in: 0...60)
        state.halvings = try fields.integer("halvings", in: 0...60)
        state.seconds = try fields.number("seconds") ?? 0
        state.idleSeconds = try fields.number("idleSeconds") ?? 0
        state.lastValidationSeconds = try fields.number("lastValidationSeconds")
        state.measurements = try fields.measurements("measurements")
        state.best = try fields.measurements("best").first
        self.state = state
    }
}

extension Adam {
    /// An optimiser as it was after `step` updates.
    fileprivate init(
        first: [Float], second: [Float], step: Int, beta1: Double, beta2: Double, epsilon: Double
    ) {
        self.init(count: first.count, beta1: beta1, beta2: beta2, epsilon: epsilon)
        self.first = first
        self.second = second
        // Counting up gives the same powers of beta 1 and beta 2 to the last bit.
        for _ in 0..<step { count() }
    }
}

/// Reads the entries of a checkpoint's metadata.
private struct FieldReader {
    let metadata: [String: String]
    let file: String

    func unexpected(_ key: String, _ found: String, _ expected: String) -> ModelFileError {
        .badMetadata(file: file, key: key, offset: 0, flaw: .unexpected(found: found, expected: expected))
    }

    func text(_ key: String) throws(ModelFileError) -> String {
        guard let text = metadata[key] else { throw .missingMetadata(file: file, key: key) }
        return text
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(ModelFileError) -> Int {
        guard let value = Int(try text(key)), range.contains(value) else {
            throw unexpected(key, "something else", "a number of \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func unsigned(_ key: String) throws(ModelFileError) -> UInt64 {
        guard let value = UInt64(try text(key)) else { throw unexpected(key, "something else", "a number") }
        return value
    }

    /// A number by its bits; nil for "none".
    func number(_ key: String) throws(ModelFileError) -> Double? {
        try number(text(key), of: key)
    }

    func smoothedLoss(_ key: String) throws(ModelFileError) -> SmoothedLoss {
        let words = try text(key).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let sum = try number(words[0], of: key), let weight = try number(words[1], of: key),
            let lowest = try number(words[2], of: key)
        else { throw unexpected(key, "something else", "three numbers") }
        return SmoothedLoss(sum: sum, weight: weight, lowest: lowest)
    }

    func measurements(_ key: String) throws(ModelFileError) -> [TrainingResult.Measurement] {
        var measurements: [TrainingResult.Measurement] = []
        for line in try text(key).split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, let step = Int(words[0]), step >= 0, let loss = try number(words[2], of: key) else {
                throw unexpected(key, "something else", "a step and two losses")
            }
            measurements.append(
                TrainingResult.Measurement(
                    step: step, trainingLoss: try number(words[1], of: key), validationLoss: loss))
        }
        return measurements
    }

    private func number(_ text: some StringProtocol, of key: String) throws(ModelFileError) -> Double? {
        if text == "none" { return nil }
        guard let bits = UInt64(text, radix: 16) else {
            throw unexpected(key, "something else", "the digits of a number's bits")
        }
        return Double(bitPattern: bits)
    }

    /// A setting of the run that is a number.
    func setting(_ name: String) throws(ModelFileError) -> Double {
        let key = CheckpointKey.identity + name
        guard let value = Double(try text(key)) else { throw unexpected(key, "something else", "a number") }
        return value
    }

    /// The network of the run.
    func configuration() throws(ModelFileError) -> NetworkConfiguration {
        let prefix = CheckpointKey.identity
        guard let cell = CellKind(rawValue: try text(prefix + "cell")) else {
            throw unexpected(prefix + "cell", "a cell of unknown kind", "a known one")
        }
        var inputSizes: [Int] = []
        for part in try text(prefix + "vocabulary").split(separator: "+") {
            guard let size = Int(part) else { throw unexpected(prefix + "vocabulary", "something else", "sizes") }
            inputSizes.append(size)
        }
        let embedding = prefix + "embedding size"
        let size = try text(embedding) == "none" ? nil : try integer(embedding, in: 1...Int.max)
        let configuration = NetworkConfiguration(
            cell: cell, inputSizes: inputSizes, embeddingSize: size,
            hiddenSize: try integer(prefix + "hidden size", in: 1...Int.max),
            layers: try integer(prefix + "number of layers", in: 1...Int.max),
            outputSize: try integer(prefix + "number of outputs", in: 1...Int.max),
            tiesEmbedding: metadata[prefix + "tied embedding"] == "true")
        do throws(NetworkError) {
            try configuration.validate()
        } catch {
            throw .badConfiguration(file: file, reason: error.description)
        }
        return configuration
    }
}
