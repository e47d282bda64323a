import Files
import ModelFile
import Numerics
import Recurrent

extension Checkpoint {
    /// The checkpoint as a container.
    func file() -> TensorFile {
        var file = TensorFile(tensors: [])
        func add(_ name: String, _ values: [Float]) {
            file.tensors.append(NamedTensor(name: name, shape: [values.count], values: values))
        }
        add("parameters", state.parameters)
        add("adam.first", state.adam.first)
        add("adam.second", state.adam.second)
        // What is the same as something that stands there already is left out: after a new best, a third of the file.
        if state.bestParameters != state.parameters { add("best", state.bestParameters) }
        if state.average.count > 0 { add("average", state.average.values) }
        add("good.parameters", state.good.parameters)
        add("good.adam.first", state.good.adam.first)
        add("good.adam.second", state.good.adam.second)
        for layer in 0..<state.rows.layerCount {
            add("rows.activation.\(layer)", state.rows.activation(layer: layer))
            add("rows.cellState.\(layer)", state.rows.cellState(layer: layer))
        }
        for (name, value) in identity.items { file.metadata[CheckpointKey.identity + name] = value }
        var fields = FieldWriter()
        fields.add("format", CheckpointKey.format)
        fields.add("adam.step", state.adam.step)
        fields.add("shuffle", state.shuffle.state)
        fields.add("window", state.window)
        fields.add("steps", state.steps)
        fields.add("tokens", state.tokens)
        fields.add("firstLoss", state.firstLoss)
        fields.add("smoothed", state.smoothed)
        fields.add("learningRate", state.learningRate)
        fields.add("average", state.average.count)
        fields.add("sinceBest", state.sinceBest)
        fields.add("lastValidation.step", state.lastValidation.step)
        fields.add("lastValidation.fraction", state.lastValidation.fraction)
        fields.add("good.adam.step", state.good.adam.step)
        fields.add("good.smoothed", state.good.smoothed)
        fields.add("rollbacks", state.rollbacks)
        fields.add("halvings", state.halvings)
        fields.add("seconds", state.seconds)
        fields.add("idleSeconds", state.idleSeconds)
        fields.add("lastValidationSeconds", state.lastValidationSeconds)
        fields.add("measurements", state.measurements)
        fields.add("best", state.best.map { [$0] } ?? [])
        file.metadata.merge(fields.metadata) { $1 }
        file.metadata[CheckpointKey.hash] = Self.hash(of: file)
        return file
    }

    /// Writes the checkpoint atomically; see `AtomicFile`.
    ///
    /// - Throws: `ModelFileError.cannotWrite`.
    func write(to path: String) throws(ModelFileError) {
        let bytes = try file().encoded()
        do throws(FileWriteError) {
            try AtomicFile.write(bytes, to: path, isRepeated: true)
        } catch {
            throw .cannotWrite(error)
        }
    }

    /// A hash of everything but the hash itself.
    static func hash(of file: TensorFile) -> String {
        var hash = Fingerprint()
        for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) where key != CheckpointKey.hash {
            hash.update(key)
            hash.update(value)
        }
        for tensor in file.tensors {
            hash.update(tensor.name)
            hash.update(tensor.values)
        }
        return hash.hex
    }
}

/// Names of metadata entries that stand for themselves.
enum CheckpointKey {
    static let identity = "run "
    static let hash = "hash"
    /// The number under `format`; it changes where an older program could not read the file, or this one an older file.
    static let format = 2
}

/// Collects the entries of a checkpoint's metadata.
private struct FieldWriter {
    private(set) var metadata: [String: String] = [:]

    mutating func add(_ key: String, _ value: some FixedWidthInteger) {
        metadata[key] = String(value)
    }

    mutating func add(_ key: String, _ value: Double?) {
        metadata[key] = Self.text(value)
    }

    mutating func add(_ key: String, _ loss: SmoothedLoss) {
        metadata[key] = [loss.sum, loss.weight, loss.lowest].map(Self.text).joined(separator: " ")
    }

    mutating func add(_ key: String, _ measurements: [TrainingResult.Measurement]) {
        metadata[key] = measurements.map { measurement in
            "\(measurement.step) \(Self.text(measurement.trainingLoss)) \(Self.text(measurement.validationLoss))"
        }.joined(separator: "\n")
    }

    /// The bits of a number in hexadecimal; no decimal digits would be exact for all.
    private static func text(_ value: Double?) -> String {
        value.map { String($0.bitPattern, radix: 16) } ?? "none"
    }
}
