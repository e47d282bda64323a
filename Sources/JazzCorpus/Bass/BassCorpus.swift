package import Improvisation
package import MIDI

/// The bass lines of a folder of MIDI files.
package typealias BassCorpus = MIDICorpus<BassReader>

extension BassReader: MusicReader {
    package static func read(_ file: MIDIFile, name: String) throws(BassRefusal) -> MusicFound<BassLine> {
        let (lines, chords) = try lines(in: file, name: name)
        return MusicFound(music: lines, chords: chords)
    }

    package static func identity(_ line: BassLine) -> [Int?] { line.pitches }

    /// The beats on which the bass sounds.
    package static func size(_ line: BassLine) -> Int { line.noteCount }
}

extension BassRefusal: MusicRefusal {}

extension BassLine {
    /// Some of the beats as a line of their own.
    package subscript(beats: Range<Int>) -> BassLine {
        BassLine(
            name: name, pitches: Array(pitches[beats]),
            setting: BassSetting(beats: Array(setting.beats[beats]), tempo: setting.tempo))
    }
}
