import Recurrent

/// A source whose every piece is checked against the network's vocabularies as it is read: what it has not read yet
/// need not be in memory.
struct CheckedSource: Sendable {
    let source: any TokenSource
    let set: TrainingError.DataSet
    let configuration: NetworkConfiguration

    /// K.
    var fields: Int { configuration.inputSizes.count }

    /// Appends some steps of a sequence.
    ///
    /// - Throws: `TrainingError.shape`, `.input` or `.target`.
    func read(
        sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]
    ) throws(TrainingError) {
        let (firstInput, firstTarget) = (inputs.count, targets.count)
        source.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
        let read = (inputs: inputs.count - firstInput, targets: targets.count - firstTarget)
        guard read.targets == steps.count, read.inputs == steps.count * fields else {
            throw .shape(set: set, sequence: sequence, inputs: read.inputs, targets: read.targets, fields: fields)
        }
        let outputs = Int32(clamping: configuration.outputSize)
        for index in firstTarget..<targets.count where targets[index] >= outputs {
            throw .target(
                set: set, sequence: sequence, step: steps.lowerBound + index - firstTarget, id: Int(targets[index]),
                size: configuration.outputSize)
        }
        for (field, size) in configuration.inputSizes.enumerated() {
            let limit = Int32(clamping: size)
            for index in stride(from: firstInput + field, to: inputs.count, by: fields) where inputs[index] >= limit {
                throw .input(
                    set: set, sequence: sequence, step: steps.lowerBound + (index - firstInput) / fields, field: field,
                    id: Int(inputs[index]), size: size)
            }
        }
    }
}
