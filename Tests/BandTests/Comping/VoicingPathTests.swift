import Numerics
import Band
import Harmony
import Testing

@Suite struct VoicingPathTests {
    @Test(arguments: [
        ([53, 57, 60, 64], [53, 57, 60, 64], 0),  // nothing moves
        ([53, 57, 60, 64], [53, 57, 59, 64], 1),  // Dm9 to G13: the seventh falls to the third
        ([53, 60], [53, 57, 60], 3),  // a voice parts
        ([53, 57, 60], [53, 60], 3),  // and meets again
        ([50, 55, 60], [51, 54, 62], 4),
        ([60], [48], 12),
    ])
    func movementIsWorkedByHand(_ last: [Int], _ next: [Int], _ semitones: Int) {
        #expect(VoicingPath.movement(from: last, to: next) == semitones)
        #expect(VoicingPath.movement(from: next, to: last) == semitones)
    }

    @Test func aCadenceMovesByStep() throws {
        for key in 0..<12 {
            let chords = try ["Dm7", "G7", "Cmaj7"].map { try ChordParser.parse($0).transposed(by: key) }
            for seed in UInt64(0)..<20 {
                var generator = Xoshiro256StarStar(seed: seed)
                let hits = chords.map { VoicingPath.Hit(chord: $0, manner: .rootless) }
                let voicings = VoicingPath.voicings(hits, using: &generator)
                for (last, next) in zip(voicings, voicings.dropFirst()) {
                    #expect(VoicingPath.movement(from: last, to: next) <= 6, "\(last) \(next)")
                    #expect(zip(last, next).allSatisfy { abs($0 - $1) <= 3 }, "\(last) \(next)")
                }
            }
        }
    }

    /// Over any succession of chords the voices stay near where they were.
    @Test func voicesMoveLittleOverAnyChanges() throws {
        let chords = try VoicingTests.chords()
        var random = Xoshiro256StarStar(seed: 5)
        for seed in UInt64(0)..<40 {
            let hits = (0..<60).map { _ in
                VoicingPath.Hit(
                    chord: chords[Int(random.next() % UInt64(chords.count))], manner: .rootless,
                    bass: 28 + Int(random.next() % 28))
            }
            var generator = Xoshiro256StarStar(seed: seed)
            let voicings = VoicingPath.voicings(hits, using: &generator)
            let moves = zip(voicings, voicings.dropFirst()).map { last, next in
                Double(VoicingPath.movement(from: last, to: next)) / Double(max(last.count, next.count))
            }
            #expect(moves.reduce(0, +) / Double(moves.count) < 2.5 && moves.allSatisfy { $0 <= 6 }, "seed \(seed)")
            let tops = voicings.map { $0[$0.count - 1] }
            #expect(zip(tops, tops.dropFirst()).allSatisfy { abs($0 - $1) <= 9 }, "seed \(seed)")
            var again = Xoshiro256StarStar(seed: seed)
            #expect(VoicingPath.voicings(hits, using: &again) == voicings)
        }
    }

    @Test func nothingIsVoicedWithoutAChord() throws {
        var generator = Xoshiro256StarStar(seed: 1)
        let hits = [Chord.noChord, try ChordParser.parse("C6"), .noChord].map {
            VoicingPath.Hit(chord: $0, manner: .rootless)
        }
        let voicings = VoicingPath.voicings(hits, using: &generator)
        #expect(voicings[0].isEmpty && !voicings[1].isEmpty && voicings[2].isEmpty)
        #expect(VoicingPath.voicings([], using: &generator).isEmpty)
    }
}
