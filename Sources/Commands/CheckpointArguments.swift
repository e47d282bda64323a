public import ArgumentParser
import ModelFile
import Terminal
public import Training

/// The options of how a training run survives interruptions.
public struct CheckpointArguments: ParsableArguments {
    @Flag(help: "Go on from where an interrupted run was; the result is the same as without the interruption.")
    public var resume = false

    @Option(
        help: ArgumentHelp(
            "Save the state of the training this often: 30s, 5m. (default: \(DurationText.words(usualInterval)))",
            valueName: "duration"),
        transform: durationSeconds)
    public var checkpointEvery: Double?

    public init() {}

    /// What is to be saved where.
    public func plan(path: String) -> CheckpointPlan {
        CheckpointPlan(path: path, interval: checkpointEvery ?? usualInterval, resumes: resume)
    }

    /// What to say before a run that makes nothing of the checkpoint at `path`; nil where there is none.
    public func warning(path: String) -> String? {
        guard !resume else { return nil }
        // Whether it is sound makes no difference: it is there, and will be replaced.
        do throws(TrainingError) {
            guard let checkpoint = try Checkpoint.read(path) else { return nil }
            return
                "\(path): a run was interrupted after \(counted(checkpoint.steps, "update")); --resume would go on from there, "
                + "this one starts anew and replaces it at its first checkpoint"
        } catch {
            return "\(error); it is replaced at the first checkpoint"
        }
    }
}

/// Seconds between two checkpoints.
private let usualInterval = 60.0

/// Reads a duration such as 90s, 5m or 1h30m.
///
/// - Throws: `ValidationError`.
public func durationSeconds(_ text: String) throws -> Double {
    guard let seconds = DurationText.seconds(text) else {
        throw ValidationError("'\(text)' is not a duration; write 90s, 5m or 1h30m")
    }
    return seconds
}

extension Console {
    /// Shows how far a training run is, and says what a person should know of it.
    public mutating func learning(_ progress: TrainingProgress) {
        switch progress.event {
        case .rollback(let fraction):
            note(
                "the loss grew beyond bounds at update \(progress.step): back to the last good weights, "
                    + "the learning rate is \(fraction == 0.5 ? "halved" : "now 1/\(Int(1 / fraction)) of what was asked for")"
            )
        case .resumed:
            note("going on after \(progress.step) updates and \(DurationText.words(progress.seconds))")
        case .checkpointFailed(let error):
            note("the state of the training is not saved: \(error)", always: true)
        case .stopping: status("stopping: what is learned is being saved")
        case .step, .validation, .checkpoint, .underway:
            self.progress(ProgressLine.Report(progress))
        }
    }
}
