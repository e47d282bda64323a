import Commands
import Files
import Prose
import Recurrent
import Sampling
import Terminal
import Training

/// Shows and keeps how a corpus is being learned.
struct LearningWatch {
    private let arguments: WatchArguments
    private var curve = LossCurve()
    /// What the log holds that a run goes on with.
    private let earlier: LossCurve?
    private var lastFraction = -1.0
    private var hasFailed = false

    /// The share of the run between two entries of the training loss.
    private static let interval = 0.01
    private static let sampleLength = 200

    /// - Parameter resuming: Whether the run goes on with its log.
    /// - Throws: `Failure` where something else stands under the log's name, which would be lost.
    init(_ arguments: WatchArguments, resuming: Bool) throws {
        self.arguments = arguments
        earlier = resuming ? try Self.earlier(arguments.log) : nil
    }

    /// Takes note of where a run is.
    ///
    /// - Parameter model: Gives the model as it is now.
    mutating func take(_ progress: TrainingProgress, _ console: inout Console, model: () -> TextModel?) {
        switch progress.event {
        case .resumed: if let earlier { curve.points = earlier.points.filter { $0.step <= progress.step } }
        case .validation:
            add(progress, heldOut: progress.validationLoss)
            write(&console)
        case .step:
            if progress.fraction - lastFraction >= Self.interval {
                lastFraction = progress.fraction
                add(progress, heldOut: nil)
            }
            if let every = arguments.samplesEvery, progress.step % every == 0, let model = model() {
                show(model, progress, &console)
            }
        case .rollback, .checkpoint, .checkpointFailed, .underway, .stopping: break
        }
    }

    /// Draws the curve, where that was asked for.
    func finish(_ console: inout Console) {
        guard arguments.curve else { return }
        for line in curve.drawing(columns: console.columns - 10, unicode: console.showsUnicode) { console.note(line) }
    }

    private mutating func add(_ progress: TrainingProgress, heldOut: Double?) {
        curve.points.append(
            LossCurve.Point(
                step: progress.step, seconds: progress.seconds, tokens: progress.tokens,
                training: progress.trainingLoss, heldOut: heldOut, rate: progress.learningRate))
    }

    private static func earlier(_ paths: [String]) throws -> LossCurve? {
        for path in paths where OutputName.ending(of: path) == ".csv" {
            let bytes: [UInt8]
            do throws(FileReadError) {
                bytes = try FileSystem.contents(of: path, limit: longestLog, onlyFiles: true)
            } catch {
                switch error {
                case .missing, .notAFile: continue
                default: throw Failure(.missingInput, "\(error)")
                }
            }
            if bytes.isEmpty { continue }
            guard let curve = LossCurve(csv: String(decoding: bytes, as: UTF8.self)) else {
                throw Failure(.data, "\(path): is no log of learning, and would be lost; name another with --log")
            }
            return curve
        }
        return nil
    }

    /// In bytes: some million entries.
    private static let longestLog = 64 << 20

    private mutating func write(_ console: inout Console) {
        for path in arguments.log where !hasFailed {
            let text = OutputName.ending(of: path) == ".csv" ? curve.csv : curve.svg
            do throws(FileWriteError) {
                try AtomicFile.write(Array(text.utf8), to: path, isRepeated: true)
            } catch {
                hasFailed = true
                console.note("the log is not kept: \(error)", always: true)
            }
        }
    }

    private func show(_ model: TextModel, _ progress: TrainingProgress, _ console: inout Console) {
        guard let options = try? SamplingOptions(temperature: 0.8, topK: 0, topP: 1),
            let limits = try? LengthLimits(maximum: Self.sampleLength)
        else { return }
        var text = String.UnicodeScalarView()
        _ = try? model.write(options: options, limits: limits, seed: UInt64(progress.step)) { scalar in
            text.append(scalar)
            return Interruption.isRaised ? .interrupted : nil
        }
        let loss = progress.trainingLoss.map { ", training loss \(NumberText.fixed($0, decimals: 2))" } ?? ""
        console.note("after \(NumberText.grouped(progress.step)) updates\(loss):")
        for line in String(text).split(separator: "\n", omittingEmptySubsequences: false) { console.note("  \(line)") }
    }
}
