import Commands
import Numerics
import Prose
import Recurrent
import Sampling
import Terminal

/// Tokens generated as `textgen` does it: one step of the network, softmax at a temperature of 0.8, a draw.
struct SamplingBenchmark: Contender {
    private var generator: Sampling.Generator<NetworkSource, Xoshiro256StarStar>
    private let piece: Int

    init(_ workload: Workload, format: WeightFormat, threads: Int) throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(workload.configuration, using: &random)
        generator = try Generator(
            source: NetworkSource(network, format: format, threads: threads), prompt: [0],
            limits: LengthLimits(maximum: -1), eos: nil, sampler: Sampler(SamplingOptions(temperature: 0.8)),
            random: random)
        // Pieces of some milliseconds, which a clock tells apart and an interruption of the machine spoils alone.
        piece = max(8, 20_000_000 / workload.forwardOperations)
    }

    var tokensPerPiece: Int { piece }

    mutating func work(seconds: Double) throws -> [Double] {
        var durations: [Double] = []
        let end = Environment.seconds() + seconds
        var now = Environment.seconds()
        repeat {
            for _ in 0..<piece { _ = try generator.next() }
            let then = now
            now = Environment.seconds()
            durations.append(now - then)
        } while now < end && !Interruption.isRaised
        return durations
    }
}

/// Several texts generated side by side, a step of all of them at a time.
struct BatchSamplingBenchmark: Contender {
    private var generator: BatchGenerator<NetworkRows, Xoshiro256StarStar>
    private let batch: Int

    init(_ workload: Workload, threads: Int) throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(workload.configuration, using: &random)
        batch = workload.batch
        generator = try BatchGenerator(
            source: NetworkRows(StepEngine(network, threads: threads)), prompt: [0], limits: LengthLimits(maximum: -1),
            eos: nil, sampler: Sampler(SamplingOptions(temperature: 0.8)),
            randoms: (0..<batch).map { Xoshiro256StarStar(seed: 1, sequence: $0) })
    }

    var tokensPerPiece: Int { batch }

    mutating func work(seconds: Double) throws -> [Double] {
        var durations: [Double] = []
        let end = Environment.seconds() + seconds
        var now = Environment.seconds()
        repeat {
            try generator.step(deliver: { _, _ in nil }, end: { _, _ in })
            let then = now
            now = Environment.seconds()
            durations.append(now - then)
        } while now < end && !Interruption.isRaised
        return durations
    }
}
