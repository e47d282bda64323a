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

    @Option(help: ArgumentHelp("Hidden size, 8 to 1024.", valueName: "n"))
    var hidden = 160

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
        let configuration = try networkConfiguration()
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        do { try Directories.checkWritable(output) } catch { throw Failure(error) }
        let corpus = try readCorpus(&console)
        var random = Xoshiro256StarStar(seed: seed)
        let data = HeldOut(corpus.solos, using: &random)
        let network: Network
        do { network = try Network(configuration, using: &random) } catch { throw Failure(error) }
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
        options.maximumSeconds = try seconds()
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
                network, training: training, validation: validation, progress: { console.progress(report($0)) },
                shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            throw Failure(Failure(error).status, "\(folder): \(error)")
        }
        console.clear()
        let bits = BitsPerNote(network: result.network, solos: data.validation)
        let model = Model(
            network: result.network, vocabulary: LeadVocabulary.names, card: card(corpus, result, options, bits),
            extra: [LeadModelFile.encodingKey: LeadModel.encoding])
        do { try model.write(to: output, as: compact ? .bfloat16 : .float32) } catch {
            throw Failure(error)
        }
        print(
            "\(output): held-out \(words(bits)), best after \(result.bestStep) of \(result.steps) updates")
        if result.ending == .interrupted { throw Failure(.interrupted, "") }
    }

    private func seconds() throws -> Double? {
        guard let budget else { return nil }
        guard let seconds = DurationText.seconds(budget), seconds > 0 else {
            throw Failure(.usage, "--budget \(budget) is not a time; write 90s, 10m or 1h")
        }
        return seconds
    }

    private func networkConfiguration() throws -> NetworkConfiguration {
        guard let kind = CellKind(rawValue: cell) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--cell \(cell) is not known; choose one of \(known)")
        }
        guard (8...1024).contains(hidden), (1...4).contains(layers) else {
            throw Failure(.usage, "--hidden \(hidden) --layers \(layers) is not possible; choose 8 to 1024 and 1 to 4")
        }
        return LeadModel.configuration(cell: kind, hiddenSize: hidden, layers: layers)
    }

    /// Reads the folder and says what became of the files that gave nothing.
    private func readCorpus(_ console: inout Console) throws -> SoloCorpus {
        let corpus: SoloCorpus
        do throws(SoloCorpusError) {
            corpus = try SoloCorpus.read(folder: folder) { _, _ in !Interruption.isRaised }
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        if Interruption.isRaised { throw Failure(.interrupted, "") }
        // What became of a file is said even with --quiet: nothing may be left out unnoticed.
        func say(_ text: String) { Descriptor.error.write("jazz: \(text)\n") }
        var used = 0
        var estimated = 0
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(_, _, let chords):
                used += 1
                if chords == .estimated { estimated += 1 }
                if chords == .none { say("\(path): used, but without chords: it has neither markers nor other tracks") }
            case .refused(let refusal): say("\(path): refused: \(refusal)")
            case .duplicate(let twin): say("\(path): refused: the same notes as \(twin)")
            }
        }
        guard used > 0 else {
            throw Failure(
                .data,
                "\(folder): none of its \(counted(corpus.files.count, "MIDI file")) can be learned from; "
                    + "the reasons are above")
        }
        console.note(
            "\(used) of \(counted(corpus.files.count, "file")) used: \(corpus.solos.count) solos, "
                + "\(corpus.noteCount) notes" + (estimated > 0 ? "; chords of \(estimated) estimated" : ""))
        return corpus
    }

    private func report(_ progress: TrainingProgress) -> ProgressLine.Report {
        var details: [String] = []
        if let loss = progress.validationLoss ?? progress.trainingLoss {
            details.append("loss \(decimal(loss, places: 3))")
        }
        details.append("\(NumberText.compact(progress.tokensPerSecond)) tokens/s")
        details.append("\(DurationText.clock(progress.secondsLeft)) left")
        return ProgressLine.Report(label: "learning", fraction: progress.fraction, details: details)
    }

    private func words(_ bits: BitsPerNote) -> String {
        "\(decimal(bits.rhythm + bits.pitch, places: 2)) bits a note (rhythm \(decimal(bits.rhythm, places: 2)), "
            + "pitch \(decimal(bits.pitch, places: 2)); touch \(decimal(bits.touch, places: 2)))"
    }

    private func card(_ corpus: SoloCorpus, _ result: TrainingResult, _ options: TrainingOptions, _ bits: BitsPerNote)
        -> ModelCard
    {
        var card = ModelCard(kind: LeadModel.kind)
        card.name = name ?? (folder.split(separator: "/").last.map(String.init) ?? folder)
        card.data = "\(corpus.solos.count) solos, \(corpus.noteCount) notes"
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
            ShowModel.heldOut: words(bits), "learning rate": "\(learningRate)", "epochs": decimal(options.epochs ?? 0),
        ]
        return card
    }
}
