/// Why a training run could not start, or had to be given up.
public enum TrainingError: Error, Sendable, Equatable {
    /// An option is out of its range.
    case option(name: String, found: String, allowed: String)
    /// Neither a number of steps or epochs nor a time is given.
    case noBudget
    /// The training data are too short; all counts in tokens.
    case tooLittleData(found: Int, needed: Int, batchSize: Int)
    /// No token is left to measure the progress by.
    case noValidationData(sequences: Int)
    /// A sequence does not have K inputs for each target.
    case shape(set: DataSet, sequence: Int, inputs: Int, targets: Int, fields: Int)
    /// An input id is outside the vocabulary of its field.
    case input(set: DataSet, sequence: Int, step: Int, field: Int, id: Int, size: Int)
    /// A target id is outside the vocabulary of the output.
    case target(set: DataSet, sequence: Int, step: Int, id: Int, size: Int)
    /// Losses or gradients became infinite, even after going back and halving the learning rate.
    case diverged(step: Int, learningRate: Double)

    /// Which data an error speaks of.
    public enum DataSet: String, Sendable {
        case training, validation
    }
}

extension TrainingError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .option(let name, let found, let allowed):
            "training: \(name) is \(found); choose \(allowed)"
        case .noBudget:
            "training: no end is set; give a number of steps or epochs, or a time"
        case .tooLittleData(let found, let needed, let batchSize):
            "training: the training data have \(found) tokens, batches of \(batchSize) rows need at least \(needed);"
                + " use more data or smaller batches"
        case .noValidationData(let sequences):
            "training: the validation data (\(sequences) sequences) have no tokens; hold back more of the data"
        case .shape(let set, let sequence, let inputs, let targets, let fields):
            "training: sequence \(sequence) of the \(set.rawValue) data has \(inputs) inputs and \(targets) targets;"
                + " the network reads \(fields) inputs a step"
        case .input(let set, let sequence, let step, let field, let id, let size):
            "training: input \(id) of field \(field) at step \(step) of sequence \(sequence) of the \(set.rawValue) data"
                + " is outside the network's vocabulary of \(size)"
        case .target(let set, let sequence, let step, let id, let size):
            "training: target \(id) at step \(step) of sequence \(sequence) of the \(set.rawValue) data"
                + " is outside the network's vocabulary of \(size)"
        case .diverged(let step, let learningRate):
            "training: the loss grew beyond bounds at step \(step); choose a smaller learning rate than \(learningRate)"
        }
    }
}
