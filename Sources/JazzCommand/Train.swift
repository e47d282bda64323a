import ArgumentParser
import Commands
import Jazz
import ModelFile
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
            like a melody; the chords are its markers, or are estimated from the other tracks. A tenth of the solos is \
            held out to measure by, and the weights that did best on them are kept. Ctrl-C ends the training; what was \
            best so far is written.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "out.safetensors"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Hidden size, 8 to 1024. Default: 160, less for few notes.", valueName: "n"))
    var hidden: Int?

    @Option(help: ArgumentHelp("Layers, 1 to 4.", valueName: "n"))
    var layers = 1

    @Option(help: "The cell: \(CellKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var cell = CellKind.lstm.rawValue

    @Option(
        help: ArgumentHelp(
            "Passes through the solos at most. Default: 20, more for few solos.", valueName: "n"))
    var epochs: Double?

    @Option(
        help: ArgumentHelp(
            "The time to finish in, such as 90s, 10m or 1h; the result then depends on the machine's speed.",
            valueName: "time"))
    var budget: String?

    @Option(help: ArgumentHelp("The share of the network's output hidden from it while it learns.", valueName: "share"))
    var dropout = 0.3

    @Option(help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
    var learningRate = 3e-3

    @Option(help: ArgumentHelp("The same seed and data give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; makes no difference to the result. Default: all cores.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("A name for the model, kept in its card.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose music it is, kept in the model's card.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and what became of the files.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        let kind = try cellKind()
        let limit = try seconds()
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        try Directories.checkWritable(output)
        let corpus = try readCorpus(&console)
        let configuration = LeadModel.configuration(
            cell: kind, hiddenSize: hidden ?? Self.hiddenSize(notes: corpus.noteCount), layers: layers)
        var random = Xoshiro256StarStar(seed: seed)
        let data = HeldOut(corpus.solos, using: &random)
        let network = try Network(configuration, using: &random)
        let training = data.training.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        let validation = data.validation.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        try network.setOutputBias(frequencies: training.targetCounts(outputSize: LeadVocabulary.count))
        var options = TrainingOptions()
        options.window = 192
        let tokens = data.training.reduce(0) { $0 + $1.targets.count }
        // Few solos are read in narrow batches and more often: a network needs some hundred updates to learn anything.
        options.batchSize = max(2, min(16, tokens / (20 * options.window)))
        let updatesPerEpoch = max(1, tokens / (options.batchSize * options.window))
        options.epochs = epochs ?? max(20, 600 / Double(updatesPerEpoch))
        options.maximumSeconds = limit
        options.learningRate = learningRate
        options.dropout = dropout
        options.seed = seed
        options.threads = threads
        options.patience = 10
        options = options.fitted(to: tokens)
        console.note(
            "learning \(counted(training.count, "solo")), \(counted(validation.count, "solo")) held out; "
                + "\(configuration.parameterCount) weights; Ctrl-C keeps the best so far")
        let result: TrainingResult
        do throws(TrainingError) {
            result = try Trainer(options).run(
                network, training: TokenSequences(training), validation: TokenSequences(validation),
                progress: { console.progress(ProgressLine.Report($0)) },
                shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            throw Failure(Failure(error).status, "\(folder): \(error)")
        }
        console.clear()
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is written")
        }
        let bits = BitsPerNote(network: result.network, solos: data.validation)
        let model = Model(
            network: result.network, vocabulary: LeadVocabulary.names, card: card(corpus, result, options, bits),
            extra: [LeadModelFile.encodingKey: LeadModel.encoding])
        try model.write(to: output, as: compact ? .bfloat16 : .float32)
        print("\(output): held-out \(words(bits)), best after \(result.bestStep) of \(result.steps) updates")
        if result.ending == .interrupted { throw Failure(.interrupted, "") }
    }

    private func seconds() throws -> Double? {
        guard let budget else { return nil }
        guard let seconds = DurationText.seconds(budget), seconds > 0 else {
            throw Failure(.usage, "--budget \(budget) is not a time; write 90s, 10m or 1h")
        }
        return seconds
    }

    /// A wide network learns a few solos by heart before it learns to play.
    private static func hiddenSize(notes: Int) -> Int { notes < 5_000 ? 32 : notes < 50_000 ? 96 : 160 }

    /// Checks the shape asked for.
    private func cellKind() throws -> CellKind {
        guard let kind = CellKind(rawValue: cell) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--cell \(cell) is not known; choose one of \(known)")
        }
        if let hidden, !(8...1024).contains(hidden) {
            throw Failure(.usage, "--hidden \(hidden) is not possible; choose 8 to 1024")
        }
        guard (1...4).contains(layers) else {
            throw Failure(.usage, "--layers \(layers) is not possible; choose 1 to 4")
        }
        return kind
    }
}
