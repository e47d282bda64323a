public import ModelFile

/// Why a training run could not start, or had to be given up.
public enum TrainingError: Error, Sendable, Equatable {
    /// An option is out of its range.
    case option(name: String, found: String, allowed: String)
    /// Neither a number of steps or epochs nor a time is given.
    case noBudget
    /// The training data are too short for the batches, or for a single window; all counts in tokens.
    case tooLittleData(found: Int, needed: Int, batchSize: Int)
    /// No token is left to measure the progress by.
    case noValidationData(sequences: Int)
    /// A sequence does not have K inputs for each target.
    case shape(set: DataSet, sequence: Int, inputs: Int, targets: Int, fields: Int)
    /// An input id is outside the vocabulary of its field.
    case input(set: DataSet, sequence: Int, step: Int, field: Int, id: Int, size: Int)
    /// A target id is outside the vocabulary of the output.
    case target(set: DataSet, sequence: Int, step: Int, id: Int, size: Int)
    /// The loss grew beyond bounds for the third time, even after going back and halving the learning rate.
    case diverged(step: Int, learningRate: Double)
    /// The time does not suffice for one update; both in seconds, what was needed as far as it is known.
    case budgetTooSmall(seconds: Double, needed: Double)
    /// The machine has not the memory that learning takes; both in bytes.
    case tooLittleMemory(needed: Int, available: Int, forWindow: Bool)
    /// There is no checkpoint to go on from.
    case noCheckpoint(file: String)
    /// The checkpoint belongs to another run: `item` names what differs.
    case otherCheckpoint(file: String, item: String, found: String, expected: String)
    /// The checkpoint cannot be read.
    case badCheckpoint(ModelFileError)
    /// Some of the processes that train together would have nothing to do.
    case fewShards(shards: Int, ranks: Int)
    /// The processes that train together were not given the same work: `item` names what differs from rank 0's.
    case ranksDiffer(item: String, rank: Int, found: String, expected: String)

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
            "training: the training data have \(found) tokens; batches of \(batchSize) rows and the window asked for"
                + " need at least \(needed); use more data, or smaller batches and windows"
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
            "training: the loss grew beyond bounds for the third time at step \(step), in spite of halving the learning"
                + " rate twice; choose a smaller learning rate than \(learningRate)"
        case .budgetTooSmall(let seconds, let needed):
            "training: a time of \(seconds) s is over before the first update, at \(Self.rounded(needed)) s;"
                + " give more time or choose a smaller network"
        case .tooLittleMemory(let needed, let available, let forWindow):
            "learning would take some \(Self.size(needed)) of memory, and \(Self.size(available)) are left; choose a smaller "
                + (forWindow ? "batch or window" : "network")
        case .noCheckpoint(let file):
            "\(file): no such checkpoint; there is nothing to resume, start without resuming"
        case .otherCheckpoint(let file, let item, let found, let expected):
            "\(file): belongs to another run: its \(item) is \(found), here it is \(expected);"
                + " resume with the options it was made with, or start anew without resuming"
        case .badCheckpoint(let error):
            "the checkpoint cannot be used: \(error)"
        case .fewShards(let shards, let ranks):
            "\(ranks) processes need as many shards of a batch, there are \(shards): give --shards \(ranks) or more, "
                + "at most the batch size"
        case .ranksDiffer(let item, let rank, let found, let expected):
            "the processes were not given the same work: the \(item) of rank \(rank) is \(found), that of rank 0 \(expected);"
                + " give all machines the same build, files and options"
        }
    }

    private static func rounded(_ seconds: Double) -> String { "\((seconds * 100).rounded(.up) / 100)" }

    /// A number of bytes as people read it.
    private static func size(_ bytes: Int) -> String {
        let mebibytes = bytes >> 20
        guard mebibytes >= 1_024 else { return "\(mebibytes) MiB" }
        let tenths = (mebibytes * 10) >> 10
        return tenths >= 1_000 ? "\(tenths / 10) GiB" : "\(tenths / 10).\(tenths % 10) GiB"
    }
}
