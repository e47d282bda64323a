import Jazz
import JazzTraining
import ModelFile
import Recurrent
import Numerics
import Testing
import Training

@Suite struct LessonRunTests {
    private static func lesson() throws -> LeadLesson {
        LeadLesson(SoloCorpus(try (0..<6).map { try MadeMusic.solo("\($0).mid", seed: UInt64($0)) }))
    }

    private static func run(
        from model: Model? = nil, _ change: (inout LessonSettings) -> Void
    ) throws -> LessonRun<LeadLesson> {
        let lesson = try lesson()
        var settings = LessonSettings()
        settings.hiddenSize = 8
        change(&settings)
        var random = Xoshiro256StarStar(seed: settings.seed)
        return try LessonRun(
            lesson, split: lesson.split(using: &random), from: model, settings: settings, using: &random)
    }

    private static func learn(_ run: LessonRun<LeadLesson>) throws -> TrainingResult {
        try run.run(checkpoints: nil, secondsBefore: 0, progress: { _ in }, shouldStop: { false })
    }

    @Test func learningPredictsBetterThanNotLearning() throws {
        let run = try Self.run { ($0.steps, $0.learningRate) = (40, 0.03) }
        let before = try #require(run.report(run.network))
        let after = try #require(run.report(try Self.learn(run).network))
        #expect(after.pitch + after.rhythm < before.pitch + before.rhythm - 0.2 && after.notes == before.notes)
    }

    @Test func theSameSeedLearnsTheSameOnAnyNumberOfThreads() throws {
        let one = try Self.learn(try Self.run { ($0.steps, $0.threads) = (5, 1) })
        let two = try Self.learn(try Self.run { ($0.steps, $0.threads) = (5, 2) })
        let other = try Self.learn(try Self.run { ($0.steps, $0.seed) = (5, 2) })
        #expect(one.network.parameters.values == two.network.parameters.values)
        #expect(one.network.parameters.values != other.network.parameters.values)
    }

    @Test func shardsAreThoseThatWereAskedFor() throws {
        #expect(try Self.run { $0.shards = 3 }.options.shards == 3)
        #expect(try Self.run { _ in }.options.shards == TrainingOptions().shards)
    }

    @Test func aModelThatLearnsOnIsLeftAsItWas() throws {
        let first = try Self.run { $0.steps = 2 }
        let model = ModelForm.lead.model(try Self.learn(first).network, card: ModelCard(kind: ModelKind.lead.name))
        let weights = model.network.parameters.values
        let run = try Self.run(from: model) { $0.steps = 3 }
        #expect(run.options.keepsStart && run.options.learningRate == LeadLesson.recipe.continuedLearningRate)
        let result = try Self.learn(run)
        #expect(result.bestStep > 0 && model.network.parameters.values == weights)
    }

    @Test func theRecipeCountsWhereNothingElseIsAskedFor() throws {
        let usual = try Self.run { _ in }.options
        #expect(usual.dropout == LeadLesson.recipe.dropout && usual.learningRate == LeadLesson.recipe.learningRate)
        #expect(usual.steps == nil && usual.maximumSeconds == nil)
        // Six short solos are read more often than twenty times.
        #expect((usual.epochs ?? 0) > LeadLesson.recipe.epochs)
        let timed = try Self.run { $0.maximumSeconds = 9 }.options
        #expect(timed.epochs == nil && timed.maximumSeconds == 9)
        let asked = try Self.run {
            ($0.epochs, $0.dropout, $0.weightDrop, $0.layerDropout, $0.learningRate) = (3, 0.1, 0.2, 0.3, 0.01)
        }.options
        #expect(asked.epochs == 3 && asked.dropout == 0.1 && asked.weightDrop == 0.2)
        #expect(asked.layerDropout == 0.3 && asked.learningRate == 0.01)
    }

    @Test func theCardSaysHowItWasMade() throws {
        let run = try Self.run { ($0.steps, $0.seed) = (3, 9) }
        let card = run.card(try Self.learn(run), data: "6 solos", heldOut: "much")
        #expect(card.kind == "jazz-lead" && card.data == "6 solos" && card.seed == 9)
        #expect(card.options["steps"] == "3" && card.options["held-out"] == "much" && card.options["epochs"] == nil)
        #expect(card.validationLoss != nil && card.options["dropout"] == "0.5")
    }
}
