import Bookshelf
import Cluster
import Commands
import ModelFile
import Numerics
import Prose
import Recurrent
import Sampling
import Terminal
import Training

/// Teaches a network a corpus while showing how it goes.
struct Learning {
    let corpus: Corpus
    private(set) var plan: LearningPlan
    /// Where the state of the run is saved; nil for nowhere.
    let checkpoints: CheckpointPlan?
    /// When the work began, for the time that is given for all of it.
    let start: Double
    private let watch: WatchArguments
    /// The processes that learn together; nil for this one alone.
    var ranks: (any Ranks)?

    /// The fraction of the time for finding out how fast this machine is.
    private static let probeFraction = 0.02

    init(corpus: Corpus, plan: LearningPlan, checkpoints: CheckpointPlan?, start: Double, watch: WatchArguments) {
        self.corpus = corpus
        self.plan = plan
        self.checkpoints = checkpoints
        self.start = start
        self.watch = watch
    }

    /// Trains until the plan is fulfilled or Ctrl-C; the best weights so far are kept either way.
    ///
    /// - Throws: `ProseError`, `NetworkError`, `TrainingError`; `Failure` where it was interrupted before it
    ///   learned anything.
    mutating func run(_ console: inout Console) throws -> LearnedText {
        let base = try plan.base?.text.knowing(corpus, layout: plan.layout)
        let tokenizer = base?.model.tokenizer ?? plan.tokenizer(corpus)
        let split = try CorpusSplit(
            corpus, tokenizer: tokenizer, layout: plan.layout, separator: plan.separator, holdOut: plan.holdOut,
            temporaryDirectory: Environment.value("TMPDIR") ?? "/var/tmp")
        let tokenCount = split.training.lengths.reduce(0, +)
        if let ranks { plan.share(threads: max(1, Processors.available / Cluster.neighbours), ranks: ranks.count) }
        plan.count(tokenCount, tokenizer)
        try plan.readVectors(tokenizer)
        if let path = checkpoints?.path, checkpoints?.resumes == true, let checkpoint = try Checkpoint.read(path) {
            plan.adopt(checkpoint)
        } else if plan.isOpen {
            // A network of a size that was asked for is tried out first.
            try TrainingMemory(plan.probe(tokenizer), options: plan.options(tokenCount: tokenCount)).check()
            try decide(split, tokenizer, tokenCount)
        }
        let configuration = plan.configuration(tokenizer)
        try checkMemory(configuration, tokenCount, &console)
        let network = try base?.model.network ?? newNetwork(configuration, split, tokenizer, &console)
        announce(network, tokenizer, new: base?.new, &console)
        announce(split, &console)

        var trainer = Trainer(plan.options(tokenCount: tokenCount), checkpoints: checkpoints)
        trainer.secondsBefore = Environment.seconds() - start
        trainer.ranks = ranks
        if ranks != nil { trainer.build = Environment.programFingerprint() }
        let isFirst = ranks.map { $0.rank == 0 } ?? true
        var watch = try LearningWatch(watch, resuming: checkpoints?.resumes == true)
        let layout = plan.layout
        let result: TrainingResult
        do {
            defer { console.clear() }
            result = try trainer.run(
                network, training: split.training, validation: split.validation,
                progress: { progress in
                    // From the first update on there is something to keep; before, a signal ends all at once.
                    if progress.step > 0 { Interruption.catchSignals() }
                    console.learning(progress)
                },
                watch: { progress, network in
                    guard isFirst else { return }
                    watch.take(progress, &console) {
                        try? TextModel(network: network(), tokenizer: tokenizer, layout: layout)
                    }
                },
                shouldStop: { Interruption.isRaised || corpus.isCut })
        }
        if isFirst { watch.finish(&console) }
        if corpus.isCut { throw ProseError.changed(file: corpus.name) }
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is kept")
        }
        let text = try TextModel(network: result.network, tokenizer: tokenizer, layout: plan.layout)
        return LearnedText(text, card: card(result, split, unknownFraction: tokenizer.unknownFraction(of: corpus)))
    }

    private func newNetwork(
        _ configuration: NetworkConfiguration, _ split: CorpusSplit, _ tokenizer: Tokenizer, _ console: inout Console
    ) throws(NetworkError) -> Network {
        var generator = Xoshiro256StarStar(seed: LearningPlan.seed)
        var network = try Network(configuration, using: &generator) { done in
            console.progress(.init(label: "initialising", fraction: done, details: []))
        }
        try network.setOutputBias(frequencies: split.training.targetCounts())
        if let vectors = plan.known {
            let (reading, share) = vectors.read(by: network, tokenizer)
            network = reading
            console.note("\(Self.percent(share)) of the words begin with vectors of \(vectors.dimension) numbers")
        }
        return network
    }

    /// Finds out how fast this machine is, and what that is good for in the time there is.
    private mutating func decide(_ split: CorpusSplit, _ tokenizer: Tokenizer, _ tokenCount: Int) throws {
        guard let time = plan.options.maximumSeconds else { return }
        let probe = plan.probe(tokenizer)
        var options = plan.options
        // Wide batches go faster, but few of them fit into a short time.
        (options.batchSize, options.window) = time < 10 ? (16, 32) : (32, 64)
        let speed = try SpeedProbe.tokensPerSecond(
            probe, training: split.training, options: options.fitted(to: tokenCount),
            seconds: min(1, time * Self.probeFraction))
        let left = max(0, time - (Environment.seconds() - start))
        // All choose the same network: what rank 0 found out counts.
        let (agreedSpeed, agreedLeft) = (ranks?.agreed(speed) ?? speed, ranks?.agreed(left) ?? left)
        plan.decide(probe, tokensPerSecond: agreedSpeed, seconds: agreedLeft * 0.9, dataTokens: tokenCount)
    }

    /// Says what learning will take where that is much, and refuses what the machine lacks.
    private func checkMemory(
        _ configuration: NetworkConfiguration, _ tokenCount: Int, _ console: inout Console
    ) throws(TrainingError) {
        let memory = TrainingMemory(configuration, options: plan.options(tokenCount: tokenCount))
        try memory.check()
        if memory.total >= 1 << 30 {
            console.note(
                "learning takes up to \(NumberText.fixed(Double(memory.total) / 0x1p30, decimals: 1)) GiB of memory")
        }
    }

    private func announce(
        _ network: Network, _ tokenizer: Tokenizer, new: [String]?, _ console: inout Console
    ) {
        let shape = "\(plan.cell.rawValue) \(plan.layers) × \(plan.hiddenSize)"
        let weights = NumberText.compact(Double(network.parameters.count))
        let files = corpus.fileCount == 1 ? "" : " from \(corpus.fileCount) files"
        console.note(
            "learning \(corpus.name): \(NumberText.grouped(corpus.characterCount)) characters\(files), "
                + Self.variety(tokenizer, corpus))
        if let base = plan.base, let new {
            console.note("learning on from \(base.file.card.name); \(Self.grown(tokenizer, by: new))")
        }
        console.note("\(shape), \(weights) weights; \(plan.limit), Ctrl-C keeps the best so far")
    }

    /// What a model that learns on gets to know.
    private static func grown(_ tokenizer: Tokenizer, by new: [String]) -> String {
        switch tokenizer.kind {
        case .bpe: return "its byte pairs stay as they are: they can spell any text"
        case .bytes: return "bytes are all known"
        case .characters, .words: break
        }
        let kind = tokenizer.kind == .words ? "new word or sign" : "new character"
        let several = tokenizer.kind == .words ? "new words and signs" : "new characters"
        guard !new.isEmpty else { return "no \(several)" }
        let number = new.count == 1 ? "1 \(kind)" : "\(NumberText.grouped(new.count)) \(several)"
        return "\(number): " + new.prefix(20).map { $0.debugDescription }.joined(separator: " ")
            + (new.count > 20 ? " …" : "")
    }

    private static func variety(_ tokenizer: Tokenizer, _ corpus: Corpus) -> String {
        let (learned, unknown) = (tokenizer.count - 2, tokenizer.unknownFraction(of: corpus))
        switch tokenizer.kind {
        case .bytes: return "as bytes"
        case .bpe: return "\(NumberText.grouped(learned)) byte pairs"
        case .words:
            guard unknown > 0 else { return "\(NumberText.grouped(learned)) different words and signs" }
            return
                "the \(NumberText.grouped(learned)) commonest words and signs are learned, \(percent(unknown)) of the text is "
                + "in other words and lost (--vocabulary keeps more)"
        case .characters:
            guard unknown > 0 else { return "\(learned) different" }
            return
                "\(NumberText.grouped(corpus.differentCharacters)) different, the \(NumberText.grouped(learned)) commonest "
                + "are learned, \(percent(unknown)) of the text is unknown"
        }
    }

    private static func percent(_ fraction: Double) -> String {
        "\(NumberText.fixed(fraction * 100, decimals: fraction < 0.1 ? 1 : 0)) %"
    }

    /// What was held out, in words.
    private func heldOut(_ split: CorpusSplit) -> String {
        switch (plan.layout, plan.holdOut) {
        case (.document, .blocks):
            let count = split.validation.lengths.count
            return count == 1 ? "one block of the text" : "\(count) blocks from all over the text"
        case (.document, .last): return "last tenth of the text"
        case (.lines, .blocks):
            return split.repeatedLines > 0 && split.keepsRepeatsTogether
                ? "every tenth of the different lines" : "every tenth line"
        case (.lines, .last): return "last tenth of the lines"
        case (.separated, .blocks):
            return split.repeatedLines > 0 && split.keepsRepeatsTogether
                ? "every tenth of the different documents" : "every tenth document"
        case (.separated, .last): return "last tenth of the documents"
        }
    }

    /// What is held out, and what is not made use of.
    private func announce(_ split: CorpusSplit, _ console: inout Console) {
        let together =
            split.keepsRepeatsTogether
            ? "; they are held out together" : "; some are both learned and held out, so that the loss is too good"
        if split.repeatedLines > 0 {
            console.note(
                "\(NumberText.grouped(split.repeatedLines)) of \(NumberText.grouped(split.lineCount)) \(plan.layout == .lines ? "lines" : "documents") are repeats"
                    + together)
        }
        let repeated = Double(split.repeatedCharacters) / Double(corpus.characterCount)
        if repeated >= 0.01 {
            console.note("\(Self.percent(repeated)) of the text are repeats\(together)")
        }
        let marks = plan.separator == Corpus.fileSeparator ? corpus.fileCount - 1 : 0
        let controls = corpus.controlCharacters - marks
        if controls > 0 {
            console.note(
                "the text has \(counted(controls, "control character")), which are learned "
                    + "like any other; a terminal is shown their names")
        }
        let heldOut = split.validation.characterCount
        let measured = plan.options.affordableValidationSteps
        if measured < heldOut {
            console.note(
                "of \(NumberText.grouped(heldOut)) characters held out, some \(NumberText.grouped(measured)) are measured"
            )
        }
        if split.lineStep > 1 {
            console.note("there are more lines than can be kept in mind: every \(split.lineStep)th is made use of")
        }
    }

    private func card(_ result: TrainingResult, _ split: CorpusSplit, unknownFraction: Double) -> ModelCard {
        var card = ModelCard(kind: LearnedText.kind)
        card.name = corpus.name.split(separator: "/").last.map { String($0) } ?? corpus.name
        card.data = "\(card.name), \(corpus.characterCount) characters"
        card.date = Environment.today()
        card.program = "textgen \(Textgen.version)"
        card.seed = LearningPlan.seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = plan.description
        card.options[LearnedText.heldOutKey] = heldOut(split)
        if plan.layout == .separated { card.options[LearnedText.separatorKey] = plan.separator }
        if let base = plan.base {
            card.data += "; before that \(base.file.card.data)"
            card.options["from"] = base.file.card.name
            card.options[LearnedText.beforeKey] = result.measurements.first { $0.step == 0 }.map {
                "\($0.validationLoss)"
            }
        }
        if unknownFraction > 0 { card.options[LearnedText.unknownKey] = Self.percent(unknownFraction) }
        if plan.tokenizerKind != .characters, split.validation.targetCount > 0 {
            card.options[LearnedText.lengthKey] =
                "\(Double(split.validation.characterCount) / Double(split.validation.targetCount))"
        }
        card.options["ending"] = result.ending.rawValue
        card.options["weights"] = result.weights.rawValue
        // With `--steps` and the other options of the card, this many make it again without a clock.
        card.options["updates"] = String(result.steps)
        return card
    }
}
