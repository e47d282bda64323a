import MIDI
import Music
import Notation
import TestSupport
import Testing

@Suite struct PianoRollTextTests {
    /// One bar: C, D, E, and an E struck again, over a ride and a loud kick.
    static func file() -> MIDIFile {
        var lead = Track(name: "lead")
        lead.append(.marker("C6"), at: 0)
        lead.append(.marker("G7"), at: 960)
        for (index, pitch) in [60, 62, 64, 64].enumerated() {
            lead.append(Note(channel: 0, pitch: pitch, velocity: 90, start: 480 * index, end: 480 * (index + 1)))
        }
        var drums = Track(name: "drums")
        for beat in 0..<4 {
            drums.append(Note(channel: 9, pitch: 51, velocity: 70, start: 480 * beat, end: 480 * beat + 60))
        }
        drums.append(Note(channel: 9, pitch: 36, velocity: 100, start: 955, end: 1000))
        drums.sort()
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [lead, drums])
    }

    @Test func everyCellIsWhereItBelongs() {
        let style = PianoRoll.TextStyle(width: 22, unicode: true, colour: false)
        // Four columns to a quarter fit in 22 columns: 4 for names, 16, and two bar lines.
        let expected = """
            Test · 4/4 · 120 a mi…
            █ lead   drums

                 C6      G7
                 1   ·   ·   ·
                │        ▄▄▄ ▄▄▄▄│
                │    ▄▄▄▄        │
            C4  │▄▄▄▄ · · · · · ·│
            cym │•   •   •   •   │
            kik │        ●       │

            """
        #expect(PianoRoll(Self.file()).text(title: "Test", style: style) == expected)
    }

    @Test func asciiIsAscii() {
        let style = PianoRoll.TextStyle(width: 22, unicode: false, colour: false)
        let text = PianoRoll(Self.file()).text(title: "Tést", style: style)
        #expect(text.utf8.allSatisfy { $0 < 128 })
        #expect(text.contains("C4  |oooo            |") && text.contains("kik |        O       |"))
    }

    @Test func coloursAreClosedAgain() {
        let style = PianoRoll.TextStyle(width: 60, unicode: true, colour: true)
        for line in PianoRoll(Self.file()).text(title: "Test", style: style).split(separator: "\n") {
            let opened = line.matches(of: /\u{1B}\[38/).count
            #expect(line.matches(of: /\u{1B}\[0m/).count == opened)
        }
    }

    @Test(arguments: [20, 21, 33, 40, 57, 80, 123, 200, 1000]) func noLineIsWiderThanThePage(_ width: Int) throws {
        let piece = try BandFixture.piece(bars: 13).midiFile()
        let waltz = try BandFixture.piece(bars: 9, time: "3/4").midiFile()
        let wide = try BandFixture.piece(bars: 3, time: "12/4").midiFile()
        for file in [piece, waltz, wide, Self.file(), LeadFixture.file()] {
            for unicode in [true, false] {
                let style = PianoRoll.TextStyle(width: width, unicode: unicode, colour: false)
                let text = PianoRoll(file).text(title: String(repeating: "long ", count: 50), style: style)
                let lines = text.split(separator: "\n")
                #expect(lines.allSatisfy { $0.count <= width }, "\(lines.max { $0.count < $1.count } ?? "")")
                #expect(lines.count > 5)
            }
        }
    }

    @Test func everyBarHasItsNumberOnce() throws {
        let file = try BandFixture.piece(bars: 13).midiFile()
        for width in [40, 80, 200] {
            let style = PianoRoll.TextStyle(width: width, unicode: true, colour: false)
            let text = PianoRoll(file).text(title: "", style: style)
            let numbers = text.split(separator: "\n").filter {
                $0.hasPrefix("     ") && $0.contains(" · ") && !$0.contains("│")
            }
            .flatMap { $0.split(separator: " ").compactMap { Int($0) } }
            #expect(numbers == Array(1...13), "width \(width)")
        }
    }

    @Test func nothingIsShownAsNothing() throws {
        let style = PianoRoll.TextStyle(width: 40, unicode: true, colour: false)
        let empty = PianoRoll(MIDIFile(division: .ticksPerQuarter(96)))
        #expect(empty.text(title: "", style: style).contains("nothing sounds in it"))
        #expect(try empty.svg(title: "").hasSuffix("</svg>\n"))
    }

    @Test func controlCharactersOfAFileStayOut() {
        var track = Track(name: "a\u{1B}[31mb\u{7}\nc\u{202E}")
        track.append(Note(channel: 0, pitch: 60, velocity: 90, start: 0, end: 480))
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        let text = roll.text(title: "x\u{1B}]0;y", style: .init(width: 60, unicode: true, colour: false))
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202E })
    }
}
