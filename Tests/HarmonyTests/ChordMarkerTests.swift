import Harmony
import TestSupport
import Testing

/// Markers must mean the same chord to a reader that knows another grammar.
@Suite struct ChordMarkerTests {
    static let symbols = [
        "C", "Cm", "C6", "Cm6", "C6/9", "Cm6/9", "Cadd9", "Cm(add9)", "Cmaj7", "Cmaj9", "Cmaj13", "Cmaj7#11",
        "Cmaj9#11",
        "C7", "C9", "C11", "C13", "C7b9", "C7#9", "C7#11", "C9#11", "C13#11", "C7b13", "C9b13", "C13b9", "C7b9b13",
        "C7#9b13", "C7(b9,#9)", "C7b9#11", "C13#9", "C7#5", "C9#5", "C7#5#9", "C7#5b9", "C7alt", "Cm7", "Cm9", "Cm11",
        "Cm13", "CmMaj7", "CmMaj9", "Cm7b5", "Cm9b5", "Cm11b5", "Cdim7", "C+", "C7sus4", "C9sus4", "C13sus4",
        "C7sus4(b9)", "Bbmaj7/D", "F#m7b5", "Eb7#11", "C6/9/E", "Ab/C", "N.C.",
    ]

    /// What the independent reader makes of markers, relative to the root: `marker: tones`.
    static let table = """
        C: 0 4 7
        Cm: 0 3 7
        C6: 0 4 7 9
        Cm6: 0 3 7 9
        C69: 0 4 7 9
        Cm69: 0 3 7 9
        Cadd9: 0 4 7
        Cmin(add9): 0 3 7
        Cmaj7: 0 4 7 11
        Cmaj9: 0 4 7 11
        Cmaj7(9,13): 0 4 7 11
        Cmaj7#11: 0 4 7 11
        Cmaj7(9,#11): 0 4 7 11
        C7: 0 4 7 10
        C9: 0 4 7 10
        C7sus4(9): 0 5 7 10
        C13: 0 4 7 10
        C7b9: 0 4 7 10
        C7#9: 0 4 7 10
        C7#11: 0 4 7 10
        C7(9,#11): 0 4 7 10
        C7(9,#11,13): 0 4 7 10
        C7b13: 0 4 7 10
        C7(9,b13): 0 4 7 10
        C7(b9,13): 0 4 7 10
        C7(b9,b13): 0 4 10
        C7(#9,b13): 0 4 7 10
        C7(b9,#9): 0 4 7 10
        C7(b9,#11): 0 4 7 10
        C7(#9,13): 0 4 7 10
        C7#5: 0 4 8 10
        C7#5(9): 0 4 8 10
        C7#5(#9): 0 4 8 10
        C7#5(b9): 0 4 8 10
        C7alt: 0 4 10
        Cm7: 0 3 7 10
        Cm7(9): 0 3 7 10
        Cm7(9,11): 0 3 7 10
        Cm7(9,13): 0 3 7 10
        CmM7: 0 3 7 11
        CmM7(9): 0 3 7 11
        Cm7b5: 0 3 6 10
        Cm7b5(9): 0 3 6 10
        Cm7b5(9,11): 0 3 6 10
        Cdim7: 0 3 6 9
        C+: 0 4 8
        C7sus4: 0 5 7 10
        C7sus4(9): 0 5 7 10
        C7sus4(9,13): 0 5 7 10
        C7sus4(b9): 0 5 7 10
        Bbmaj7/D: 0 4 7 11
        F#m7b5: 0 3 6 10
        Eb7#11: 0 4 7 10
        C69/E: 0 4 7 9
        Ab/C: 0 4 7
        N.C.: none
        """

    @Test func theIndependentReaderFindsTheSameTones() throws {
        var rows: [String: String] = [:]
        for line in Self.table.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            rows[String(parts[0])] = parts[1].split(separator: " ").joined(separator: " ")
        }
        for symbol in Self.symbols {
            let chord = try ChordParser.parse(symbol)
            let expected = try #require(rows[chord.marker], "\(symbol) -> \(chord.marker)")
            let numbers = expected.split(separator: " ").compactMap { Int($0) }
            // The fifth of an altered chord is left open by that reader, the lowered fifth of a dominant ignored.
            let tones = chord.quality == .altered ? PitchClassSet([0, 4, 10]) : chord.relativeTones
            if chord.isNoChord {
                #expect(expected == "none")
            } else if chord.tensions.isSuperset(of: [.flatNine, .flatThirteen]) {
                #expect(PitchClassSet(numbers) == [0, 4, 10])
            } else if chord.quality == .augmentedSeventh || chord.tensions.contains(.flatThirteen) {
                #expect(PitchClassSet(numbers).union([8]) == tones.union([8]), "\(symbol) -> \(chord.marker)")
            } else {
                #expect(PitchClassSet(numbers) == tones, "\(symbol) -> \(chord.marker)")
            }
        }
    }

    @Test func markersReadBackAsTheSameBasicChord() throws {
        for symbol in Self.symbols {
            let chord = try ChordParser.parse(symbol)
            let read = try ChordParser.parse(chord.marker)
            #expect(read.tones == chord.tones && read.bass == chord.bass, "\(symbol) -> \(chord.marker)")
            if !chord.quality.isTriad { #expect(read == chord, "\(symbol) -> \(chord.marker)") }
        }
    }

    @Test(.enabled(if: PackageFiles.shared("judges/jazz_metrics.py") != nil))
    func theTableIsWhatTheReaderSays() throws {
        let path = try #require(PackageFiles.shared("judges/jazz_metrics.py"))
        let markers = try Self.symbols.map { try ChordParser.parse($0).marker }
        let script = """
            import re, sys
            text = open(sys.argv[1]).read()
            exec(text[text.index('NOTE'):text.index('TEMPL')])
            for marker in sys.argv[2:]:
                chord = parse_chord(marker)
                print(marker + ': ' + (' '.join(map(str, sorted(chord['tones']))) if chord else 'none'))
            """
        let quoted = markers.map { "'\($0)'" }.joined(separator: " ")
        let output = try #require(PackageFiles.output(of: "python3 -c \"\(script)\" '\(path)' \(quoted)"))
        #expect(output.split(separator: "\n") == Self.table.split(separator: "\n"))
    }
}
