public import Files
public import ModelFile
import Recurrent
public import Sampling
public import Training

extension Failure {
    /// The failure that an error of one of the shared libraries amounts to; a ``Failure`` is itself.
    public init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as ModelFileError: self.init(error)
        case let error as FileWriteError: self.init(error)
        case let error as NetworkError: self.init(.usage, error.description)
        case let error as TrainingError: self.init(error)
        case let error as SamplingError: self.init(error)
        default: self.init(.software, "\(error)")
        }
    }

    public init(_ error: ModelFileError) {
        switch error {
        case .missing, .unreadable, .notAFile: self.init(.missingInput, error.description)
        case .cannotWrite: self.init(.cannotCreate, error.description)
        default: self.init(.data, error.description)
        }
    }

    public init(_ error: FileWriteError) { self.init(.cannotCreate, error.description) }

    public init(_ error: TrainingError) {
        switch error {
        case .option, .noBudget, .budgetTooSmall, .tooLittleMemory: self.init(.usage, error.description)
        case .noCheckpoint: self.init(.missingInput, error.description)
        case .badCheckpoint(let cause): self.init(Failure(cause).status, error.description)
        default: self.init(.data, error.description)
        }
    }

    public init(_ error: SamplingError) {
        if case .optionOutOfRange = error {
            self.init(.usage, error.description)
        } else {
            self.init(.data, error.description)
        }
    }
}
