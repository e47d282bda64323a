import Harmony
import MIDI
import Music
import Scoring
import TestSupport
import Testing

/// The estimate, as ``LeadLine`` shows it.
@Suite struct ChordEstimatorTests {
    private func estimate(_ notes: [Note]) throws -> [(beat: Double, chord: MeasuredChord?)] {
        var file = LineFixture.file(LineFixture.eighths([Int](repeating: 72, count: 40)))
        var piano = Track(name: "piano")
        for note in notes { piano.append(note) }
        piano.sort()
        file.tracks.append(piano)
        let line = try LeadLine(file).line
        return line.changes.entries.map { (Double($0.start) / Double(line.ticksPerBeat), $0.value) }
    }

    private func note(_ pitch: Int, _ start: Int, _ end: Int) -> Note {
        Note(channel: 1, pitch: pitch, velocity: 80, start: start, end: end)
    }

    @Test func aPedalSoundsAllTheWay() throws {
        let bar = 1920
        // C and G lie through 500 bars; the third changes after 100 and is left out for a bar after 400:
        // an open fifth is taken for major.
        let pedal = [note(48, 0, 500 * bar), note(55, 0, 500 * bar)]
        let thirds = [note(64, 0, 100 * bar), note(63, 100 * bar, 400 * bar), note(64, 401 * bar, 500 * bar)]
        let changes = try estimate(pedal + thirds)
        #expect(changes.map(\.beat) == [0, 400, 1600])
        #expect(changes.map { $0.chord?.relativeTones } == [[0, 4, 7], [0, 3, 7], [0, 4, 7]])
    }

    @Test func aTouchOfANoteIsNoHarmony() throws {
        let chord = [48, 52, 55].map { note($0, 0, 960) }
        // 0.05 beats into the next half bar.
        #expect(try estimate(chord + [note(58, 936, 984)] + [48, 52, 55].map { note($0, 960, 1920) }).count == 1)
    }

    @Test func aFileOfAbsurdLengthTakesNoTime() throws {
        let end = MIDIFile.maximumTick - 1920
        let changes = try estimate([48, 52, 55].map { note($0, 0, end) } + [note(58, end, end + 960)])
        #expect(changes.first?.chord?.relativeTones == [0, 4, 7])
    }
}
