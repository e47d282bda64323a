import Commands
import Numerics
import Recurrent
import Sampling
import Terminal
import Training

/// Updates as training makes them: forward, backward, clipping, Adam, and the reading of the data.
struct TrainingBenchmark: Contender {
    private let workload: Workload
    private let threads: Int
    private let precision: Precision
    private let network: Network
    private let training: TokenSequences
    private let validation: TokenSequences

    /// Random tokens for twenty updates, which are gone through again and again.
    init(_ workload: Workload, _ precision: Precision, threads: Int) throws {
        self.workload = workload
        self.precision = precision
        self.threads = threads
        var generator = Xoshiro256StarStar(seed: 1)
        network = try Network(workload.configuration, using: &generator)
        let count = 20 * workload.batch * workload.time
        let ids = Int32(0)..<Int32(workload.vocabulary)
        let tokens = (0...count).map { _ in Int32.random(in: ids, using: &generator) }
        training = TokenSequences([TokenSequence(tokens: tokens)])
        validation = TokenSequences([TokenSequence(tokens: [0, 1])])
    }

    var tokensPerPiece: Int { workload.batch * workload.time }

    func work(seconds: Double) throws -> [Double] {
        let end = Environment.seconds() + seconds
        return try durations(Self.options(workload, precision, threads: threads)) { hasSome in
            Interruption.isRaised || (hasSome && Environment.seconds() >= end)
        }
    }

    /// The seconds of each update.
    ///
    /// - Parameters:
    ///   - ranks: The processes that make them together; nil for this one alone.
    ///   - shouldStop: Is told whether there is an update by now.
    func durations(
        _ options: TrainingOptions, ranks: (any Ranks)? = nil, unless shouldStop: (Bool) -> Bool
    ) throws -> [Double] {
        var durations: [Double] = []
        var last: Double?
        var trainer = Trainer(options)
        trainer.ranks = ranks
        _ = try trainer.run(
            network, training: training, validation: validation,
            progress: { progress in
                guard progress.event == .step else { return }
                let now = Environment.seconds()
                // The first update of a run makes the memory it works in.
                if let last { durations.append(now - last) }
                last = now
            },
            shouldStop: { shouldStop(!durations.isEmpty) })
        return durations
    }

    /// Those of PyTorch's side; no end but the clock's, and no validation before it.
    static func options(_ workload: Workload, _ precision: Precision, threads: Int) -> TrainingOptions {
        var options = TrainingOptions()
        options.batchSize = workload.batch
        options.window = workload.time
        options.learningRate = 1e-3
        options.clipNorm = 5
        options.warmup = 0
        options.steps = 1 << 40
        options.validationInterval = 1 << 40
        options.threads = threads
        options.precision = precision
        return options
    }
}
