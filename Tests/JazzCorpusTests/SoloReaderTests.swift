import Harmony
import Improvisation
import JazzCorpus
import MIDI
import Music
import TestSupport
import Testing

@Suite struct SoloReaderTests {
    @Test func theNamedTrackAndTheMarkersAreRead() throws {
        let (solos, chords, _) = try SoloReader.solos(in: LeadFixture.file(), name: "x")
        let solo = try #require(solos.first)
        #expect(chords == .markers && solos.count == 1)
        #expect(solo.notes.count == 32 && solo.barSlots == 48 && solo.barCount == 4)
        #expect(solo.notes.map(\.start) == (0..<32).map { $0 * 6 })
        #expect(abs(solo.tempo - 200) < 0.01)
        #expect(solo.changes.chord(at: 50)?.symbol == "G7")
        #expect(solo.changes.entries.count == 4, "Bridge is no chord")
    }

    @Test func theMelodyIsFoundWithoutAName() throws {
        let (solos, _, _) = try SoloReader.solos(in: LeadFixture.file(leadName: ""), name: "x")
        #expect(solos.first?.notes.count == 32)
    }

    @Test func chordsAreEstimatedFromTheOtherTracks() throws {
        let (solos, chords, _) = try SoloReader.solos(in: LeadFixture.file(markers: false), name: "x")
        #expect(chords == .estimated)
        #expect(solos.first?.changes.chord(at: 0)?.symbol == "C7")
    }

    @Test func aMelodyAloneHasNoChords() throws {
        let (solos, chords, _) = try SoloReader.solos(in: LeadFixture.file(markers: false, chords: false), name: "x")
        #expect(chords == .none && solos.first?.changes.chord(at: 0) == nil)
    }

    @Test func aLongSilencePartsTwoSolos() throws {
        let (solos, _, _) = try SoloReader.solos(in: LeadFixture.file(notes: 64, silenceAfter: 32), name: "x")
        #expect(solos.map(\.name) == ["x#1", "x#2"])
        #expect(solos.map(\.notes.count) == [32, 32])
        #expect(solos.allSatisfy { $0.notes[0].start < 48 })
    }

    /// A line of its own beside the test file's.
    private static func adding(_ name: String, program: Int, pitch: Int, count: Int, to file: MIDIFile) -> MIDIFile {
        var track = Track(name: name)
        track.append(.programChange(channel: 5, program: program), at: 0)
        for index in 0..<count {
            track.append(Note(channel: 5, pitch: pitch, velocity: 80, start: index * 480, end: index * 480 + 400))
        }
        var file = file
        file.tracks.append(track)
        return file
    }

    @Test func theBassIsNoLeadHoweverMuchItPlays() throws {
        for (name, program) in [("", 33), ("Bass", 0), ("", 0)] {
            let file = Self.adding(name, program: program, pitch: 40, count: 2000, to: LeadFixture.file(leadName: ""))
            let (solos, _, lead) = try SoloReader.solos(in: file, name: "x")
            #expect(solos.first?.notes.count == 32 && lead == "track 2", "\(name) \(program)")
        }
        let busy = Self.adding("", program: 0, pitch: 70, count: 30, to: LeadFixture.file(leadName: "", chordal: true))
        #expect(try SoloReader.solos(in: busy, name: "x").lead == "track 4", "chords are no lead where there is a line")
    }

    @Test func aBassAloneIsNoLeadButALowHornIs() throws {
        let nobody = MIDIFile(division: .ticksPerQuarter(480), tracks: [Track()])
        for (name, program) in [("", 33), ("Upright Bass", 0)] {
            let file = Self.adding(name, program: program, pitch: 40, count: 40, to: nobody)
            #expect(throws: SoloRefusal.onlyBass(track: name.isEmpty ? "track 2" : "“\(name)”")) {
                try SoloReader.solos(in: file, name: "x")
            }
        }
        let baritone = Self.adding("bari", program: 67, pitch: 40, count: 40, to: nobody)
        #expect(try SoloReader.solos(in: baritone, name: "x").lead == "“bari”")
        let solo = Self.adding("bass solo", program: 33, pitch: 40, count: 40, to: nobody)
        #expect(try SoloReader.solos(in: solo, name: "x").lead == "“bass solo”", "named so, it is the lead")
    }

    @Test func aLongNameIsToldInPart() throws {
        let name = "lead " + String(repeating: "x", count: 100_000)
        #expect(try SoloReader.solos(in: LeadFixture.file(leadName: name), name: "x").lead.count == 42)
    }

    @Test func everyRefusalSaysWhy() {
        #expect(throws: SoloRefusal.tooFewNotes(found: 9, needed: 16)) {
            try SoloReader.solos(in: LeadFixture.file(notes: 9, chords: false), name: "x")
        }
        #expect(throws: SoloRefusal.noPitchedNotes(drums: false)) {
            try SoloReader.solos(in: MIDIFile(division: .ticksPerQuarter(480), tracks: [Track()]), name: "x")
        }
        var drums = Track()
        drums.append(Note(channel: 9, pitch: 38, velocity: 90, start: 0, end: 100))
        #expect(throws: SoloRefusal.noPitchedNotes(drums: true)) {
            try SoloReader.solos(in: MIDIFile(division: .ticksPerQuarter(480), tracks: [drums]), name: "x")
        }
        let error = #expect(throws: SoloRefusal.self) {
            try SoloReader.solos(in: LeadFixture.file(chordal: true, chords: false), name: "x")
        }
        guard case .polyphonic(let track, let fraction) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(track == "“lead”" && fraction > 0.4)
    }
}
