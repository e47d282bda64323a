import Harmony
import Improvisation
import JazzCorpus
import MIDI
import TestSupport
import Testing

@Suite struct BassReaderTests {
    /// A file with a bass on channel 3, a note a beat for 44 of 48 ticks as in the transcriptions, and a piano.
    static func file(
        name: String = "bass", program: Int? = nil, beats: Int = 48, metre: (Int, Int) = (4, 4), height: Int = 36,
        silence: Range<Int> = 0..<0, markers: Bool = true
    ) -> MIDIFile {
        var conductor = Track(name: "test")
        conductor.append(.timeSignature(metre.0, metre.1), at: 0)
        conductor.append(.tempo(beatsPerMinute: 200), at: 0)
        if markers {
            for bar in 0..<16 { conductor.append(.marker(["Dm7", "G7"][bar % 2]), at: bar * 1920) }
        }
        var bass = Track(name: name)
        if let program { bass.append(.programChange(channel: 2, program: program), at: 0) }
        for beat in 0..<beats where !silence.contains(beat) {
            bass.append(
                Note(channel: 2, pitch: height + beat % 12, velocity: 70, start: beat * 480, end: beat * 480 + 440))
        }
        var piano = Track(name: "piano")
        for beat in 0..<64 {
            for pitch in [60, 64, 67] {
                piano.append(
                    Note(channel: 1, pitch: pitch, velocity: 60, start: beat * 480, end: beat * 480 + 400))
            }
        }
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [conductor, piano, bass])
    }

    @Test func theThirdChannelIsReadBeatByBeat() throws {
        let (lines, chords) = try BassReader.lines(in: Self.file(), name: "x")
        let line = try #require(lines.first)
        #expect(chords == .markers && lines.count == 1)
        #expect(line.pitches == (0..<48).map { 36 + $0 % 12 })
        #expect(line.setting.beats.map(\.position) == (0..<48).map { $0 % 4 })
        #expect(line.setting.beats.map(\.bar) == (0..<48).map { $0 / 4 })
        #expect(line.setting.beats[5].chord.symbol == "G7" && line.setting.beats[8].chord.symbol == "Dm7")
        #expect(abs(line.setting.tempo - 200) < 0.1)
    }

    @Test func theBassIsFoundByItsProgramOrItsHeight() throws {
        #expect(try BassReader.lines(in: Self.file(name: "", program: 33), name: "x").lines[0].noteCount == 48)
        #expect(try BassReader.lines(in: Self.file(name: ""), name: "x").lines[0].noteCount == 48)
        #expect(throws: BassRefusal.noBass) { try BassReader.lines(in: Self.file(name: "", height: 60), name: "x") }
    }

    @Test func notesBesideTheBeatCountAndHeldOnesGoOn() throws {
        var bass = Track(name: "Bass")
        func add(_ pitch: Int, _ start: Int, _ end: Int) {
            bass.append(Note(channel: 2, pitch: pitch, velocity: 70, start: start, end: end))
        }
        add(36, -30 + 480, 900)  // a little before the second beat
        add(38, 1040, 1300)  // a little after the third
        add(99, 1240, 1300)  // a skipped eighth
        add(40, 1440, 1440 + 3 * 480 - 40)  // held for three beats
        for beat in 7..<40 { add(41, beat * 480, beat * 480 + 400) }
        add(29, 7 * 480 + 60, 7 * 480 + 400)  // later than the note on the beat
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [bass])
        let line = try BassReader.lines(in: file, name: "x").lines[0]
        #expect(line.pitches.prefix(9) == [nil, 36, 38, 40, 40, 40, nil, 41, 41])
        #expect(line.setting.beats.allSatisfy { $0.chord.isNoChord })
    }

    @Test func longSilencesPartTheLine() throws {
        let file = Self.file(beats: 100, silence: 36..<60, markers: true)
        let (lines, _) = try BassReader.lines(in: file, name: "x")
        #expect(lines.map(\.name) == ["x#1", "x#2"] && lines.map(\.noteCount) == [36, 40])
        #expect(lines[1].setting.beats[0].position == 0 && lines[1].setting.beats[0].bar == 0)
    }

    @Test func whatCannotBeLearnedFromSaysWhy() throws {
        #expect(throws: BassRefusal.tooFewBeats(found: 20, needed: 32)) {
            try BassReader.lines(in: Self.file(beats: 20), name: "x")
        }
        #expect(throws: BassRefusal.metre(numerator: 7, denominator: 8)) {
            try BassReader.lines(in: Self.file(metre: (7, 8)), name: "x")
        }
        #expect(throws: BassRefusal.noBass) {
            try BassReader.lines(in: MIDIFile(division: .ticksPerQuarter(480)), name: "x")
        }
        #expect(BassRefusal.noBass.description.contains("named bass"))
        #expect(BassRefusal.metre(numerator: 7, denominator: 8).description.contains("7/8"))
    }

    @Test func absurdTimesTakeNoMemory() throws {
        var bass = Track(name: "bass")
        for index in 0..<40 {
            let start = index * (1 << 32)
            bass.append(Note(channel: 2, pitch: 40, velocity: 70, start: start, end: start + (1 << 31)))
        }
        let file = MIDIFile(division: .ticksPerQuarter(1), tracks: [bass])
        #expect(throws: BassRefusal.self) { try BassReader.lines(in: file, name: "x") }
    }

    @Test(.enabled(if: PackageFiles.shared("data/wjazzd") != nil)) func theTranscribedBassesAreRead() throws {
        let folder = try #require(PackageFiles.shared("data/wjazzd"))
        let corpus = try BassCorpus.read(folder: folder)
        #expect(corpus.music.count > 300 && corpus.size > 90_000)
        #expect(corpus.music.allSatisfy { $0.noteCount >= BassReader.fewestBeats })
        let classes = corpus.music.flatMap(\.pitches).compactMap(\.self)
        #expect(classes.allSatisfy(BassDuty.range.contains))
    }
}
