public import Files
import ModelFile
public import Recurrent

/// Where a run saves its state, so that it can go on after an interruption as if there had been none.
public struct CheckpointPlan: Sendable {
    /// The file.
    public var path: String
    /// The seconds from one checkpoint to the next.
    public var interval: Double
    /// Whether to go on from the checkpoint that is there; otherwise the first new one replaces it.
    public var resumes: Bool

    /// A plan to save to `path`.
    public init(path: String, interval: Double = 60, resumes: Bool = false) {
        self.path = path
        self.interval = interval
        self.resumes = resumes
    }
}

/// The state of a training run as a file keeps it.
///
/// The file is a safetensors container: weights, means and rows as F32 tensors, everything else as text in the metadata,
/// where numbers that are not whole stand as the hexadecimal digits of their bits. A hash of it all is checked when it is read.
public struct Checkpoint: Sendable {
    let identity: RunIdentity
    let state: RunState
    /// The shape of the network.
    public let configuration: NetworkConfiguration
    /// The updates made.
    public var steps: Int { state.steps }

    /// The options of the run: those that decide its result; the others are as given.
    public func options(_ others: TrainingOptions) -> TrainingOptions {
        identity.options(others)
    }

    /// Takes the checkpoint at `path` away, once what it was kept for is safe; there need not be one.
    ///
    /// - Throws: `FileWriteError` where it cannot be removed.
    public static func remove(_ path: String) throws(FileWriteError) {
        try AtomicFile.remove(path)
    }
}
