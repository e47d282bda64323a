package import Improvisation
package import MIDI

/// The bass lines of a folder of MIDI files.
package typealias BassCorpus = MIDICorpus<BassReader>

extension BassReader: MusicReader {
    package static func read(_ file: MIDIFile, name: String) throws(BassRefusal) -> MusicFound<Walk> {
        let (walks, chords) = try walks(in: file, name: name)
        return MusicFound(music: walks, chords: chords)
    }

    package static func identity(_ walk: Walk) -> [Int?] { walk.pitches }

    /// The beats on which the bass sounds.
    package static func size(_ walk: Walk) -> Int { walk.noteCount }
}

extension BassRefusal: MusicRefusal {}

extension Walk {
    /// Some of the beats as a line of their own.
    package subscript(beats: Range<Int>) -> Walk {
        Walk(
            name: name, pitches: Array(pitches[beats]),
            setting: BassSetting(beats: Array(setting.beats[beats]), tempo: setting.tempo))
    }
}
