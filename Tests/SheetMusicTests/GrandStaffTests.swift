import Harmony
import Music
import Testing

@testable import SheetMusic

/// Chords on a keyboard stand on two staves, and slashes where nothing is written.
@Suite struct GrandStaffTests {
    private static func piece(_ parts: [Part], meter: String = "4/4", changes: String = "Cmaj7 | A7 | N.C.") throws
        -> Piece
    {
        let chart = try ChartParser.parse("time: \(meter)\n\(changes)")
        return Piece(title: "", key: nil, bars: chart.bars, meter: chart.meter, tempo: 120, parts: parts)
    }

    private static func chords(_ strokes: [(start: Int, pitches: [Int])], program: Int = 0) -> Part {
        Part(
            role: .chords, program: program,
            notes: strokes.flatMap { stroke in
                stroke.pitches.map { PartNote(start: stroke.start, duration: 480, pitch: $0, velocity: 60) }
            })
    }

    @Test(arguments: [
        ([48, 52, 55], [], [48, 52, 55]), ([60, 64, 67], [60, 64, 67], []), ([57, 60, 64], [57, 60, 64], []),
        ([52, 57, 62], [], [52, 57, 62]), ([43, 52, 59, 62, 67], [62, 67], [43, 52, 59]),
        ([36, 72], [72], [36]), ([], [], []),
    ]) func middleCPartsTheHands(pitches: [Int], right: [Int], left: [Int]) {
        let hands = Hands.split(pitches)
        #expect(hands.right == right)
        #expect(hands.left == left)
    }

    @Test func everyNoteOfAKeyboardIsOnOneOfItsStaves() throws {
        let strokes = [(0, [43, 52, 59, 62, 67]), (960, [60, 64]), (1920, [48, 55]), (2640, [50, 57, 65])]
        let score = WrittenScore(try Self.piece([Self.chords(strokes)]), style: .swing)
        let part = try #require(score.parts.first)
        #expect(part.clef == .treble && part.lowerClef == .bass)
        var notes: Set<[Int]> = []
        for (bar, measure) in part.measures.enumerated() {
            #expect(measure.voices.count == 2)
            for (staff, voice) in measure.voices.enumerated() {
                #expect(voice.reduce(0) { $0 + $1.duration } == 96)
                for event in voice {
                    for note in event.notes where !note.isTiedBack {
                        notes.insert([staff, bar * 1920 + event.start * 20, note.pitch])
                    }
                }
            }
        }
        #expect(
            notes == [
                [1, 0, 43], [1, 0, 52], [1, 0, 59], [0, 0, 62], [0, 0, 67], [0, 960, 60], [0, 960, 64], [1, 1920, 48],
                [1, 1920, 55], [1, 2640, 50], [1, 2640, 57], [0, 2640, 65],
            ])
        let text = MusicXMLWriter.text(of: score)
        #expect(text.contains("<staves>2</staves>") && text.contains("<clef number=\"2\">"))
        // Every note and rest says its staff, and the second begins again at the bar line.
        let count = { (part: String) in text.components(of: part) }
        #expect(count("<note") + count("<harmony") == count("<staff>") && count("<backup>") == 3)
    }

    @Test func guitarsHaveOneStaff() throws {
        for program in [26, 11] {
            let score = WrittenScore(
                try Self.piece([Self.chords([(0, [50, 60, 64])], program: program)]), style: .swing)
            #expect(score.parts[0].lowerClef == nil && !MusicXMLWriter.text(of: score).contains("<staff>"))
        }
    }

    @Test(arguments: [
        ("4/4", 4, "quarter"), ("6/8", 2, "quarter"), ("7/8 (2+2+3)", 3, "quarter"), ("3/4", 3, "quarter"),
        ("2/2", 4, "quarter"),
    ])
    func aChartWithoutAMelodyHasSlashes(meter: String, pulses: Int, type: String) throws {
        let piece = try Self.piece([], meter: meter)
        let score = WrittenScore(piece, style: .swing, options: ScoreOptions(isLeadSheet: true))
        let text = MusicXMLWriter.text(of: score)
        // Two bars of slashes; the one without a chord rests.
        #expect(text.components(of: "<notehead>slash</notehead>") == 2 * pulses)
        #expect(text.components(of: "<stem>none</stem>") == 2 * pulses && text.components(of: "<rest") == 1)
        #expect(text.contains("<type>\(type)</type>"))
        // What has no chord has no root either, which some programs would draw.
        #expect(text.components(of: "<function/>") == 1 && text.components(of: "<root>") == 2)
        // They are nobody's melody.
        let sheet = try MusicXMLReader.sheet(Array(text.utf8))
        #expect(sheet.melody.isEmpty && sheet.chart.bars.map(\.chords) == piece.bars.map(\.chords))
    }

    /// A slash needs no accidental, in any key and for any instrument.
    @Test(arguments: InstrumentPitch.allCases) func slashesHaveNoAccidentals(pitch: InstrumentPitch) throws {
        for key in ["Db", "E", "F", "Gm", "Cb"] {
            let chart = try ChartParser.parse("key: \(key)\nC | F")
            let piece = Piece(title: "", key: chart.key, bars: chart.bars, meter: chart.meter, tempo: 120, parts: [])
            let score = WrittenScore(piece, style: nil, options: ScoreOptions(isLeadSheet: true, instruments: pitch))
            let text = MusicXMLWriter.text(of: score)
            #expect(text.components(of: "slash") == 8 && !text.contains("<accidental>"))
            let written = (chart.key ?? Key(tonic: NoteName(letter: 0, accidental: 0), isMinor: false))
                .transposed(by: score.parts[0].transposition.semitones)
            let alter = Spelling.accidental(of: 6, in: written)
            #expect(text.components(of: "<alter>\(alter)</alter>") == (alter == 0 ? 0 : 8), "\(key) \(pitch)")
        }
    }

    /// Four bars in a line, sections at the beginning of one, two bars where it is crowded.
    @Test func aSingleStaffHasLinesOfFourBars() throws {
        func lines(_ changes: String, notes: [PartNote] = []) throws -> [Int] {
            let chart = try ChartParser.parse(changes)
            let parts = notes.isEmpty ? [] : [Part(role: .lead, notes: notes, written: notes)]
            let piece = Piece(title: "", key: nil, bars: chart.bars, meter: chart.meter, tempo: 120, parts: parts)
            let text = MusicXMLWriter.text(
                of: WrittenScore(piece, style: nil, options: ScoreOptions(isLeadSheet: true)))
            return text.split(separator: "<measure ").enumerated().filter { $0.element.contains("new-system") }.map(
                \.offset)
        }
        #expect(try lines("[A] C | C | C | C | C | C | C | C") == [5])
        #expect(try lines("[A] C | C | C | C | C | C\n[B] F | F | F | F | F") == [5, 7, 11])
        let sixteenths = (0..<128).map { PartNote(start: $0 * 120, duration: 120, pitch: 60 + $0 % 7, velocity: 80) }
        #expect(try lines("C | C | C | C | C | C | C | C", notes: sixteenths) == [3, 5, 7])
    }

    /// Other programs draw slashes over notes, from a bar on until they take it back.
    @Test func slashesOverNotesAreNoMelody() throws {
        func measure(_ number: Int, _ before: String, _ step: String) -> String {
            """
            <measure number="\(number)">\(before)<harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>\
            <note><pitch><step>\(step)</step><octave>4</octave></pitch><duration>4</duration></note></measure>
            """
        }
        func slash(_ type: String) -> String {
            "<attributes><measure-style><slash type=\"\(type)\"/></measure-style></attributes>"
        }
        let text = """
            <score-partwise><part-list><score-part id="P1"><part-name>A</part-name></score-part></part-list><part id="P1">\
            \(measure(1, "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>", "C"))\
            \(measure(2, slash("start"), "B"))\(measure(3, "", "B"))\(measure(4, slash("stop"), "E"))</part></score-partwise>
            """
        let sheet = try MusicXMLReader.sheet(Array(text.utf8))
        #expect(sheet.melody.map(\.pitch) == [60, 64] && sheet.melody.map(\.start) == [0, 5760])
    }
}

extension String {
    /// How often another text stands in it.
    fileprivate func components(of other: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: other) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
