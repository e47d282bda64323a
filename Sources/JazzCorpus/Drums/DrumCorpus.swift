import Band
package import MIDI

/// The drummers' performances of a folder of MIDI files.
package typealias DrumCorpus = MIDICorpus<DrumReader>

/// Reads a performance from a MIDI file; see ``DrumPerformance``.
package enum DrumReader: MusicReader {
    package static func read(_ file: MIDIFile, name: String) throws(DrumRefusal) -> MusicFound<DrumPerformance> {
        let performance = try DrumPerformance(file, name: name)
        return MusicFound(music: [performance], track: performance.feel.rawValue)
    }

    package static func identity(_ performance: DrumPerformance) -> [DrumPerformance.Hit] { performance.hits }

    /// The strokes.
    package static func size(_ performance: DrumPerformance) -> Int { performance.hits.count }
}

extension DrumRefusal: MusicRefusal {}
