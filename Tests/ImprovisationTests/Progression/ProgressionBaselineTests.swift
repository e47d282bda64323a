import Harmony
import Improvisation
import Numerics
import Recurrent
import Testing

@Suite struct ProgressionBaselineTests {
    @Test func countsAsWittenAndBellDo() throws {
        let tune = try ProgressionTuneTests.tune("C", [("A", "C:4 F:4 C:4 G7:4")])
        let counts = ProgressionBaseline([tune])
        // Three kinds among four chords; what is left over is shared by all 216.
        let single = { (count: Double) in (count + 3.0 / 216) / 7 }
        let expected = -(2 * naturalLogarithm(single(2) * 1) + 2 * naturalLogarithm(single(1))) / 4
        // (count + kinds · lower) / (total + kinds), lower = 1/216.
        #expect(abs(counts.loss([tune], history: 0) - expected) < 1e-12)
        #expect(counts.loss([tune], history: 1) < counts.loss([tune], history: 0))
        #expect(counts.loss([tune], history: 2) < counts.loss([tune], history: 1))
        let other = try ProgressionTuneTests.tune("C", [("A", "Ebm7:4 A7:4")])
        #expect(counts.loss([other], history: 2) > 3)
    }

    @Test func anUntrainedNetworkKnowsNothing() throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(ModelKind.changes.configuration(hiddenSize: 8), using: &random)
        let tune = try ProgressionTuneTests.tune("C", [("A", "C:4 F:4 C:4 G7:4"), ("A", "C:4 F:4 C:4 G7:4")])
        let loss = try #require(ProgressionLoss(network: network, tunes: [tune.encoded()]))
        #expect(loss.chords == 4)
        let even = naturalLogarithm(Double(ProgressionVocabulary.count))
        #expect(abs(loss.length - even) < 0.5 && abs(loss.chord - 2 * even) < 1)
        #expect(ProgressionLoss(network: network, tunes: [])?.chords == 0)
    }
}
