import Recurrent
import Synchronization
import Testing
import Training

@Suite struct TrainerTests {
    typealias Generator = ValidationStreamsTests.Generator

    static func network(_ cell: CellKind = .lstm, hidden: Int = 16, symbols: Int = 4) throws -> Network {
        var generator = Generator(state: 1)
        return try Network(
            NetworkConfiguration(cell: cell, inputSizes: [symbols], hiddenSize: hidden, outputSize: symbols),
            using: &generator)
    }

    /// 0 1 2 0 1 3 0 1 2 …: what follows a 1 can only be told from further back.
    static func song(_ count: Int) -> TokenSequence {
        TokenSequence(tokens: (0...count).map { [0, 1, 2, 0, 1, 3][$0 % 6] })
    }

    static func options(steps: Int) -> TrainingOptions {
        var options = TrainingOptions()
        options.batchSize = 4
        options.window = 12
        options.learningRate = 0.02
        options.steps = steps
        return options
    }

    @Test(arguments: CellKind.allCases) func aRepeatedTuneIsLearned(cell: CellKind) throws {
        let result = try Trainer(Self.options(steps: 300)).run(
            Self.network(cell), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]))
        // The first step, out of nowhere, may cost something; all else can be known.
        #expect(result.validationLoss! < 0.03)
        #expect(result.ending == .finished && result.steps == 300 && result.tokens > 300 * 4 * 11)
        #expect(result.optimizer.step == 300)
    }

    @Test func theNumberOfThreadsDoesNotChangeABit() throws {
        var options = Self.options(steps: 25)
        options.batchSize = 24
        options.dropout = 0.2
        options.seed = 9
        let results = try [1, 2, 3, 7].map { threads in
            options.threads = threads
            return try Trainer(options).run(
                Self.network(hidden: 70), training: TokenSequences([Self.song(900), Self.song(100)]),
                validation: TokenSequences([Self.song(50)]))
        }
        for result in results.dropFirst() {
            #expect(result.network.parameters == results[0].network.parameters)
            #expect(result.measurements == results[0].measurements)
            #expect(result.optimizer == results[0].optimizer)
        }
        options.seed = 10
        let other = try Trainer(options).run(
            Self.network(hidden: 70), training: TokenSequences([Self.song(900), Self.song(100)]),
            validation: TokenSequences([Self.song(50)]))
        #expect(other.network.parameters != results[0].network.parameters)
    }

    @Test func theBestWeightsAreKept() throws {
        // Training on another tune than is asked for makes things worse sooner or later.
        let other = TokenSequence(tokens: (0...600).map { [0, 1, 2, 3, 3, 2][$0 % 6] })
        var options = Self.options(steps: 120)
        options.validationInterval = 10
        options.averaging = 0
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([other]), validation: TokenSequences([Self.song(60)]))
        let losses = result.measurements.map(\.validationLoss)
        #expect(losses.count == 12)
        #expect(result.validationLoss == losses.min() && result.validationLoss! < losses[11])
        #expect(result.measurements.first { $0.step == result.bestStep }?.validationLoss == result.validationLoss)
        let measured = try ValidationStreams(
            TokenSequences([Self.song(60)]), configuration: result.network.configuration
        ).loss(zeroState: result.network.zeroState, result.network.windowLoss)
        #expect(abs(measured - result.validationLoss!) < 1e-9)

        options.patience = 3
        let patient = try Trainer(options).run(
            Self.network(), training: TokenSequences([other]), validation: TokenSequences([Self.song(60)]))
        #expect(patient.ending == .stoppedEarly)
        #expect(patient.validationLoss! <= losses[0] && patient.steps < 120)
        #expect(patient.steps == patient.bestStep + 30)
    }

    @Test func theFirstWeightsAreKeptOnRequestWhereLearningMadeThemWorse() throws {
        let taught = try Trainer(Self.options(steps: 300)).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]))
        let first = taught.network.parameters
        let other = TokenSequence(tokens: (0...600).map { [0, 1, 2, 3, 3, 2][$0 % 6] })
        var options = Self.options(steps: 40)
        options.validationInterval = 10
        options.keepsStart = true
        let result = try Trainer(options).run(
            taught.network, training: TokenSequences([other]), validation: TokenSequences([Self.song(60)]))
        #expect(result.measurements.map(\.step) == [0, 10, 20, 30, 40] && result.measurements[0].trainingLoss == nil)
        #expect(result.bestStep == 0 && result.weights == .single && result.steps == 40)
        #expect(result.validationLoss == taught.validationLoss)
        #expect(result.network.parameters == first)
        options.keepsStart = false
        let worse = try Trainer(options).run(
            taught.network, training: TokenSequences([other]), validation: TokenSequences([Self.song(60)]))
        #expect(worse.validationLoss! > taught.validationLoss! && worse.bestStep > 0)
    }

    @Test func anInterruptedRunGivesItsBestSoFar() throws {
        var options = Self.options(steps: 1000)
        options.validationInterval = 20
        var steps = 0
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            progress: { steps = $0.step }, shouldStop: { steps >= 55 })
        #expect(result.ending == .interrupted && result.steps == 55)
        // Its last weights are not measured: whoever stops it does not want to wait.
        #expect(result.measurements.map(\.step) == [20, 40])
        #expect(result.validationLoss == result.measurements.map(\.validationLoss).min())

        let untouched = try Self.network()
        let none = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            shouldStop: { true })
        #expect(none.ending == .interrupted && none.steps == 0 && none.trainingLoss == nil)
        #expect(none.network.parameters == untouched.parameters)
        #expect(none.validationLoss == nil && none.measurements.isEmpty)
    }

    @Test func interruptedBeforeItHasMeasuredAnythingItGivesTheLastWeights() throws {
        func run(stopAt: Int) throws -> TrainingResult {
            var steps = 0
            return try Trainer(Self.options(steps: 1000)).run(
                Self.network(), training: TokenSequences([Self.song(600)]),
                validation: TokenSequences([Self.song(60)]),
                progress: { steps = $0.step }, shouldStop: { steps >= stopAt })
        }
        let (first, second) = (try run(stopAt: 3), try run(stopAt: 4))
        #expect(first.validationLoss == nil && first.measurements.isEmpty && first.bestStep == 3)
        #expect(first.network.parameters != second.network.parameters)
        #expect(try first.network.parameters != Self.network().parameters)
    }

    /// A step of some milliseconds, which asks several times whether it is still wanted.
    @Test(arguments: [1, 2]) func aLongStepIsLeftUndoneAtOnce(threads: Int) throws {
        var options = Self.options(steps: 6)
        (options.batchSize, options.window, options.threads) = (8, 32, threads)
        options.validationInterval = 2
        func run(_ checkpoints: CheckpointPlan? = nil, stopAt: Int = .max) throws -> (TrainingResult, asked: Int) {
            var asked = 0
            var steps = 0
            let result = try Trainer(options, checkpoints: checkpoints).run(
                Self.network(hidden: 192), training: TokenSequences([Self.song(1200)]),
                validation: TokenSequences([Self.song(300)]),
                progress: {
                    // What is told within a step is what was true before it.
                    #expect($0.step >= steps)
                    steps = $0.step
                },
                shouldStop: {
                    asked += 1
                    return asked >= stopAt
                })
            return (result, asked)
        }
        let (whole, asked) = try run()
        #expect(asked > 30)
        let folder = try CheckpointTests.Folder()
        for stop in stride(from: 2, through: asked, by: 5) {
            let (part, askedHere) = try run(CheckpointPlan(path: folder.checkpoint), stopAt: stop)
            // How often several threads ask depends on the machine.
            #expect(threads > 1 || part.ending == .interrupted)
            #expect(askedHere <= stop)
            guard part.ending == .interrupted, part.steps > 0 else { continue }
            let (rest, _) = try run(CheckpointPlan(path: folder.checkpoint, resumes: true))
            CheckpointTests.expectEqual(rest, whole, "stopped when asked for the \(stop)th time, in step \(part.steps)")
        }
    }

    /// A clock that moves on by a fixed amount whenever it is read.
    final class Clock: Sendable {
        private let time = Mutex(0.0)

        func read() -> Double {
            time.withLock {
                $0 += 0.01
                return $0
            }
        }
    }

    @Test(arguments: [0.5, 2, 20]) func aRunEndsWithinItsTime(seconds: Double) throws {
        var options = Self.options(steps: 100_000)
        options.maximumSeconds = seconds
        var trainer = Trainer(options)
        let clock = Clock()
        trainer.clock = { clock.read() }
        var fractions: [Double] = []
        var rates: [Double] = []
        let result = try trainer.run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            progress: {
                fractions.append($0.fraction)
                rates.append($0.learningRate)
            })
        #expect(result.ending == .finished && result.steps >= 1 && result.steps < 10_000)
        if seconds > 1 {
            #expect(0.8 * seconds...1.05 * seconds + 0.1 ~= result.seconds)
            #expect(rates.last! < 0.05 * rates.max()!)
        }
        #expect(fractions.allSatisfy { 0...1 ~= $0 } && fractions.last == 1)
    }

    @Test func progressIsReported() throws {
        var options = Self.options(steps: 40)
        options.validationInterval = 15
        var reports: [TrainingProgress] = []
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            progress: { reports.append($0) })
        #expect(reports.filter(\.isValidation).map(\.step) == [15, 30, 40])
        #expect(reports.filter { $0.event == .step }.map(\.step) == Array(1...40))
        #expect(reports[0].validationLoss == nil && reports[0].trainingLoss! > 1)
        #expect(reports.last?.bestValidationLoss == result.validationLoss)
        #expect(reports.last?.fraction == 1 && reports.last?.tokens == result.tokens)
        #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.fraction <= $1.fraction && $0.seconds <= $1.seconds })
        #expect(reports.last!.tokensPerSecond > 0 && reports.last?.secondsLeft == 0)
    }

    @Test func epochsCountPassesThroughTheData() throws {
        var options = Self.options(steps: 1)
        options.steps = nil
        options.epochs = 2.5
        // 600 steps on 4 rows are 150 each: 13 windows.
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]))
        #expect(result.steps == 33)
    }

    @Test func aRunThatDivergesGoesBackAndEndsWithAnErrorIfThatDoesNotHelp() throws {
        var options = Self.options(steps: 200)
        options.learningRate = 1e38
        options.warmup = 0
        let network = try Self.network()
        let before = network.parameters
        let error = #expect(throws: TrainingError.self) {
            try Trainer(options).run(
                network, training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]))
        }
        guard case .diverged(_, 1e38) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(network.parameters == before)
    }

    @Test func aRunThatDivergesMayRecoverAtALowerRate() throws {
        var options = Self.options(steps: 200)
        options.warmup = 0
        options.learningRate = 2
        var shares: [Double] = []
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            progress: { if case .rollback(let fraction) = $0.event { shares.append(fraction) } })
        // The optimiser goes back with the weights.
        #expect(shares == [0.5, 0.25] && result.rollbacks == 2 && result.optimizer.step < result.steps)
        #expect(result.validationLoss! < 1.386)
    }

    @Test func whatCameApartForTheThirdTimeCanBeResumedMoreSlowly() throws {
        let folder = try CheckpointTests.Folder()
        var options = Self.options(steps: 200)
        options.learningRate = 4
        options.warmup = 0
        func run(resumes: Bool) throws -> TrainingResult {
            try Trainer(options, checkpoints: CheckpointPlan(path: folder.checkpoint, resumes: resumes)).run(
                Self.network(), training: TokenSequences([Self.song(600)]),
                validation: TokenSequences([Self.song(60)]))
        }
        #expect(throws: TrainingError.self) { try run(resumes: false) }
        let result = try run(resumes: true)
        #expect(result.ending == .finished && result.steps == 200 && result.validationLoss! < 0.1)
    }

    @Test func tokensLimitARunAndItsSchedule() throws {
        var options = Self.options(steps: 1)
        options.steps = nil
        options.tokens = 1000
        var rates: [Double] = []
        let result = try Trainer(options).run(
            Self.network(), training: TokenSequences([Self.song(600)]), validation: TokenSequences([Self.song(60)]),
            progress: { rates.append($0.learningRate) })
        #expect(result.tokens >= 1000 && result.tokens <= 1000 + 4 * 12)
        #expect(rates.last! < 0.05 * rates.max()!)
    }

    @Test func theBetterOfAveragedAndSingleWeightsIsKept() throws {
        // A high rate to the end leaves the weights restless: their mean does better.
        var options = Self.options(steps: 200)
        options.finalRate = 1
        options.learningRate = 0.1
        options.dropout = 0.3
        func run(averaging: Double) throws -> TrainingResult {
            options.averaging = averaging
            return try Trainer(options).run(
                Self.network(), training: TokenSequences([Self.song(600)]),
                validation: TokenSequences([Self.song(60)]))
        }
        let single = try run(averaging: 0)
        #expect(single.weights == .single && single.averagedLoss == nil)
        let averaged = try run(averaging: 0.25)
        let loss = try #require(averaged.averagedLoss)
        #expect(averaged.measurements == single.measurements)
        #expect(averaged.validationLoss == min(loss, single.validationLoss!))
        #expect((averaged.weights == .averaged) == (loss < single.validationLoss!))
        #expect((averaged.network.parameters == single.network.parameters) == (averaged.weights == .single))
        let measured = try ValidationStreams(
            TokenSequences([Self.song(60)]), configuration: averaged.network.configuration
        ).loss(zeroState: averaged.network.zeroState, averaged.network.windowLoss)
        #expect(abs(measured - averaged.validationLoss!) < 1e-9)
    }

    @Test func aTimeTooShortForOneUpdateIsRefused() throws {
        var options = Self.options(steps: 100)
        options.maximumSeconds = 0.015
        var trainer = Trainer(options)
        let clock = Clock()
        trainer.clock = { clock.read() }
        func error() -> TrainingError? {
            #expect(throws: TrainingError.self) {
                try trainer.run(
                    Self.network(), training: TokenSequences([Self.song(600)]),
                    validation: TokenSequences([Self.song(60)]))
            }
        }
        guard case .budgetTooSmall(0.015, let needed) = error() else {
            Issue.record("not refused")
            return
        }
        #expect(needed > 0.015)
        // Nor is anything begun when the time is over already.
        trainer.options.maximumSeconds = 5
        trainer.secondsBefore = 6
        guard case .budgetTooSmall(5, let spent) = error() else {
            Issue.record("not refused")
            return
        }
        #expect(6...7 ~= spent)
    }

    @Test func dataThatDoNotFitTheNetworkAreRefused() throws {
        let options = Self.options(steps: 10)
        let good = Self.song(100)
        func error(_ training: [TokenSequence], _ validation: [TokenSequence]) -> TrainingError? {
            #expect(throws: TrainingError.self) {
                try Trainer(options).run(
                    Self.network(), training: TokenSequences(training), validation: TokenSequences(validation))
            }
        }
        let input = TokenSequence(inputs: [0, 4], targets: [1, 2])
        let target = TokenSequence(inputs: [0, 1], targets: [1, 7])
        let shape = TokenSequence(
            inputs: [Int32](repeating: 0, count: 96), targets: [Int32](repeating: 1, count: 48))
        #expect(
            error([good, input], [good])
                == .input(set: .training, sequence: 1, step: 1, field: 0, id: 4, size: 4))
        #expect(error([good], [target]) == .target(set: .validation, sequence: 0, step: 1, id: 7, size: 4))
        #expect(error([shape], [good]) == .shape(set: .training, sequence: 0, inputs: 12, targets: 6, fields: 1))
        #expect(error([Self.song(20)], [good]) == .tooLittleData(found: 20, needed: 32, batchSize: 4))
        #expect(error([good], []) == .noValidationData(sequences: 0))
    }

    @Test func optionsOutOfRangeAreNamed() throws {
        func error(_ change: (inout TrainingOptions) -> Void) -> TrainingError? {
            var options = Self.options(steps: 10)
            change(&options)
            return #expect(throws: TrainingError.self) {
                try Trainer(options).run(
                    Self.network(), training: TokenSequences([Self.song(100)]),
                    validation: TokenSequences([Self.song(60)]))
            }
        }
        #expect(error { $0.steps = nil } == .noBudget)
        for change: (inout TrainingOptions) -> Void in [
            { $0.batchSize = 0 }, { $0.window = -1 }, { $0.learningRate = .nan }, { $0.learningRate = 0 },
            { $0.beta1 = 1 }, { $0.beta2 = -0.1 }, { $0.epsilon = 0 }, { $0.clipNorm = .infinity }, { $0.warmup = -1 },
            { $0.finalRate = 2 }, { $0.steps = 0 }, { $0.epochs = 0 }, { $0.maximumSeconds = -1 },
            { $0.validationInterval = 0 }, { $0.layerDropout = 1 }, { $0.weightDrop = -0.5 }, { $0.averaging = 2 },
            { $0.tokens = 0 }, { $0.validationSteps = 0 }, { $0.patience = 0 }, { $0.threads = 0 },
        ] {
            guard case .option = error(change) else {
                Issue.record("not refused by name")
                continue
            }
        }
    }
}
