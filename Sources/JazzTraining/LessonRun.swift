import Jazz
package import ModelFile
package import Recurrent
package import Numerics
package import Training

/// One run of a lesson: the network, what it learns and how.
package struct LessonRun<Subject: Lesson>: Sendable {
    package let lesson: Subject
    package let data: LessonData
    /// What it starts from.
    package private(set) var network: Network
    package let options: TrainingOptions

    /// Makes ready a run.
    ///
    /// - Parameters:
    ///   - model: The model that learns on; nil for a new network, whose first weights the generator gives.
    /// - Throws: `NetworkError`, or `TrainingError.tooLittleMemory`.
    package init(
        _ lesson: Subject, split: MusicSplit, from model: Model?, settings: LessonSettings,
        using generator: inout Xoshiro256StarStar
    ) throws {
        let lesson = model.map(lesson.continuing) ?? lesson
        self.lesson = lesson
        data = lesson.data(split)
        options = settings.options(
            Subject.recipe, tokens: data.training.reduce(0) { $0 + $1.targets.count }, continues: model != nil)
        let hiddenSize = settings.hiddenSize ?? Subject.recipe.hiddenSize(for: lesson.size)
        let configuration =
            model?.network.configuration
            ?? Subject.form.kind.configuration(
                cell: settings.cell, hiddenSize: hiddenSize, layers: settings.layers)
        // Before the first weights are made, which may be more than there is room for.
        try TrainingMemory(configuration, options: options).check()
        if let model {
            // A copy: learning leaves the model as it was, to be compared with or to learn on from once more.
            network = try Network(configuration, parameters: model.network.parameters)
        } else {
            var new = try Network(configuration, using: &generator)
            try new.setOutputBias(
                frequencies: data.training.targetCounts(outputSize: Subject.form.kind.vocabulary.count))
            network = new
        }
    }

    /// Learns; see `Trainer.run`.
    ///
    /// - Parameters:
    ///   - secondsBefore: What has been spent already of the time there is.
    ///   - ranks: The processes that learn together; nil for this one alone.
    ///   - build: What tells this program from another, which may not learn with it.
    package func run(
        checkpoints: CheckpointPlan?, secondsBefore: Double, ranks: (any Ranks)? = nil, build: String = "",
        progress: (TrainingProgress) -> Void,
        shouldStop: () -> Bool
    ) throws(TrainingError) -> TrainingResult {
        try TrainingMemory(network.configuration, options: options).check()
        var trainer = Trainer(options, checkpoints: checkpoints)
        trainer.secondsBefore = secondsBefore
        trainer.ranks = ranks
        if ranks != nil { trainer.build = build }
        return try trainer.run(
            network, training: TokenSequences(data.training), validation: TokenSequences(data.validation),
            progress: progress, shouldStop: shouldStop)
    }

    /// How well a network predicts what is held out; nil once `shouldStop` is true.
    package func report(_ network: Network, unless shouldStop: () -> Bool = { false }) -> Subject.Report? {
        lesson.report(network, on: data, unless: shouldStop)
    }

    /// The card of the model that came of it; name, attribution, date and program are its maker's affair.
    ///
    /// - Parameter heldOut: How well what was held out is predicted, in words; nil where it was not measured.
    package func card(_ result: TrainingResult, data: String, heldOut: String?) -> ModelCard {
        var card = ModelCard(kind: Subject.form.kind.name)
        card.data = data
        card.seed = options.seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = [
            "batch": "\(options.batchSize)", "window": "\(options.window)", "dropout": "\(options.dropout)",
            "learning rate": "\(options.learningRate)", "weights": result.weights.rawValue,
        ]
        card.options[ModelForm.heldOut] = heldOut
        card.options["precision"] = options.precision.rawValue
        card.options["steps"] = options.steps.map { "\($0)" }
        card.options["seconds"] = options.maximumSeconds.map { "\($0)" }
        if options.layerDropout > 0 { card.options["layer dropout"] = "\(options.layerDropout)" }
        if options.weightDrop > 0 { card.options["weight drop"] = "\(options.weightDrop)" }
        return card
    }
}
