import Commands
import ModelFile
import Prose
import Recurrent
import Sampling
import Terminal
import Training

/// Teaches a network a corpus while showing how it goes.
struct Learning {
    let corpus: Corpus
    let plan: LearningPlan
    let threads: Int?

    /// Trains until the plan is fulfilled or Ctrl-C; the best weights so far are kept either way.
    ///
    /// - Throws: `ProseError`, `NetworkError`, `TrainingError`; `Failure` where it was interrupted before it
    ///   learned anything.
    func run(_ console: inout Console) throws -> LearnedText {
        let tokenizer = CharacterTokenizer(corpus, layout: plan.layout)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: plan.layout)
        let configuration = TextModel.configuration(
            tokenizer: tokenizer, cell: plan.cell, hiddenSize: plan.hiddenSize, layers: plan.layers)
        var generator = Xoshiro256StarStar(seed: LearningPlan.seed)
        let network = try Network(configuration, using: &generator)
        let training = sequences(split.training)
        let validation = sequences(split.validation)
        let tokenCount = split.training.lengths.reduce(0, +)
        try network.setOutputBias(frequencies: split.training.targetCounts())
        announce(network, tokenizer, &console)
        announce(split, &console)

        let result = try Trainer(plan.options(tokenCount: tokenCount, threads: threads)).run(
            network, training: TokenSequences(training), validation: TokenSequences(validation),
            progress: { progress in console.progress(ProgressLine.Report(progress)) },
            shouldStop: { Interruption.isRaised || corpus.isCut })
        console.clear()
        if corpus.isCut { throw ProseError.changed(file: corpus.name) }
        guard result.steps > 0 else {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is kept")
        }
        let text = try TextModel(network: result.network, tokenizer: tokenizer, layout: plan.layout)
        return LearnedText(text, card: card(result))
    }

    private func sequences(_ source: some TokenSource) -> [TokenSequence] {
        source.lengths.enumerated().map { sequence, length in
            var one = TokenSequence(inputs: [], targets: [])
            source.read(sequence: sequence, steps: 0..<length, inputs: &one.inputs, targets: &one.targets)
            return one
        }
    }

    private func announce(_ network: Network, _ tokenizer: CharacterTokenizer, _ console: inout Console) {
        let shape = "\(plan.cell.rawValue) \(plan.layers) × \(plan.hiddenSize)"
        let weights = NumberText.compact(Double(network.parameters.count))
        let limit = plan.seconds.map { "up to \(DurationText.words($0))" } ?? "\(plan.steps) steps"
        console.note(
            "learning \(corpus.name): \(NumberText.grouped(corpus.characterCount)) characters, "
                + "\(tokenizer.characters.count) different")
        console.note("\(shape), \(weights) weights; \(limit), Ctrl-C keeps the best so far")
    }

    /// What is not made use of.
    private func announce(_ split: CorpusSplit, _ console: inout Console) {
        let (measured, heldOut) = (split.validation.characterCount, split.heldOutCharacters)
        if measured < heldOut {
            console.note(
                "of \(NumberText.grouped(heldOut)) characters held out, \(NumberText.grouped(measured)) are measured")
        }
        if split.lineStep > 1 {
            console.note("there are more lines than can be kept in mind: every \(split.lineStep)th is made use of")
        }
    }

    private func card(_ result: TrainingResult) -> ModelCard {
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
        card.options["ending"] = result.ending.rawValue
        return card
    }
}
