import BenchCommand
import Testing

/// Onsets that were meant against those that were heard.
@Suite struct OnsetMatchTests {
    @Test func onesThatAreLateAreNotTakenForTheNext() {
        let meant = (0..<10).map { Double($0) * 0.07 }
        // From the fifth on 30 ms late, as after a pause.
        let heard = meant.enumerated().map { $0 < 4 ? $1 + 0.0004 : $1 + 0.03 }
        let match = OnsetMatch(meant: meant, heard: heard)
        #expect(match.errors.count == 4 && match.errors.allSatisfy { abs($0 - 0.0004) < 1e-9 }, "\(match.errors)")
        #expect(match.missing.map(\.meant) == Array(meant[4...]))
        #expect(match.missing[0].nearest == heard[4])
    }

    @Test func whatIsHeardBesidesMakesNothingMissing() {
        let match = OnsetMatch(meant: [0, 1, 2], heard: [0.001, 0.5, 0.999, 1.5, 2.0099, 3])
        #expect(match.errors.count == 3 && match.missing.isEmpty && match.whereMissing.isEmpty)
    }

    @Test func theFirstPlacesAreSaid() {
        let one = OnsetMatch(meant: [0.5, 312.3456, 400], heard: [0.5, 312.3576, 400])
        #expect(one.whereMissing == ": 312.346 s (nearest: 312.358 s)")
        let many = OnsetMatch(meant: (1...7).map(Double.init), heard: [])
        #expect(many.whereMissing == ": 1.000 s, 2.000 s, 3.000 s, 4.000 s, 5.000 s …")
        #expect(many.errors.isEmpty && many.missing.count == 7)
    }
}
