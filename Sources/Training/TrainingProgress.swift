public import ModelFile
public import Recurrent

/// How far a training run has come; reported after each step, each validation, whenever something else happens, and now and
/// then while a step takes long.
public struct TrainingProgress: Sendable, Equatable {
    /// What a report follows.
    public enum Event: Sendable, Equatable {
        /// An update, or a window without anything to learn.
        case step
        /// Nothing yet: a step or a measurement goes on, and takes long.
        case underway
        /// A measurement on the validation data.
        case validation
        /// The loss grew beyond bounds: the run went back to its last good weights and goes on at this fraction of the
        /// learning rate.
        case rollback(rateFraction: Double)
        /// The run goes on from a checkpoint.
        case resumed
        /// The state of the run was saved.
        case checkpoint
        /// The run was asked to stop; its state is being saved.
        case stopping
        /// It could not be saved; the run goes on, and tries again later.
        case checkpointFailed(ModelFileError)
    }

    /// What this report follows.
    public var event: Event
    /// The updates made.
    public var step: Int
    /// The fraction of the run that is done, 0…1.
    public var fraction: Double
    /// Passes through the training data, parts of one included.
    public var epoch: Double
    /// Recent mean cross-entropy on the training data, in nats a token; nil before the first step.
    public var trainingLoss: Double?
    /// The last measured mean cross-entropy on the validation data, in nats a token; nil before the first validation.
    public var validationLoss: Double?
    /// The lowest validation loss so far.
    public var bestValidationLoss: Double?
    /// The present learning rate.
    public var learningRate: Double
    /// Tokens learned so far, repeats included.
    public var tokens: Int
    /// Tokens learned a second, all else not counted.
    public var tokensPerSecond: Double
    /// Seconds since the start, those before an interruption included.
    public var seconds: Double
    /// Seconds until the end, as far as can be told.
    public var secondsLeft: Double

    /// Whether this report follows a validation.
    public var isValidation: Bool { event == .validation }
}

/// What came of a training run.
public struct TrainingResult: Sendable {
    /// Why the run ended.
    public enum Ending: String, Sendable {
        /// The steps, epochs or seconds were used up.
        case finished
        /// The validation loss had not fallen for as long as the patience allowed.
        case stoppedEarly = "stopped early"
        /// It was asked to stop.
        case interrupted
    }

    /// One validation.
    public struct Measurement: Sendable, Equatable {
        public var step: Int
        /// Recent loss on the training data, nats a token; nil before the first step.
        public var trainingLoss: Double?
        /// Loss on the validation data, nats a token.
        public var validationLoss: Double
    }

    /// Which weights did best.
    public enum Weights: String, Sendable {
        /// Those of one step, `bestStep`.
        case single
        /// The mean of those of the end of the run.
        case averaged
    }

    /// The trained network, which has the weights of the lowest validation loss.
    public var network: Network
    /// Which weights these are.
    public var weights: Weights
    public var ending: Ending
    /// The updates made, those after the best included.
    public var steps: Int
    /// The update after which the validation loss was lowest; for averaged weights the last of them.
    public var bestStep: Int
    /// Tokens learned, repeats included.
    public var tokens: Int
    /// Those before an interruption included.
    public var seconds: Double
    /// Recent loss on the training data when the validation loss was lowest, nats a token; nil if that was before the first step.
    public var trainingLoss: Double?
    /// The lowest validation loss, nats a token; nil where the run was interrupted before it measured any weights, and has
    /// kept the last.
    public var validationLoss: Double?
    /// The validation loss of the averaged weights, nats a token; nil where there were none.
    public var averagedLoss: Double?
    /// How often the run had to go back because the loss grew beyond bounds.
    public var rollbacks: Int
    /// All validations in order.
    public var measurements: [Measurement]
    /// The optimiser as it was after the last step.
    public var optimizer: Adam
}
