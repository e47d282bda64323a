import ArgumentParser
import Commands
import FoundationEssentials
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling
import Terminal
import Training

/// `jazz train-changes`: learns from a file of chord progressions.
struct TrainChanges: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-changes", abstract: "Learn to invent changes from a file of chord progressions.",
        discussion: """
            The file has a tune a line, as JSON: {"title": "…", "key": "F-maj", "time": "4/4", "sections": [["A", \
            [["Fmaj7", 2], ["C7", 2]]], …]}, the number being a chord's length in beats. A tenth of the tunes is held \
            out to measure by, and the weights that foretell them best are kept. Ctrl-C ends the training; what was best \
            so far is written.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "out.safetensors"))
    var output: String

    @Option(help: ArgumentHelp("Hidden size, 8 to 512.", valueName: "n"))
    var hidden = 112

    @Option(help: ArgumentHelp("Passes through the tunes at most.", valueName: "n"))
    var epochs = 30.0

    @Option(help: ArgumentHelp("The share of the network's output hidden from it while it learns.", valueName: "share"))
    var dropout = 0.4

    @Option(help: ArgumentHelp("The share of the recurrent weights hidden while it learns.", valueName: "share"))
    var weightDrop = 0.4

    @Option(help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
    var learningRate = 6e-3

    @Option(help: ArgumentHelp("The same seed and data give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; makes no difference to the result. Default: all cores.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("A name for the model, kept in its card.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose work the progressions are, kept in the model's card.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and what became of the lines.")
    var quiet = false

    @Argument(help: ArgumentHelp("A file of progressions, one a line.", valueName: "file.jsonl"))
    var file: String

    func run() throws {
        guard (8...512).contains(hidden) else {
            throw Failure(.usage, "--hidden \(hidden) is not possible; choose 8 to 512")
        }
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        try Directories.checkWritable(output)
        let tunes = try readTunes(&console)
        var random = Xoshiro256StarStar(seed: seed)
        let split = ProgressionSplit(tunes, using: &random)
        guard !split.validation.isEmpty else {
            throw Failure(.data, "\(file): one tune is too few; some hundred are needed")
        }
        let network = try Network(ProgressionModel.configuration(hiddenSize: hidden), using: &random)
        let training = split.training.map { TokenSequence($0.encoded()) }
        let validation = split.validation.map { TokenSequence($0.encoded()) }
        try network.setOutputBias(frequencies: training.targetCounts(outputSize: ProgressionVocabulary.count))
        let options = options(tokens: training.reduce(0) { $0 + $1.targets.count })
        console.note(
            "learning \(counted(training.count, "tune")), \(counted(validation.count, "tune")) held out; "
                + "\(network.parameters.count) weights; Ctrl-C keeps the best so far")
        let result: TrainingResult
        do throws(TrainingError) {
            result = try Trainer(options).run(
                network, training: TokenSequences(training), validation: TokenSequences(validation),
                progress: { console.learning($0) }, shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            throw Failure(Failure(error).status, "\(file): \(error)")
        }
        console.clear()
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is written")
        }
        let report = ChangesReport(network: result.network, split: split)
        let model = Model(
            network: result.network, vocabulary: ProgressionVocabulary.names,
            card: card(tunes.count, result, options, report),
            extra: [LeadModelFile.encodingKey: ProgressionModel.encoding])
        try model.write(to: output, as: compact ? .bfloat16 : .float32)
        try Output.line("\(output): held-out \(report.network)")
        console.note(report.comparison)
        if result.ending == .interrupted { throw Failure(.interrupted, "") }
    }

    /// Reads the file and says which lines gave nothing.
    private func readTunes(_ console: inout Console) throws -> [ProgressionTune] {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure(.missingInput, "\(file): no such file")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(.missingInput, "\(file): cannot be read; is it a file, and readable?")
        }
        let corpus = ChangesCorpus([UInt8](data)) { Interruption.isRaised }
        if Interruption.isRaised { throw Failure(.interrupted, "") }
        for (line, reason) in corpus.refused.prefix(20) {
            console.note("\(file): line \(line): refused: \(reason)", always: true)
        }
        if corpus.refused.count > 20 {
            console.note("\(file): \(corpus.refused.count - 20) more lines refused", always: true)
        }
        guard !corpus.tunes.isEmpty else {
            throw Failure(.data, "\(file): no line of it is a progression that can be learned from")
        }
        return corpus.tunes
    }

    private func options(tokens: Int) -> TrainingOptions {
        var options = TrainingOptions()
        options.window = 128
        options.batchSize = max(2, min(16, tokens / (20 * options.window)))
        options.epochs = epochs
        options.learningRate = learningRate
        options.dropout = dropout
        options.weightDrop = weightDrop
        options.seed = seed
        options.threads = threads
        options.patience = 10
        return options.fitted(to: tokens)
    }

    private func card(
        _ tunes: Int, _ result: TrainingResult, _ options: TrainingOptions, _ report: ChangesReport
    ) -> ModelCard {
        var card = ModelCard(kind: ProgressionModel.kind)
        card.name = name ?? (file.split(separator: "/").last.map(String.init) ?? file)
        card.data = "\(tunes) progressions"
        card.attribution = attribution ?? ""
        card.date = Environment.today()
        card.program = "jazz \(JazzMain.version)"
        card.seed = seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = [
            "batch": "\(options.batchSize)", "window": "\(options.window)", "dropout": "\(dropout)",
            "weight drop": "\(weightDrop)", "learning rate": "\(learningRate)", "epochs": decimal(epochs),
            "weights": result.weights.rawValue, ShowModel.heldOut: report.network, "beside": report.comparison,
        ]
        return card
    }
}

extension TokenSequence {
    init(_ progression: EncodedProgression) {
        self.init(inputs: progression.inputs, targets: progression.targets)
    }
}

/// How well held-out tunes are foretold, by the network and by counts of chords in a row.
struct ChangesReport {
    /// The network's perplexities in words.
    var network: String
    /// Those of the counts.
    var comparison: String

    init(network: Network, split: ProgressionSplit) {
        let loss = ProgressionLoss(network: network, tunes: split.validation)
        let counts = ProgressionBaseline(split.training)
        self.network =
            "perplexity \(decimal(exponential(loss.chord), places: 2)) a chord, "
            + "\(decimal(exponential(loss.length), places: 2)) a length (\(loss.chords) chords)"
        let others = (0...2).map { decimal(exponential(counts.loss(split.validation, history: $0)), places: 2) }
        comparison =
            "counts of single chords, pairs and triples come to \(others[0]), \(others[1]) and \(others[2]) a chord; "
            + "they do not see form, bar and beat"
    }
}
