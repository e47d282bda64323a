import MIDI

/// The bass lines of a folder of MIDI files, and what became of every file.
public struct BassCorpus: Sendable {
    /// What was made of one file.
    public enum Outcome: Sendable {
        case used(walks: Int, beats: Int, chords: ChordSource)
        case refused(BassRefusal)
        /// The same line as another file's.
        case duplicate(of: String)
    }

    /// The lines, in the order of the files' paths.
    public private(set) var walks: [Walk] = []
    /// Every MIDI file found, by its path within the folder, in ascending order of the paths' bytes.
    public private(set) var files: [(path: String, outcome: Outcome)] = []

    /// The beats on which a bass sounds.
    public var beatCount: Int { walks.reduce(0) { $0 + $1.noteCount } }

    /// Reads every MIDI file (``MIDIFile/suffixes``) in `folder` and the folders within it.
    ///
    /// - Parameter onFile: Called after each file with how many are done and how many there are; returning false stops.
    /// - Throws: `SoloCorpusError` when the folder cannot be listed or holds no MIDI file.
    public static func read(
        folder: String, onFile: (_ done: Int, _ count: Int) -> Bool = { _, _ in true }
    ) throws(SoloCorpusError) -> BassCorpus {
        let paths = try SoloCorpus.midiFiles(in: folder)
        var corpus = BassCorpus()
        var seen: [[Int?]: String] = [:]
        for (index, path) in paths.enumerated() {
            corpus.files.append((path, corpus.add(folder + "/" + path, path: path, seen: &seen)))
            if !onFile(index + 1, paths.count) { break }
        }
        return corpus
    }

    private mutating func add(_ file: String, path: String, seen: inout [[Int?]: String]) -> Outcome {
        do throws(BassRefusal) {
            let midi: MIDIFile
            do throws(MIDIError) {
                midi = try MIDIFile.read(file, isFound: true)
            } catch {
                throw .unreadable(error)
            }
            let (found, chords) = try BassReader.walks(in: midi, name: path)
            if let first = found.first {
                if let twin = seen[first.pitches] { return .duplicate(of: twin) }
                seen[first.pitches] = path
            }
            walks += found
            return .used(walks: found.count, beats: found.reduce(0) { $0 + $1.noteCount }, chords: chords)
        } catch {
            return .refused(error)
        }
    }

    /// The lines divided into those learned from and those held out to measure by, about `share` of the beats.
    ///
    /// Files whose names begin alike up to the first underscore are thought to be one player's band and are held out
    /// together. A folder of one player's files only has the end of each line held out instead.
    public func heldOut(
        share: Double = 0.1, using generator: inout some RandomNumberGenerator
    ) -> (training: [Walk], validation: [Walk]) {
        var players: [(name: Substring, walks: [Walk])] = []
        for walk in walks {
            let name = Self.player(walk.name)
            if let index = players.firstIndex(where: { $0.name == name }) {
                players[index].walks.append(walk)
            } else {
                players.append((name, [walk]))
            }
        }
        var training: [Walk] = []
        var validation: [Walk] = []
        guard players.count > 1 else {
            for walk in walks {
                let cut = walk.pitches.count - Int(Double(walk.pitches.count) * share)
                training.append(walk[..<cut])
                validation.append(walk[cut...])
            }
            return (training, validation)
        }
        for index in players.indices.dropFirst() {
            players.swapAt(index, generator.below(index + 1))
        }
        var held = 0
        for (index, player) in players.enumerated() {
            let isWanted = Double(held) < share * Double(beatCount) && index < players.count - 1
            if isWanted {
                held += player.walks.reduce(0) { $0 + $1.noteCount }
                validation += player.walks
            } else {
                training += player.walks
            }
        }
        return (training, validation)
    }

    private static func player(_ path: String) -> Substring {
        let file = path.split(separator: "/").last ?? ""
        guard let end = file.firstIndex(of: "_") else { return file }
        return file[..<end]
    }
}

extension Walk {
    /// Some of the beats as a line of their own.
    subscript(beats: Range<Int>) -> Walk {
        Walk(
            name: name, pitches: Array(pitches[beats]),
            setting: BassSetting(beats: Array(setting.beats[beats]), tempo: setting.tempo))
    }

    subscript(beats: some RangeExpression<Int>) -> Walk { self[beats.relative(to: pitches)] }
}
