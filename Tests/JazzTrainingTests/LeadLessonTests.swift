import Jazz
import JazzTraining
import ModelFile
import Recurrent
import Numerics
import Testing

@Suite struct LeadLessonTests {
    private static func lesson(_ names: [String]) throws -> LeadLesson {
        LeadLesson(
            SoloCorpus(try names.enumerated().map { try MadeMusic.solo($0.element, seed: UInt64($0.offset)) }))
    }

    @Test func heldOutSolosAreNotLearnedFrom() throws {
        let lesson = try Self.lesson((0..<30).map { "\($0).mid" })
        var random = Xoshiro256StarStar(seed: 1)
        let split = lesson.split(using: &random)
        #expect(!split.isCut && (2...6).contains(split.validation.count))
        #expect((split.training + split.validation).sorted() == Array(0..<30))
        let data = lesson.data(split)
        #expect(data.validation.allSatisfy { !data.training.contains($0) })
        #expect(data.validation == split.validation.map { lesson.music[$0].encoded() })
    }

    /// Both ways the same solos are held out, and the same is told of those that are learned.
    @Test func backwardIsTheSameLessonFromTheEnd() throws {
        let forward = try Self.lesson((0..<30).map { "\($0).mid" })
        let backward = BackwardLeadLesson(forward.corpus)
        var (one, two) = (Xoshiro256StarStar(seed: 1), Xoshiro256StarStar(seed: 1))
        let split = forward.split(using: &one)
        #expect(backward.split(using: &two).validation == split.validation)
        let data = backward.data(split)
        #expect(data.validation == split.validation.map { forward.music[$0].encoded(isBackward: true) })
        var isTold = false
        for (place, index) in split.training.enumerated() {
            let plain = forward.music[index].encoded(isBackward: true)
            #expect(data.training[place].targets == plain.targets)
            isTold = isTold || data.training[place].inputs != plain.inputs
        }
        #expect(isTold)
    }

    @Test func whereThereAreManyPlayersAWholeOneIsHeldOut() throws {
        let lesson = try Self.lesson((0..<12).flatMap { player in (0..<3).map { "P\(player)_\($0).mid" } })
        for seed in UInt64(0)..<10 {
            var random = Xoshiro256StarStar(seed: seed)
            let split = lesson.split(using: &random)
            let held = Set(split.validation.map { $0 / 3 })
            #expect(held.count * 3 == split.validation.count)
            #expect(held.isDisjoint(with: split.training.map { $0 / 3 }))
        }
    }

    @Test func aSingleSoloIsCutInTwo() throws {
        let lesson = try Self.lesson(["a.mid"])
        var random = Xoshiro256StarStar(seed: 1)
        let split = lesson.split(using: &random)
        let data = lesson.data(split)
        let whole = lesson.music[0].encoded()
        #expect(split.isCut && data.training.count == 1 && data.validation.count == 1)
        #expect(data.training[0].targets + data.validation[0].targets == whole.targets)
        #expect(data.training[0].inputs.count + data.validation[0].inputs.count == whole.inputs.count)
        #expect(data.validation[0].targets.count >= whole.targets.count / 10)
        // What is held out is not told what the player did.
        let fields = LeadContext.fields.count
        #expect(Array(whole.inputs.suffix(data.validation[0].targets.count * fields)) == data.validation[0].inputs)
    }

    @Test func foldsHoldEveryPlayerOutOnce() throws {
        let lesson = try Self.lesson((0..<5).flatMap { player in (0..<2).map { "P\(player)_\($0).mid" } })
        var held: [Int] = []
        for fold in 0..<5 { held += try lesson.split(fold: fold, of: 5).validation }
        #expect(held.sorted() == Array(0..<10))
        #expect(throws: LessonError.tooFewGroups(found: 5, needed: 6)) { try lesson.split(fold: 0, of: 6) }
    }

    @Test func aDamagedIndexOfMelodiesIsRefused() throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(ModelKind.lead.configuration(hiddenSize: 8), using: &random)
        var model = ModelForm.lead.model(network, card: ModelCard(kind: ModelKind.lead.name))
        #expect(try LeadLesson.copies(of: model, name: "x").count == 0)
        model.extra[LeadLesson.copiesKey] = "no index"
        #expect(throws: LessonError.damagedCopies(file: "x", maker: "jazz train")) {
            try LeadLesson.copies(of: model, name: "x")
        }
    }
}
