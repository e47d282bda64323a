import ArgumentParser
import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling
import Terminal
import Training

/// `jazz train`: a lead model from a folder of MIDI files.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn to improvise from a folder of MIDI files.",
        discussion: """
            Every .mid and .midi file in the folder and below it is read. The lead is the track so named, or the one most \
            like a melody; the chords are its markers, or are estimated from the other tracks. The model that comes with \
            jazz learns on from them: a folder is seldom enough to learn from nothing, which --from scratch does. About a \
            tenth of the notes is held out to measure by, whole players where the files' names begin with a player and an \
            underscore; the weights that did best on them are kept, which may be those it began with, and you are told how \
            well the solos held out were foretold before and after. Ctrl-C ends the training; what was best so far is written.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model file to write; not needed with --folds.", valueName: "out.safetensors"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "What learns on: a lead model, or scratch for a new network. Default: the model that comes with jazz.",
            valueName: "model or scratch"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Write no model: divide the players into n parts, learn n times without one of them, and tell how well it "
                + "is foretold.",
            valueName: "n"))
    var folds: Int?

    @Option(
        help: ArgumentHelp(
            "Hidden size of a new network, 8 to 1024. Default: 160, less for few notes.", valueName: "n"))
    var hidden: Int?

    @Option(help: ArgumentHelp("Layers of a new network, 1 to 4. Default: 1.", valueName: "n"))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "The cell of a new network: \(CellKind.allCases.map(\.rawValue).joined(separator: ", ")). Default: lstm.",
            valueName: "cell"))
    var cell: String?

    @Option(
        help: ArgumentHelp(
            "Passes through the solos at most. Default: 20, more for few solos; with --budget what the time allows.",
            valueName: "n"))
    var epochs: Double?

    @Option(
        help: ArgumentHelp(
            "The time to finish in, such as 90s, 10m or 1h; the result then depends on the machine's speed.",
            valueName: "time"))
    var budget: String?

    @Option(help: ArgumentHelp("The share of the network's output hidden from it while it learns.", valueName: "share"))
    var dropout = 0.5

    @Option(
        help: ArgumentHelp(
            "The share of what a layer passes to the next hidden while it learns, the same for a whole window.",
            valueName: "share"))
    var layerDropout = 0.0

    @Option(help: ArgumentHelp("The share of the recurrent weights hidden while it learns.", valueName: "share"))
    var weightDrop = 0.0

    @Option(
        help: ArgumentHelp(
            "The highest learning rate. Default: 0.003, 0.001 for a model that learns on.", valueName: "rate"))
    var learningRate: Double?

    @Option(help: ArgumentHelp("The same seed and data give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; makes no difference to the result. Default: all cores.", valueName: "n"))
    var threads: Int?

    @OptionGroup var checkpoints: CheckpointArguments

    @Option(help: ArgumentHelp("A name for the model, kept in its card.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose music it is, kept in the model's card.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    @Flag(
        name: .shortAndLong,
        help: "Name every file and say why it is used or refused, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which files were refused.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        let start = Environment.seconds()
        let origin = try LeadOrigin(self)
        let limit = try seconds()
        if let folds { return try measure(folds: folds, origin, seconds: limit) }
        guard let output else { throw Failure(.usage, "name the model file to write with -o out.safetensors") }
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        try Directories.checkWritable(output)
        let checkpoint = Directories.isReplaceable(output) ? "\(output).checkpoint" : nil
        if checkpoint == nil, checkpoints.resume {
            throw Failure(.missingInput, "\(output) is no file, so there is no checkpoint beside it to resume")
        }
        if let warning = checkpoint.flatMap(checkpoints.warning) { console.note(warning) }
        let corpus = try readCorpus(&console)
        var random = Xoshiro256StarStar(seed: seed)
        let data = HeldOut(corpus.solos, using: &random)
        let lesson = try LeadLesson(data, origin, self, notes: corpus.noteCount, seconds: limit, using: &random)
        let before = origin.model.map { BitsPerNote(network: $0.network, solos: data.validation) }
        let (copies, known) = corpus.copies(adding: origin.copies)
        console.note(
            "\(origin.model == nil ? "learning" : "learning on from \(origin.name):") "
                + "\(counted(data.training.count, "solo")), "
                + (data.isCut ? "the last tenth held out; " : "\(counted(data.validation.count, "solo")) held out; ")
                + "\(lesson.network.configuration.parameterCount) weights; Ctrl-C keeps the best so far")
        if known > 0 {
            console.note(
                "\(origin.name) has learned \(known == corpus.solos.count ? "these solos" : "\(known) of these solos") "
                    + "before: it foretells them better than it would others")
        }
        let result = try lesson.run(
            checkpoints: checkpoint.map(checkpoints.plan), secondsBefore: Environment.seconds() - start, folder: folder,
            &console)
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is written")
        }
        let bits = BitsPerNote(network: result.network, solos: data.validation)
        let model = Model(
            network: result.network, vocabulary: LeadVocabulary.names,
            card: card(corpus, result, lesson.options, bits, before: before, origin),
            extra: [LeadModelFile.encodingKey: LeadModel.encoding, LeadModelFile.copiesKey: copies.text])
        try model.write(to: output, as: compact ? .bfloat16 : .float32)
        try Output.line("\(output): held-out \(words(bits)), \(result.origin)")
        if let before {
            try Output.line("\(origin.name) before: \(words(before))")
            try Output.line(comparison(of: bits, with: before, result))
        }
        if result.ending == .interrupted {
            if checkpoint != nil { console.note("stopped; the best so far is written, --resume goes on") }
            throw Failure(.interrupted, "")
        }
        if let checkpoint { try Checkpoint.remove(checkpoint) }
    }

    /// Learns once for each part of the players, and prints how well it was foretold.
    private func measure(folds: Int, _ origin: LeadOrigin, seconds: Double?) throws {
        guard (2...50).contains(folds) else {
            throw Failure(.usage, "--folds \(folds) is not possible; divide the players into 2 to 50 parts")
        }
        guard output == nil else { throw Failure(.usage, "--folds writes no model; leave -o out") }
        guard !checkpoints.resume else { throw Failure(.usage, "--folds cannot be resumed") }
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        let corpus = try readCorpus(&console)
        var all: [BitsPerNote] = []
        var allBefore: [BitsPerNote] = []
        for fold in 0..<folds {
            let data = HeldOut(corpus.solos, fold: fold, of: folds)
            guard !data.validation.isEmpty, !data.training.isEmpty else {
                throw Failure(.data, "\(folder): it has fewer than \(folds) players; choose fewer --folds")
            }
            var random = Xoshiro256StarStar(seed: seed)
            let lesson = try LeadLesson(data, origin, self, notes: corpus.noteCount, seconds: seconds, using: &random)
            if let model = origin.model {
                allBefore.append(BitsPerNote(network: model.network, solos: data.validation))
            }
            let result = try lesson.run(checkpoints: nil, secondsBefore: 0, folder: folder, &console)
            if result.ending == .interrupted { throw Failure(.interrupted, "") }
            let bits = BitsPerNote(network: result.network, solos: data.validation)
            try Output.line("part \(fold + 1) of \(folds): \(counted(data.validation.count, "solo")), \(words(bits))")
            all.append(bits)
        }
        try Output.line("all \(folds): \(words(BitsPerNote(mean: all)))")
        if !allBefore.isEmpty { try Output.line("\(origin.name) before: \(words(BitsPerNote(mean: allBefore)))") }
    }

    private func seconds() throws -> Double? {
        guard let budget else { return nil }
        guard let seconds = DurationText.seconds(budget), seconds > 0 else {
            throw Failure(.usage, "--budget \(budget) is not a time; write 90s, 10m or 1h")
        }
        return seconds
    }
}
