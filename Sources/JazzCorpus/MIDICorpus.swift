package import MIDI

/// How music of one kind is found in a MIDI file.
package protocol MusicReader {
    /// What is found: a solo, a bass line, a drummer's performance.
    associatedtype Music: Sendable
    /// Why nothing was found.
    associatedtype Refusal: MusicRefusal
    /// What two files have in common that hold the same music.
    associatedtype Identity: Hashable

    /// Finds the music, in order; one piece, or several where long silences part them.
    ///
    /// - Parameter name: The file's path, after which the music is named.
    static func read(_ file: MIDIFile, name: String) throws(Refusal) -> MusicFound<Music>
    /// What tells the music from other music.
    static func identity(_ music: Music) -> Identity
    /// How much there is to learn: notes, beats, strokes.
    static func size(_ music: Music) -> Int
}

/// What a ``MusicReader`` found in a file; at least one piece.
package struct MusicFound<Music: Sendable>: Sendable {
    package var music: [Music]
    /// Where its chords came from; nil for music without.
    package var chords: ChordSource?
    /// What the track is called that it was found on, if that is worth telling.
    package var track = ""
}

/// Why nothing was found in a file.
package protocol MusicRefusal: Error, CustomStringConvertible, Equatable, Sendable {
    /// The file is not a readable MIDI file.
    static func unreadable(_ error: MIDIError) -> Self
}

/// The music of a folder of MIDI files, and what became of every file.
package struct MIDICorpus<Reader: MusicReader>: Sendable {
    /// What was made of one file.
    package enum Outcome: Sendable {
        /// How many pieces of what size together were found, where their chords came from, and on which track.
        case used(count: Int, size: Int, chords: ChordSource?, track: String)
        case refused(Reader.Refusal)
        /// The same music as in another file: learning it twice, or being tested on what was learned, helps nobody.
        case duplicate(of: String)
    }

    /// The folder.
    package private(set) var folder = ""
    /// The music, in the order of the files' paths.
    package private(set) var music: [Reader.Music] = []
    /// Every MIDI file found, by its path within the folder, in ascending order of the paths' bytes.
    package private(set) var files: [(path: String, outcome: Outcome)] = []

    /// How much music there is: notes, beats or strokes.
    package var size: Int { music.reduce(0) { $0 + Reader.size($1) } }

    /// Music that is at hand already.
    package init(_ music: [Reader.Music] = []) {
        self.music = music
    }

    /// Reads every MIDI file in `folder` and the folders within it.
    ///
    /// - Parameter onFile: Called after each file with how many are done and how many there are; returning false stops.
    /// - Throws: `MIDIFolderError` when the folder cannot be listed or holds no MIDI file.
    package static func read(
        folder: String, onFile: (_ done: Int, _ count: Int) -> Bool = { _, _ in true }
    ) throws(MIDIFolderError) -> MIDICorpus {
        let paths = try MIDIFolder.files(in: folder)
        var corpus = MIDICorpus()
        corpus.folder = folder
        var seen: [Reader.Identity: String] = [:]
        for (index, path) in paths.enumerated() {
            corpus.files.append((path, corpus.add(folder + "/" + path, path: path, seen: &seen)))
            if !onFile(index + 1, paths.count) { break }
        }
        return corpus
    }

    private mutating func add(_ file: String, path: String, seen: inout [Reader.Identity: String]) -> Outcome {
        do throws(Reader.Refusal) {
            let midi: MIDIFile
            do throws(MIDIError) {
                midi = try MIDIFile.read(file, isFound: true)
            } catch {
                throw .unreadable(error)
            }
            let found = try Reader.read(midi, name: path)
            if let first = found.music.first {
                let identity = Reader.identity(first)
                if let twin = seen[identity] { return .duplicate(of: twin) }
                seen[identity] = path
            }
            music += found.music
            return .used(
                count: found.music.count, size: found.music.reduce(0) { $0 + Reader.size($1) }, chords: found.chords,
                track: found.track)
        } catch {
            return .refused(error)
        }
    }
}
