import Harmony
import Testing

@testable import SheetMusic

/// Chords survive MusicXML.
@Suite struct MusicXMLHarmonyTests {
    /// Chords of every quality with every tension that the parser gives it.
    static let symbols: [String] = {
        let bases = [
            "", "m", "6", "m6", "maj7", "7", "m7", "mMaj7", "m7b5", "dim", "dim7", "dimMaj7", "+", "7#5", "maj7#5",
            "sus2", "sus4", "7sus4", "7sus2", "maj7sus4", "maj7sus2", "5", "7alt", "9", "13", "m9", "m11", "m13",
            "maj9",
            "maj13", "6/9", "m6/9", "9sus4", "13sus4", "add9", "madd9", "11", "maj11",
        ]
        let additions = [
            "", "(b9)", "(#9)", "(#11)", "(b13)", "(b9,b13)", "(#9,#11,b13)", "(b5)", "(no3)", "(no5)", "(13)",
        ]
        return bases.flatMap { base in additions.map { "C" + base + $0 } }
    }()

    @Test func everyChordIsReadBack() throws {
        var count = 0
        for symbol in Self.symbols {
            guard let chord = try? ChordParser.parse(symbol) else { continue }
            for chord in [chord, chord.transposed(by: 6), try ChordParser.parse(chord.symbol)] {
                let (kind, degrees) = MusicXMLHarmony.kind(of: chord)
                let text = String(chord.symbol.dropFirst(chord.rootName.description.count))
                let back = MusicXMLHarmony.chord(
                    root: chord.rootName, kind: kind, text: text, degrees: degrees, bass: chord.bassName)
                #expect(back == chord, "\(symbol): \(kind) \(degrees) is read as \(back?.symbol ?? "nothing")")
                count += 1
            }
        }
        #expect(count > 500)
    }

    @Test func kindsOfOtherPrograms() throws {
        typealias Degree = MusicXMLHarmony.Degree
        let cases: [(String, String?, [Degree], String)] = [
            ("dominant-ninth", nil, [], "C9"), ("minor-11th", "m11", [], "Cm11"), ("major-13th", nil, [], "Cmaj13"),
            ("dominant", "7(b9)", [Degree(value: 9, alter: -1, use: .add)], "C7b9"),
            ("dominant", nil, [Degree(value: 5, alter: 1, use: .alter)], "C7#5"),
            ("major", nil, [Degree(value: 2, alter: 0, use: .add)], "Cadd9"),
            ("major", nil, [Degree(value: 9, alter: 0, use: .add)], "Cadd9"),
            ("major", nil, [Degree(value: 6, alter: 0, use: .add), Degree(value: 9, alter: 0, use: .add)], "C6/9"),
            ("suspended-fourth", "7sus", [Degree(value: 7, alter: 0, use: .add)], "C7sus4"),
            ("dominant-ninth", nil, [Degree(value: 9, alter: -1, use: .alter)], "C7b9"),
            ("other", "7alt", [], "C7alt"), ("minor-major", "mMaj7", [], "CmMaj7"), ("none", nil, [], "N.C."),
        ]
        let root = NoteName(letter: 0, accidental: 0)
        for (kind, text, degrees, symbol) in cases {
            let chord = MusicXMLHarmony.chord(root: root, kind: kind, text: text, degrees: degrees, bass: nil)
            #expect(chord == (try ChordParser.parse(symbol)), "\(kind) is read as \(chord?.symbol ?? "nothing")")
        }
        for kind in ["Neapolitan", "Tristan", "pedal", "other"] {
            #expect(MusicXMLHarmony.chord(root: root, kind: kind, text: nil, degrees: [], bass: nil) == nil)
        }
    }
}
