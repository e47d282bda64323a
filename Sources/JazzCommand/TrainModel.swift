import ArgumentParser
import Cluster
import Commands
import Files
import JazzTraining
import ModelFile
import Recurrent
import Numerics
import Repertoire
import Terminal
import Training

/// `jazz train`, `jazz train-backward`, `jazz train-bass` and `jazz train-changes`: a model from a lesson.
struct TrainModel<Subject: TaughtLesson>: ParsableCommand {
    static var configuration: CommandConfiguration { Subject.configuration }

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model file to write; not needed with --folds.", valueName: "out.safetensors"))
    var output: String?

    @Option(
        number:
            "Write no model: divide the \(Subject.piece)s into n parts, learn n times without one of them, and tell how "
            + "well it is predicted.", value: "n")
    var folds: Int?

    @OptionGroup(title: "Learning") var learning: LessonArguments<Subject>

    @OptionGroup(title: "The model") var model: ModelArguments

    @OptionGroup(title: "Interruptions") var checkpoints: CheckpointArguments

    @Flag(
        name: .shortAndLong,
        help: "Name every \(Subject.item) and say why it is used or refused, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which \(Subject.item)s were refused.")
    var quiet = false

    @Argument(help: Subject.source)
    var source: String

    func validate() throws {
        if let output {
            try OutputName.checkIsFile(output, "a model")
            try OutputName.check(output, endings: [".safetensors"], "a model is written as safetensors")
        }
        guard let folds else {
            if output == nil { throw ValidationError("name the model file to write: -o or --output out.safetensors") }
            return
        }
        guard (2...50).contains(folds) else {
            throw ValidationError("--folds \(folds) is not possible; divide the \(Subject.piece)s into 2 to 50 parts")
        }
        guard output == nil else { throw ValidationError("--folds writes no model; leave -o out") }
        guard !checkpoints.resume else { throw ValidationError("--folds cannot be resumed; leave --resume out") }
        let ofModels = ["--checkpoint-every", "--name", "--attribution", "--compact"]
        if let option = Self.given(besides: []).first(where: ofModels.contains) {
            throw ValidationError("--folds writes no model; leave \(option) out")
        }
    }

    func run() throws {
        try Cluster.together(
            begin: Interruption.takeUserSignals, wait: { Environment.wait(seconds: 10) }, run(with:))
    }

    /// - Parameter ranks: The processes that learn together, of which the first speaks and writes; nil for this one alone.
    private func run(with ranks: (any Ranks)?) throws {
        let start = Environment.seconds()
        let origin = try learning.origin()
        var console = Console("jazz", isQuiet: quiet || !ranks.isFirst)
        guard let folds else { return try write(to: output ?? "", origin, start: start, ranks, &console) }
        guard ranks == nil else {
            throw Failure(.usage, "--folds learns many times, each alone; leave cluster out")
        }
        try measure(folds: folds, origin, &console)
    }

    /// Learns, and writes the model.
    private func write(
        to output: String, _ origin: (model: Model, name: String)?, start: Double, _ ranks: (any Ranks)?,
        _ console: inout Console
    ) throws {
        try Directories.checkWritable(output)
        let checkpoint = Directories.isReplaceable(output) ? "\(output).checkpoint" : nil
        if checkpoint == nil, checkpoints.resume {
            throw Failure(.missingInput, "\(output) is no file, so there is no checkpoint beside it to resume")
        }
        try refuseToReplace(output: output, checkpoint: checkpoint)
        if let warning = checkpoint.flatMap(checkpoints.warning) { console.note(warning) }
        let lesson = try read(isTold: ranks.isFirst, &console)
        var random = Xoshiro256StarStar(seed: model.seed)
        let split: MusicSplit
        do { split = try lesson.split(using: &random) } catch { throw Failure(error) }
        let settings = learning.settings(
            seed: model.seed, threads: console.threads(learning.training.threads ?? ranks?.threads), ranks: ranks?.count
        )
        let run = try LessonRun(
            lesson, split: split, from: origin?.model, settings: settings, using: &random)
        let before = origin.flatMap { run.report($0.model.network) }
        let (extra, note) = try lesson.extra(from: origin)
        console.note(
            "\(origin.map { "learning on from \($0.name)" } ?? "learning"): "
                + "\(counted(split.training.count, Subject.piece)), "
                + (split.isCut
                    ? "the last tenth held out; " : "\(counted(split.validation.count, Subject.piece)) held out; ")
                + "\(counted(run.network.configuration.parameterCount, "weight")); Ctrl-C keeps the best so far")
        if let note { console.note(note) }
        let result = try learn(
            run, checkpoints: checkpoint.map(checkpoints.plan), secondsBefore: Environment.seconds() - start,
            ranks: ranks, keepsBest: true, &console)
        Cluster.end()
        guard ranks.isFirst else { return }
        let report = result.ending == .interrupted ? nil : run.report(result.network) { Interruption.isRaised }
        try Subject.form.model(
            result.network, card: card(run, result, report, before: before, origin?.model.card), extra: extra
        ).write(to: output, as: model.elementType)
        try tell(report, before: before, result, output: output, origin: origin?.name, &console)
        if result.ending == .interrupted {
            if checkpoint != nil { console.note("stopped; the best so far is written, --resume goes on") }
            throw Failure(.interrupted, "")
        }
        if let checkpoint { try Checkpoint.remove(checkpoint) }
        if report == nil { throw Failure(.interrupted, "") }
    }

    /// Learns once for each part, and prints how well it was predicted.
    private func measure(folds: Int, _ origin: (model: Model, name: String)?, _ console: inout Console) throws {
        let lesson = try read(isTold: true, &console)
        let settings = learning.settings(seed: model.seed, threads: console.threads(learning.training.threads))
        var all: [Subject.Report] = []
        var allBefore: [Subject.Report] = []
        for fold in 0..<folds {
            let split: MusicSplit
            do { split = try lesson.split(fold: fold, of: folds) } catch {
                throw Failure(.data, "\(source): \(error)")
            }
            var random = Xoshiro256StarStar(seed: model.seed)
            let run = try LessonRun(
                lesson, split: split, from: origin?.model, settings: settings, using: &random)
            allBefore += [origin.flatMap { run.report($0.model.network) }].compactMap(\.self)
            let result = try learn(run, checkpoints: nil, secondsBefore: 0, ranks: nil, keepsBest: false, &console)
            guard let report = run.report(result.network) else { continue }
            try Output.line(
                "part \(fold + 1) of \(folds): \(counted(split.validation.count, Subject.piece)), "
                    + Subject.words(report))
            all.append(report)
        }
        try Output.line("all \(folds): \(Subject.words(Subject.Report(mean: all)))")
        if let origin { try Output.line("\(origin.name) before: \(Subject.words(Subject.Report(mean: allBefore)))") }
    }
}

extension Optional where Wrapped == any Ranks {
    /// Whether this process speaks and writes for all.
    fileprivate var isFirst: Bool { map { $0.rank == 0 } ?? true }
}

extension Ranks {
    /// The threads of a process where several share a machine.
    fileprivate var threads: Int { max(1, Processors.available / Cluster.neighbours) }
}
