import FoundationEssentials
import MIDI

/// The solos of a folder of MIDI files, and what became of every file.
public struct SoloCorpus: Sendable {
    /// What was made of one file.
    public enum Outcome: Sendable {
        /// `lead` is what the track of the lead is called.
        case used(solos: Int, notes: Int, chords: ChordSource, lead: String)
        case refused(SoloRefusal)
        /// The same notes as another file: learning them twice, or being tested on what was learned, helps nobody.
        case duplicate(of: String)
    }

    /// The solos, in the order of the files' paths.
    public private(set) var solos: [Solo] = []
    /// Every MIDI file found, by its path within the folder, in ascending order of the paths' bytes.
    public private(set) var files: [(path: String, outcome: Outcome)] = []

    /// The notes of all solos.
    public var noteCount: Int { solos.reduce(0) { $0 + $1.notes.count } }

    /// The melodies of all solos beside those that are in `index` already, so that copies of them are known.
    ///
    /// - Returns: the index of both, and how many of the solos it had already.
    public func copies(adding index: CopyIndex) -> (index: CopyIndex, known: Int) {
        // A solo counts as known where the odd run differs: another transcription, or another reading of a grace note.
        let lines = solos.map { (name: $0.name, pitches: $0.notes.map(\.pitch)) }
        let new = lines.filter { index.share(knownOf: $0.pitches) < 0.9 }
        return (index.merged(with: CopyIndex(new)), lines.count - new.count)
    }

    /// Reads every MIDI file (``MIDIFile/suffixes``) in `folder` and the folders within it.
    ///
    /// - Parameter onFile: Called after each file with how many are done and how many there are; returning false stops.
    /// - Throws: `SoloCorpusError` when the folder cannot be listed or holds no MIDI file.
    public static func read(
        folder: String, onFile: (_ done: Int, _ count: Int) -> Bool = { _, _ in true }
    ) throws(SoloCorpusError) -> SoloCorpus {
        let midi = try midiFiles(in: folder)
        var corpus = SoloCorpus()
        var seen: [[SoloNote]: String] = [:]
        for (index, path) in midi.enumerated() {
            corpus.files.append((path, corpus.add(folder + "/" + path, path: path, seen: &seen)))
            if !onFile(index + 1, midi.count) { break }
        }
        return corpus
    }

    /// The MIDI files (``MIDIFile/suffixes``) in `folder` and the folders within it: their paths within it, by their bytes.
    ///
    /// - Throws: `SoloCorpusError` when the folder cannot be listed or holds no MIDI file.
    public static func midiFiles(in folder: String) throws(SoloCorpusError) -> [String] {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory) else {
            throw .missing(folder: folder)
        }
        guard isDirectory else { throw .notAFolder(path: folder) }
        let paths: [String]
        do {
            paths = try FileManager.default.subpathsOfDirectory(atPath: folder + "/.")
        } catch {
            throw .unlistable(folder: folder)
        }
        let midi = paths.filter(MIDIFile.isNamed).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !midi.isEmpty else { throw .noMIDIFiles(folder: folder, otherFiles: paths.count) }
        return midi
    }

    private mutating func add(_ file: String, path: String, seen: inout [[SoloNote]: String]) -> Outcome {
        do throws(SoloRefusal) {
            let midi: MIDIFile
            do throws(MIDIError) {
                midi = try MIDIFile.read(file, isFound: true)
            } catch {
                throw .unreadable(error)
            }
            let (found, chords, lead) = try SoloReader.solos(in: midi, name: path)
            guard let first = found.first else {
                throw .tooFewNotes(found: 0, needed: SoloReader.fewestNotes)
            }
            if let twin = seen[first.notes] { return .duplicate(of: twin) }
            seen[first.notes] = path
            solos += found
            return .used(
                solos: found.count, notes: found.reduce(0) { $0 + $1.notes.count }, chords: chords, lead: lead)
        } catch {
            return .refused(error)
        }
    }
}

/// Why a folder gave nothing to learn from.
public enum SoloCorpusError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(folder: String)
    case notAFolder(path: String)
    case unlistable(folder: String)
    case noMIDIFiles(folder: String, otherFiles: Int)

    /// Whether there is nothing at the path, or nothing that may be read.
    public var isMissing: Bool {
        switch self {
        case .missing, .unlistable: true
        case .notAFolder, .noMIDIFiles: false
        }
    }

    public var description: String {
        switch self {
        case .missing(let folder): "\(folder): no such folder; name a folder of MIDI files"
        case .notAFolder(let path): "\(path) is a file; name the folder that the MIDI files are in"
        case .unlistable(let folder): "\(folder): the folder cannot be read; check its permissions"
        case .noMIDIFiles(let folder, let others):
            "\(folder): no MIDI file (\(MIDIFile.suffixes.joined(separator: ", "))) in it or below it"
                + (others == 0 ? "; it is empty" : " (\(others) other files)")
        }
    }
}
