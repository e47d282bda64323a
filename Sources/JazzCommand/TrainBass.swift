import ArgumentParser
import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling
import Terminal
import Training

/// `jazz train-bass`: a bass model from a folder of MIDI files.
struct TrainBass: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-bass",
        abstract: "Learn to walk the bass from a folder of MIDI files.",
        discussion: """
            Every .mid and .midi file in the folder and below it is read. The bass is the track so named, or one with a \
            bass program, or the lowest line; the chords are its markers, or are estimated from the other tracks. About \
            a tenth of the beats is held out to measure by, whole players where the files' names begin with a player \
            and an underscore, and the weights that did best on them are kept. Ctrl-C ends the training; what was best \
            so far is written.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "out.safetensors"))
    var output: String

    @Option(help: ArgumentHelp("Hidden size, 8 to 512. Default: 64, less for few beats.", valueName: "n"))
    var hidden: Int?

    @Option(
        help: ArgumentHelp("Passes through the lines at most. Default: 16, more for few lines.", valueName: "n"))
    var epochs: Double?

    @Option(help: ArgumentHelp("The share of the network's output hidden from it while it learns.", valueName: "share"))
    var dropout = 0.4

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

    @Flag(
        name: .shortAndLong,
        help: "Name every file and say why it is used or refused, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which files were refused.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        if let hidden, !(8...512).contains(hidden) {
            throw Failure(.usage, "--hidden \(hidden) is not possible; choose 8 to 512")
        }
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        try Directories.checkWritable(output)
        let corpus = try readCorpus(&console)
        let configuration = BassModel.configuration(
            hiddenSize: hidden ?? (corpus.beatCount < 5_000 ? 24 : corpus.beatCount < 30_000 ? 48 : 64))
        var random = Xoshiro256StarStar(seed: seed)
        let (learned, held) = corpus.heldOut(using: &random)
        let network = try Network(configuration, using: &random)
        let training = learned.map { $0.encoded() }.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        let validation = held.map { $0.encoded() }.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        try network.setOutputBias(frequencies: training.targetCounts(outputSize: BassVocabulary.count))
        let options = options(beats: training.reduce(0) { $0 + $1.targets.count })
        console.note(
            "learning \(counted(learned.count, "line")), \(counted(held.count, "line")) held out; "
                + "\(configuration.parameterCount) weights; Ctrl-C keeps the best so far")
        let result: TrainingResult
        do throws(TrainingError) {
            result = try Trainer(options).run(
                network, training: TokenSequences(training), validation: TokenSequences(validation),
                progress: { console.learning($0) }, shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            throw Failure(Failure(error).status, "\(folder): \(error)")
        }
        console.clear()
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is written")
        }
        let bits = BitsPerBeat(network: result.network, walks: held)
        let model = Model(
            network: result.network, vocabulary: BassVocabulary.names, card: card(corpus, result, options, bits),
            extra: [LeadModelFile.encodingKey: BassModel.encoding])
        try model.write(to: output, as: compact ? .bfloat16 : .float32)
        try Output.line(
            "\(output): held-out \(decimal(bits.bits, places: 2)) bits a beat, \(result.origin)")
        if result.ending == .interrupted { throw Failure(.interrupted, "") }
    }

    private func options(beats: Int) -> TrainingOptions {
        var options = TrainingOptions()
        options.window = 64
        // Few lines are read in narrow batches and more often: a network needs some hundred updates to learn anything.
        options.batchSize = max(2, min(16, beats / (20 * options.window)))
        let updatesPerEpoch = max(1, beats / (options.batchSize * options.window))
        options.epochs = epochs ?? max(16, 600 / Double(updatesPerEpoch))
        options.learningRate = learningRate
        options.dropout = dropout
        options.seed = seed
        options.threads = threads
        options.patience = 10
        return options.fitted(to: beats)
    }
}
