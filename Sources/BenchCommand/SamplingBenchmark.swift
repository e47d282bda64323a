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

    /// - Parameter isUneven: Whether some tokens are much more frequent than others, as words are: after Zipf, the nth commonest in
    ///   proportion to 1/n.
    init(
        _ workload: Workload, format: WeightFormat = .float32, threads: Int = 1, options: SamplingOptions,
        isUneven: Bool = false
    ) throws {
        var random = Xoshiro256StarStar(seed: 1)
        var network = try Network(workload.configuration, using: &random)
        if isUneven { try network.setOutputBias(frequencies: (0..<workload.vocabulary).map { 10_000_000 / ($0 + 1) }) }
        generator = try Generator(
            source: NetworkSource(network, format: format, threads: threads), prompt: [0],
            limits: LengthLimits(maximum: -1), eos: nil, sampler: Sampler(options), random: random)
        // Pieces of some milliseconds, which a clock tells apart and an interruption of the machine spoils alone.
        piece = max(8, 20_000_000 / workload.forwardOperations)
    }

    /// Every control of a draw but those that leave the others nothing to do: mirostat, and top-k.
    ///
    /// - Parameter cutsEarly: Whether top-nσ is on, which leaves the others little to do as well.
    static func allControls(cutsEarly: Bool) throws -> SamplingOptions {
        var options = try SamplingOptions(temperature: 0.8, topP: 0.95)
        options.minP = 0.01
        options.typical = 0.95
        options.topNSigma = cutsEarly ? 3 : 0
        options.penalties.repetition = 1.05
        options.penalties.frequency = 0.01
        options.penalties.presence = 0.01
        options.dry.multiplier = 0.5
        options.xtc.probability = 0.1
        options.dynamicTemperature.range = 0.2
        return options
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
