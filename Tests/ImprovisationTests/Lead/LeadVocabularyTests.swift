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

    @Test func distancesAndIntervalsRoundTrip() {
        for slots in 1...LeadVocabulary.longestDistance {
            #expect(LeadVocabulary.meaning(of: LeadVocabulary.distance(slots)) == .distance(slots))
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
        (6.0, 6, 98, LeadVocabulary.Meaning.touch(length: nil, velocity: 98)),
        (5.2, 6, 127, .touch(length: nil, velocity: 110)),
        (3.0, 6, 60, .touch(length: 3, velocity: 70)),
        (11.0, 48, 88, .touch(length: 12, velocity: 90)),
        (0.2, 1, 90, .touch(length: nil, velocity: 90)),
    ])
    func touchSaysLengthAndLoudness(
        length: Double, distance: Int, velocity: Int, expected: LeadVocabulary.Meaning
    ) {
        let token = LeadVocabulary.touch(length: length, distance: distance, velocity: velocity)
        #expect(LeadVocabulary.meaning(of: token) == expected)
    }
}
