import FoundationEssentials
package import Improvisation
package import MIDI
package import Music

/// The solos of a folder of MIDI files.
package typealias SoloCorpus = MIDICorpus<SoloReader>

extension SoloReader: MusicReader {
    package static func read(_ file: MIDIFile, name: String) throws(SoloRefusal) -> MusicFound<Solo> {
        let (solos, chords, lead) = try solos(in: file, name: name)
        guard !solos.isEmpty else { throw .tooFewNotes(found: 0, needed: fewestNotes) }
        return MusicFound(music: solos, chords: chords, track: lead)
    }

    package static func identity(_ solo: Solo) -> [PartNote] { solo.notes }

    /// The notes.
    package static func size(_ solo: Solo) -> Int { solo.notes.count }
}

extension SoloRefusal: MusicRefusal {}

extension MIDICorpus<SoloReader> {
    /// The melodies of all solos beside those that are in `index` already, so that copies of them are known.
    ///
    /// - Returns: the index of both, and how many of the solos it had already.
    package func copies(adding index: CopyIndex) -> (index: CopyIndex, known: Int) {
        // A solo counts as known where the odd run differs: another transcription, or another reading of a grace note.
        let lines = music.map { (name: $0.name, pitches: $0.notes.map(\.pitch)) }
        let new = lines.filter { index.fraction(knownOf: $0.pitches) < 0.9 }
        return (index.merged(with: CopyIndex(new)), lines.count - new.count)
    }
}
