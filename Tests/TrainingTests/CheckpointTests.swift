import Files
import FoundationEssentials
import ModelFile
import Recurrent
import Testing
import Training

@Suite struct CheckpointTests {
    /// A directory that goes away with the test.
    final class Folder {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.path + "/woodshed-checkpoint-\(UInt64.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var checkpoint: String { path + "/model.checkpoint" }
    }

    /// Songs of several lengths, so that a pass has many borders: 4 rows, 12 windows of 9.
    static let songs = [91, 1, 200, 13, 57, 70].map { TrainerTests.song($0) }

    static func options() -> TrainingOptions {
        var options = TrainerTests.options(steps: 60)
        options.window = 9
        options.dropout = 0.1
        options.validationInterval = 7
        options.seed = 3
        options.threads = 2
        return options
    }

    /// Trains, stopping before the given step.
    static func run(
        _ checkpoints: CheckpointPlan?, options: TrainingOptions = options(), songs: [TokenSequence] = songs,
        cell: CellKind = .lstm, firstWeights: UInt64 = 1, stopAt: Int = .max,
        report: (TrainingProgress) -> Void = { _ in }
    ) throws -> TrainingResult {
        var generator = ValidationStreamsTests.Generator(state: firstWeights)
        let network = try Network(
            NetworkConfiguration(cell: cell, inputSizes: [4], hiddenSize: 12, layers: 2, outputSize: 4),
            using: &generator)
        var steps = 0
        return try Trainer(options, checkpoints: checkpoints).run(
            network, training: TokenSequences(songs), validation: TokenSequences([TrainerTests.song(60)]),
            progress: {
                steps = $0.step
                report($0)
            },
            shouldStop: { steps >= stopAt })
    }

    static func expectEqual(_ one: TrainingResult, _ other: TrainingResult, _ comment: Comment) {
        #expect(one.network.parameters == other.network.parameters, comment)
        #expect(one.measurements == other.measurements, comment)
        #expect(one.optimizer == other.optimizer, comment)
        #expect(one.validationLoss == other.validationLoss && one.averagedLoss == other.averagedLoss, comment)
        #expect(one.weights == other.weights && one.bestStep == other.bestStep && one.tokens == other.tokens, comment)
    }

    @Test func aRunThatWasStoppedAtAnyStepAndResumedEndsWithTheSameBits() throws {
        let folder = try Folder()
        let whole = try Self.run(nil)
        // Twelve windows a pass, a validation every seven steps, averaging from step 45 on.
        for stop in [1, 6, 7, 8, 11, 12, 13, 24, 35, 36, 42, 44, 45, 46, 48, 56, 58, 59] {
            let plan = CheckpointPlan(path: folder.checkpoint)
            let part = try Self.run(plan, stopAt: stop)
            #expect(part.ending == .interrupted && part.steps == stop)
            var options = Self.options()
            options.threads = 1 + stop % 3
            let rest = try Self.run(CheckpointPlan(path: folder.checkpoint, resumes: true), options: options)
            Self.expectEqual(rest, whole, "stopped at \(stop)")
        }
    }

    @Test func theFirstWeightsAreMeasuredOnceHoweverOftenTheRunIsResumed() throws {
        let folder = try Folder()
        var options = Self.options()
        options.keepsStart = true
        let whole = try Self.run(nil, options: options)
        #expect(whole.measurements.prefix(2).map(\.step) == [0, 7])
        var saved: [UInt8] = []
        _ = try Self.run(CheckpointPlan(path: folder.checkpoint, interval: 0), options: options, stopAt: 1) { report in
            guard report.event == .checkpoint, report.step == 0 else { return }
            saved = FileManager.default.contents(atPath: folder.checkpoint).map { Array($0) } ?? []
        }
        for bytes in [[], saved] {
            if !bytes.isEmpty { try AtomicFile.write(bytes, to: folder.checkpoint) }
            let rest = try Self.run(CheckpointPlan(path: folder.checkpoint, resumes: true), options: options)
            Self.expectEqual(rest, whole, "\(bytes.count)")
        }
    }

    @Test(arguments: CellKind.allCases) func aRunStoppedManyTimesEndsWithTheSameBits(cell: CellKind) throws {
        let folder = try Folder()
        let whole = try Self.run(nil, cell: cell)
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var generator = ValidationStreamsTests.Generator(state: seed)
        var plan = CheckpointPlan(path: folder.checkpoint)
        var stop = 0
        while true {
            stop += Int.random(in: 1...20, using: &generator)
            let part = try Self.run(plan, cell: cell, stopAt: stop)
            plan.resumes = true
            guard part.ending == .interrupted else {
                Self.expectEqual(part, whole, "\(cell)")
                break
            }
        }
    }

    @Test func checkpointsAreWrittenAtTheirIntervalAndAnyOfThemWillDo() throws {
        let folder = try Folder()
        var saved: [Int: [UInt8]] = [:]
        let whole = try Self.run(CheckpointPlan(path: folder.checkpoint, interval: 0)) { report in
            guard report.event == .checkpoint else { return }
            saved[report.step] = FileManager.default.contents(atPath: folder.checkpoint).map { Array($0) }
        }
        #expect(saved.count == 60)
        for step in [0, 1, 20, 36, 50] {
            let bytes = try #require(saved[step])
            try AtomicFile.write(bytes, to: folder.checkpoint)
            let rest = try Self.run(CheckpointPlan(path: folder.checkpoint, resumes: true))
            Self.expectEqual(rest, whole, "from step \(step)")
        }
        try Checkpoint.remove(folder.checkpoint)
        #expect(try Checkpoint.read(folder.checkpoint) == nil)
        try Checkpoint.remove(folder.checkpoint)
    }

    @Test func timeCountsOnOverAnInterruption() throws {
        let folder = try Folder()
        var options = Self.options()
        options.steps = nil
        options.maximumSeconds = 30
        func run(resumes: Bool, stopAt: Int) throws -> (TrainingResult, [TrainingProgress]) {
            var reports: [TrainingProgress] = []
            var trainer = Trainer(options, checkpoints: CheckpointPlan(path: folder.checkpoint, resumes: resumes))
            let clock = TrainerTests.Clock()
            trainer.clock = { clock.read() }
            let result = try trainer.run(
                TrainerTests.network(), training: TokenSequences(Self.songs),
                validation: TokenSequences([TrainerTests.song(60)]), progress: { reports.append($0) },
                shouldStop: { reports.last.map { $0.step >= stopAt } ?? false })
            return (result, reports)
        }
        let first = try run(resumes: false, stopAt: 50)
        let second = try run(resumes: true, stopAt: .max)
        let start = try #require(second.1.first)
        #expect(start.event == .resumed && start.step == 50)
        #expect(start.seconds >= first.1.last!.seconds - 2)
        #expect(second.0.ending == .finished)
        #expect(28.5...31.5 ~= second.0.seconds, "\(second.0.seconds)")
        #expect(second.0.steps > 50)
    }

    @Test func aCheckpointOfAnotherRunIsRefusedByTheNameOfWhatDiffers() throws {
        let folder = try Folder()
        _ = try Self.run(CheckpointPlan(path: folder.checkpoint), stopAt: 5)
        let before = FileManager.default.contents(atPath: folder.checkpoint)
        func difference(
            _ change: (inout TrainingOptions) -> Void, cell: CellKind = .lstm, songs: [TokenSequence]? = nil,
            firstWeights: UInt64 = 1
        )
            -> String?
        {
            var options = Self.options()
            change(&options)
            let error = #expect(throws: TrainingError.self) {
                try Self.run(
                    CheckpointPlan(path: folder.checkpoint, interval: 0, resumes: true), options: options,
                    songs: songs ?? Self.songs, cell: cell, firstWeights: firstWeights)
            }
            guard case .otherCheckpoint(folder.checkpoint, let item, let found, let expected) = error else {
                return "\(String(describing: error))"
            }
            return "\(item): \(found), \(expected)"
        }
        #expect(difference { $0.window = 10 } == "window: 9, 10")
        #expect(difference { $0.learningRate = 0.01 } == "learning rate: 0.02, 0.01")
        #expect(difference { $0.steps = 61 } == "number of steps: 60, 61")
        #expect(difference { $0.maximumSeconds = 9 } == "time in seconds: none, 9.0")
        #expect(difference { $0.weightDrop = 0.5 } == "weight drop: 0.0, 0.5")
        #expect(difference({ _ in }, cell: .gruFull) == "cell: lstm, \(CellKind.gruFull.rawValue)")
        #expect(difference { $0.precision = .bfloat16 } == "precision: fp32, bf16")
        #expect(difference { $0.keepsStart = true } == "keeping of the first weights: false, true")
        #expect(difference({ _ in }, firstWeights: 2)?.hasPrefix("hash of the first weights: ") == true)
        var songs = Self.songs
        songs[2].targets[77] = 2
        #expect(difference({ _ in }, songs: songs)?.hasPrefix("training data: 432 tokens, hash ") == true)
        #expect(FileManager.default.contents(atPath: folder.checkpoint) == before)
    }

    @Test func aMissingCheckpointIsAnError() throws {
        let folder = try Folder()
        // Nor is one written before there is anything to go on from.
        _ = try Self.run(CheckpointPlan(path: folder.checkpoint), stopAt: 0)
        #expect(throws: TrainingError.noCheckpoint(file: folder.checkpoint)) {
            try Self.run(CheckpointPlan(path: folder.checkpoint, resumes: true))
        }
    }

    @Test func aDamagedCheckpointIsRefusedWhereverTheDamageIs() throws {
        let folder = try Folder()
        _ = try Self.run(CheckpointPlan(path: folder.checkpoint), stopAt: 20)
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: folder.checkpoint)))
        func expectRefusal(_ bytes: [UInt8], _ comment: Comment) throws {
            try AtomicFile.write(bytes, to: folder.checkpoint)
            let error = #expect(throws: TrainingError.self, comment) { try Checkpoint.read(folder.checkpoint) }
            guard case .badCheckpoint = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        for length in stride(from: 0, to: bytes.count, by: 97) {
            try expectRefusal(Array(bytes[..<length]), "cut after \(length)")
        }
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var generator = ValidationStreamsTests.Generator(state: seed)
        let header = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        for round in 0..<400 {
            // Half of the flips in the header, most of which is metadata; its padding says nothing.
            let place = Int.random(in: round % 2 == 0 ? 8..<header : header + 8..<bytes.count, using: &generator)
            var damaged = bytes
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try expectRefusal(damaged, "byte \(place), seed \(seed)")
        }
    }

    @Test func aCheckpointThatCannotBeWrittenIsToldAndTheRunGoesOn() throws {
        var failures = 0
        let result = try Self.run(CheckpointPlan(path: "/dev/null/no/model.checkpoint", interval: 0)) { report in
            if case .checkpointFailed = report.event { failures += 1 }
        }
        #expect(failures == 60 && result.ending == .finished)
    }
}
