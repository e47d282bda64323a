import Band
import Harmony
import JazzCorpus
import MIDI
import Testing

@Suite struct ChartEstimateTests {
    /// Piano and bass over some chords, a bar each: the piano without roots.
    private static func file(_ symbols: [String], lead: Bool = false) throws -> MIDIFile {
        var piano = Track(name: "Piano")
        var bass = Track(name: "Bass")
        var solo = Track(name: "Lead")
        for (index, symbol) in symbols.enumerated() {
            let chord = try ChordParser.parse(symbol)
            let start = index * 1920
            for pitch in Voicing.voicings(of: chord, manner: .rootless)[0] {
                piano.append(Note(channel: 0, pitch: pitch, velocity: 70, start: start, end: start + 1900))
            }
            bass.append(Note(channel: 1, pitch: 36 + chord.root, velocity: 80, start: start, end: start + 1900))
            for eighth in 0..<8 where lead {
                let from = start + eighth * 240
                solo.append(
                    Note(
                        channel: 2, pitch: 72 + (index * 5 + eighth * 3) % 12, velocity: 80, start: from,
                        end: from + 200))
            }
        }
        piano.endTick = symbols.count * 1920
        return MIDIFile(division: .ticksPerQuarter(480), tracks: lead ? [piano, bass, solo] : [piano, bass])
    }

    @Test(arguments: [
        ["Dm7", "G7", "Cmaj7", "A7"], ["Fm7", "Bb7", "Ebmaj7", "C7"], ["C", "Am7", "F", "G7"],
        ["Bm7b5", "E7", "Am7", "D7"],
    ])
    func findsTheChordsThatSound(_ symbols: [String]) throws {
        for lead in [false, true] {
            let chart = try Chart(estimating: Self.file(symbols + symbols, lead: lead))
            let found = chart.bars.map { $0.chords[0].chord }
            for (chord, symbol) in zip(found, symbols + symbols) {
                let wanted = try ChordParser.parse(symbol)
                #expect(chord.root == wanted.root && chord.family == wanted.family, "\(chord) for \(symbol)")
            }
            #expect(chart.notes.count == 1 && chart.notes[0].contains("estimated"))
        }
    }

    @Test func soundsNoChordWithoutNotes() {
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [Track(name: "")])
        #expect(throws: HarmonyError.midi(.noChords(texts: 0))) { try Chart(estimating: file) }
    }
}
