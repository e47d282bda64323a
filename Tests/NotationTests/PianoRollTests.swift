import TestSupport
import FoundationEssentials
import MIDI
import Notation
import Testing

@Suite struct PianoRollTests {
    @Test func everyNoteBarAndChordIsDrawn() throws {
        let roll = PianoRoll(LeadFixture.file())
        #expect(roll.voices.map(\.name) == ["lead", "piano"])
        #expect(roll.barLines == [0, 1920, 3840, 5760, 7680])
        #expect(roll.labels.map(\.text) == ["Dm7", "G7", "Cmaj7", "A7"])
        let svg = try roll.svg(title: "a < b & c", barsPerLine: 4)
        #expect(svg.components(separatedBy: "fill-opacity").count - 1 == 32 + 16)
        #expect((1...4).allSatisfy { svg.contains(">\($0)</text>") })
        #expect(svg.contains("a &lt; b &amp; c") && svg.contains(">Dm7</text>"))
        #expect(svg.hasSuffix("</svg>\n"))
    }

    @Test func aNoteOverALineBreakIsDrawnOnBothLines() throws {
        var track = Track(name: "long")
        track.append(Note(channel: 0, pitch: 60, velocity: 127, start: 0, end: 2 * 1920))
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(try roll.svg(title: "", barsPerLine: 1).components(separatedBy: "fill-opacity").count - 1 == 2)
    }

    @Test func absurdLengthsAreCutShort() {
        var track = Track(name: "endless")
        track.append(Note(channel: 0, pitch: 60, velocity: 90, start: 0, end: 480))
        track.endTick = MIDIFile.maximumTick
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(roll.barLines.count <= PianoRoll.mostBars + 2)
    }

    @Test func aChannelOfASharedTrackIsAVoice() {
        var track = Track(name: "all")
        track.append(.programChange(channel: 0, program: 56), at: 0)
        for channel in [0, 3, 9] {
            track.append(Note(channel: channel, pitch: 60, velocity: 90, start: 0, end: 480))
        }
        let roll = PianoRoll(MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [track]))
        #expect(roll.voices.map(\.name) == ["trumpet", "channel 4", "drums"])
        #expect(roll.voices.map(\.isDrums) == [false, false, true])
    }

    @Test func barsAndPartsCanBeChosen() throws {
        let roll = PianoRoll(LeadFixture.file())
        let part = try #require(roll.showing(bars: 3...9))
        #expect(part.firstBar == 3 && part.beats.count == 2 && part.barLines == [3840, 5760, 7680])
        #expect(part.labels.map(\.text) == ["Cmaj7", "A7"])
        #expect(part.voices.allSatisfy { $0.notes.allSatisfy { $0.end > 3840 } })
        #expect(roll.showing(bars: 5...9) == nil && part.showing(bars: 1...2) == nil)
        #expect(roll.showing(voices: ["LEAD"])?.voices.map(\.name) == ["lead"])
        #expect(roll.showing(voices: ["pian", "lead"])?.voices.map(\.name) == ["lead", "piano"])
        #expect(roll.showing(voices: ["tuba"]) == nil)
    }

    @Test func aChordThatStillHoldsIsNamedAtTheCut() throws {
        var track = Track(name: "x")
        track.append(.marker("Dm7"), at: 0)
        track.append(Note(channel: 0, pitch: 60, velocity: 90, start: 0, end: 7680))
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        let cut = try #require(roll.showing(bars: 3...4))
        #expect(cut.labels.map(\.text) == ["Dm7"] && cut.labels.map(\.tick) == [3840])
    }

    @Test func tooManyNotesAreLeftOutAndCounted() {
        var track = Track(name: "storm")
        track.events = EventList(
            (0..<PianoRoll.mostNotes + 7).map {
                Event(tick: $0 / 100, message: .noteOn(channel: 0, pitch: $0 % 128, velocity: 90))
            })
        track.endTick = 1920
        let roll = PianoRoll(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(roll.omittedNotes == 7)
        let style = PianoRoll.TextStyle(width: 80, unicode: true, colour: false)
        #expect(roll.text(title: "", style: style).contains("7 more notes"))
    }

    @Test func damagedFilesAreDrawnOrRefused() throws {
        let bytes = try LeadFixture.file().encoded()
        let style = PianoRoll.TextStyle(width: 60, unicode: false, colour: false)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x41
            guard let file = try? MIDIFile(bytes: damaged) else { continue }
            let roll = PianoRoll(file)
            let drawn = (roll.showing(bars: 1...8) ?? roll).text(title: "x", style: style)
            #expect(drawn.split(separator: "\n").allSatisfy { $0.count <= 60 }, "byte \(index)")
            #expect(drawn.utf8.count < 100_000)
            #expect(try roll.svg(title: "x").hasSuffix("</svg>\n"))
        }
    }
}
