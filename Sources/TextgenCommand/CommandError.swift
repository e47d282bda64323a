import ModelFile
import Prose
import Recurrent
import Sampling
import Training

/// What ends the command: one line for people, one status for scripts (the numbers of sysexits.h).
struct CommandError: Error {
    var status: Int32
    var message: String

    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let software: Int32 = 70
    static let cannotCreate: Int32 = 73

    init(status: Int32, message: String) {
        self.status = status
        self.message = message
    }

    /// The error of any of the libraries, with the status that fits it.
    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as ProseError: self.init(status: error.status, message: error.description)
        case let error as ModelFileError: self.init(status: error.status, message: error.description)
        case let error as FileWriteError: self.init(status: Self.cannotCreate, message: error.description)
        case let error as NetworkError: self.init(status: Self.usage, message: error.description)
        case let error as TrainingError: self.init(status: error.status, message: error.description)
        case let error as SamplingError: self.init(status: error.status, message: error.description)
        default: self.init(status: Self.software, message: "\(error)")
        }
    }
}

extension ProseError {
    fileprivate var status: Int32 {
        switch self {
        case .missing, .isDirectory, .unreadable: CommandError.noInput
        default: CommandError.badData
        }
    }
}

extension ModelFileError {
    fileprivate var status: Int32 {
        switch self {
        case .missing, .unreadable, .notAFile: CommandError.noInput
        case .cannotWrite: CommandError.cannotCreate
        default: CommandError.badData
        }
    }
}

extension TrainingError {
    fileprivate var status: Int32 {
        switch self {
        case .option, .noBudget: CommandError.usage
        default: CommandError.badData
        }
    }
}

extension SamplingError {
    fileprivate var status: Int32 {
        if case .optionOutOfRange = self { CommandError.usage } else { CommandError.badData }
    }
}
