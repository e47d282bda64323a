import FoundationEssentials
import Jazz
import MIDI
import Testing

@Suite struct PianoRollTests {
    @Test func everyNoteBarAndChordIsDrawn() throws {
        let roll = PianoRoll(SoloReaderTests.file())
        #expect(roll.voices.map(\.name) == ["lead", "piano"])
        #expect(roll.barLines == [0, 1920, 3840, 5760, 7680])
        #expect(roll.labels.map(\.text) == ["Dm7", "G7", "Cmaj7", "A7"])
        let svg = roll.svg(title: "a < b & c", barsPerLine: 4)
        #expect(svg.components(separatedBy: "fill-opacity").count - 1 == 32 + 16)
        #expect(svg.contains("a &lt; b &amp; c") && svg.contains(">Dm7</text>"))
        #expect(svg.hasSuffix("</svg>\n"))
    }

    @Test func aNoteOverALineBreakIsDrawnOnBothLines() {
        var track = Track(name: "long")
        track.append(Note(channel: 0, pitch: 60, velocity: 127, start: 0, end: 2 * 1920))
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(roll.svg(title: "", barsPerLine: 1).components(separatedBy: "fill-opacity").count - 1 == 2)
    }

    @Test func absurdLengthsAreCutShort() {
        var track = Track(name: "endless")
        track.append(Note(channel: 0, pitch: 60, velocity: 90, start: 0, end: 480))
        track.endTick = MIDIFile.maximumTick
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(roll.barLines.count <= PianoRoll.mostBars + 2)
    }
}
