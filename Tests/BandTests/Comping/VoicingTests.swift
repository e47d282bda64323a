import Band
import Harmony
import Testing

@Suite struct VoicingTests {
    private static let symbols = [
        "Dm7", "G7", "Cmaj7", "C6", "Bm7b5", "Bdim7", "G7sus4", "C", "Cm", "C+", "C5", "E7alt", "CmMaj7", "G13b9",
        "F/A", "G9sus4", "C6/9", "Fmaj7#11", "Bb7#11", "Am11", "Csus4", "Em6",
    ]

    static func chords() throws -> [Chord] {
        try symbols.flatMap { symbol in
            let chord = try ChordParser.parse(symbol)
            return (0..<12).map { chord.transposed(by: $0) }
        }
    }

    @Test func theMinorSeventhIsVoicedByHand() throws {
        let chord = try ChordParser.parse("Dm7")
        // From the third up (A): F A C E; from the seventh up (B): C E F A, an octave lower too muddy.
        let rootless = Voicing.voicings(of: chord, manner: .rootless)
        #expect(rootless == [[53, 57, 60, 64], [60, 64, 65, 69]])
        #expect(Voicing.voicings(of: chord, manner: .shell).contains([53, 60]))
        // G C F A: stacked fourths and a third on top.
        #expect(Voicing.voicings(of: chord, manner: .quartal).contains([55, 60, 65, 69]))
        // C E F A closed, its second highest an octave lower: F C E A. E A C F has a minor ninth.
        let spread = Voicing.voicings(of: chord, manner: .spread)
        #expect(spread.contains([53, 60, 64, 69]) && !spread.contains([52, 57, 60, 65]))
    }

    @Test func everyChordIsVoicedClearlyInEveryManner() throws {
        for chord in try Self.chords() {
            for manner in Voicing.Manner.allCases {
                let voicings = Voicing.voicings(of: chord, manner: manner)
                #expect(!voicings.isEmpty, "\(chord) \(manner)")
                for voicing in voicings {
                    #expect(voicing.allSatisfy { Voicing.window.contains($0) && chord.scale.contains($0) })
                    #expect(zip(voicing, voicing.dropFirst()).allSatisfy { $0 < $1 }, "\(chord) \(voicing)")
                    #expect(pitchClass(voicing[0]) != chord.root, "\(chord) \(voicing)")
                    #expect(
                        PitchClassSet(voicing).intersection(chord.guideTones) == chord.guideTones || chord.third == nil)
                    for (low, high) in zip(voicing, voicing.dropFirst()) where low < 53 { #expect(high - low > 2) }
                }
            }
        }
        #expect(Voicing.voicings(of: .noChord, manner: .rootless).isEmpty)
    }
}
