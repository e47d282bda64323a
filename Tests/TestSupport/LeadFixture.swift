import Harmony
package import Improvisation
package import MIDI
import ModelFile
import Music
import Numerics
package import Recurrent

/// Leads: networks, solos and files of them.
package enum LeadFixture {
    /// An untrained network: its masks alone must hold the line together.
    package static func network(seed: UInt64) throws -> Network {
        var random = Xoshiro256StarStar(seed: seed)
        return try Network(ModelKind.lead.configuration(hiddenSize: 16), using: &random)
    }

    /// The network that comes with the program.
    package static func shipped() throws -> Network {
        try Model.read(PackageFiles.path("Sources/Pretrained/lead.safetensors"), kind: ModelKind.lead.name).network
    }

    /// The network that comes with the program and reads backward.
    package static func shippedBackward() throws -> Network {
        try Model.read(PackageFiles.path("Sources/Pretrained/backward.safetensors"), kind: ModelKind.backwardLead.name)
            .network
    }

    /// A solo of random notes over two chords.
    package static func solo(seed: UInt64, bars: Int = 8, barSlots: Int = 48) throws -> Solo {
        var random = Xoshiro256StarStar(seed: seed)
        var notes: [PartNote] = []
        var slot = Int.random(in: 0..<12, using: &random)
        var pitch = 60
        while slot < bars * barSlots - 1 {
            let distance = Int.random(in: 1...(random.next() % 8 == 0 ? 70 : 12), using: &random)
            let length = Int.random(in: 1...distance, using: &random)
            notes.append(PartNote(start: slot, duration: length, pitch: pitch, velocity: 90))
            slot += distance
            pitch = min(84, max(48, pitch + Int.random(in: -9...9, using: &random)))
        }
        let changes = Timeline([
            .init(start: 0, value: try ChordParser.parse("Dm7")), .init(start: 48, value: try ChordParser.parse("G7")),
        ])
        return Solo(
            name: "random", notes: notes, changes: changes, barSlots: barSlots, tempo: 160, barCount: bars)
    }

    /// A file with a scale on a lead track, chords on another and markers where asked.
    package static func file(
        leadName: String = "lead", notes: Int = 32, chordal: Bool = false, markers: Bool = true, chords: Bool = true,
        silenceAfter: Int? = nil
    ) -> MIDIFile {
        var conductor = Track(name: "test")
        conductor.append(.timeSignature(4, 4), at: 0)
        conductor.append(.tempo(beatsPerMinute: 200), at: 0)
        if markers {
            for (bar, symbol) in ["Dm7", "G7", "Cmaj7", "A7"].enumerated() {
                conductor.append(.marker(symbol), at: bar * 1920)
            }
            conductor.append(.marker("Bridge"), at: 960)
        }
        var lead = Track(name: leadName)
        var tick = 0
        for index in 0..<notes {
            let pitch = 60 + [0, 2, 4, 5, 7, 9, 11, 12][index % 8]
            lead.append(Note(channel: 0, pitch: pitch, velocity: 90, start: tick, end: tick + 200))
            if chordal { lead.append(Note(channel: 0, pitch: pitch + 4, velocity: 80, start: tick, end: tick + 200)) }
            tick += index + 1 == silenceAfter ? 1920 * 5 : 240
        }
        var tracks = [conductor, lead]
        if chords {
            var piano = Track(name: "piano")
            for bar in 0..<4 {
                for pitch in [48, 52, 55, 58] {
                    piano.append(
                        Note(channel: 1, pitch: pitch, velocity: 60, start: bar * 1920, end: bar * 1920 + 1900))
                }
            }
            tracks.append(piano)
        }
        return MIDIFile(division: .ticksPerQuarter(480), tracks: tracks)
    }
}
