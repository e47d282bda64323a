import Improvisation
import Testing

@Suite struct LeadVocabularyTests {
    @Test func everyTokenHasOneMeaningAndOneDecision() {
        #expect(Set(LeadVocabulary.names).count == LeadVocabulary.count)
        let ranges = LeadVocabulary.Decision.allCases.map(LeadVocabulary.tokens(for:))
        for token in 0..<LeadVocabulary.count {
            #expect(ranges.count { $0.contains(token) } == 1)
        }
    }

    @Test func interOnsetsAndIntervalsRoundTrip() {
        for slots in 1...LeadVocabulary.longestInterOnset {
            #expect(LeadVocabulary.meaning(of: LeadVocabulary.interOnset(slots)) == .interOnset(slots))
        }
        for semitones in -18...18 {
            #expect(LeadVocabulary.meaning(of: LeadVocabulary.interval(semitones)) == .interval(semitones))
        }
    }

    @Test func wideLeapsKeepTheirPitchClass() {
        for semitones in [-40, -25, -19, 19, 24, 31, 60] {
            guard case .interval(let folded) = LeadVocabulary.meaning(of: LeadVocabulary.interval(semitones)) else {
                Issue.record("not an interval")
                return
            }
            #expect(abs(folded) <= 18 && (folded - semitones) % 12 == 0 && folded.signum() == semitones.signum())
        }
    }

    @Test(arguments: [
        (6.0, 6, 98, LeadVocabulary.Meaning.articulation(length: nil, velocity: 98)),
        (5.2, 6, 127, .articulation(length: nil, velocity: 110)),
        (3.0, 6, 60, .articulation(length: 3, velocity: 70)),
        (11.0, 48, 88, .articulation(length: 12, velocity: 90)),
        (0.2, 1, 90, .articulation(length: nil, velocity: 90)),
    ])
    func articulationSaysLengthAndLoudness(
        length: Double, interOnset: Int, velocity: Int, expected: LeadVocabulary.Meaning
    ) {
        let token = LeadVocabulary.articulation(length: length, interOnset: interOnset, velocity: velocity)
        #expect(LeadVocabulary.meaning(of: token) == expected)
    }
}
