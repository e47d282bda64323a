import Files

/// The MIDI files of a folder and the folders within it.
package enum MIDIFolder {
    /// How the names of MIDI files end: Standard MIDI Files, karaoke files, and files in RIFF (RP-029).
    package static let extensions = ["mid", "midi", "kar", "rmi"]

    /// The files' paths within the folder, in ascending order of their bytes.
    ///
    /// - Throws: `MIDIFolderError` when the folder cannot be listed or holds no MIDI file.
    package static func files(in folder: String) throws(MIDIFolderError) -> [String] {
        let paths: [String]
        do throws(FileReadError) {
            paths = try Directories.files(below: folder)
        } catch {
            guard FileSystem.exists(folder) else { throw .missing(folder: folder) }
            throw Directories.isDirectory(folder) ? .unlistable(folder: folder) : .notAFolder(path: folder)
        }
        let midi = paths.filter { path in
            guard let dot = path.lastIndex(of: ".") else { return false }
            return extensions.contains(path[path.index(after: dot)...].lowercased())
        }
        guard !midi.isEmpty else { throw .noMIDIFiles(folder: folder, otherFiles: paths.count) }
        return midi
    }
}

/// Why a folder gave nothing to read.
package enum MIDIFolderError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(folder: String)
    case notAFolder(path: String)
    case unlistable(folder: String)
    case noMIDIFiles(folder: String, otherFiles: Int)

    /// Whether there is nothing at the path, or nothing that may be read.
    package var isMissing: Bool {
        switch self {
        case .missing, .unlistable: true
        case .notAFolder, .noMIDIFiles: false
        }
    }

    package var description: String {
        switch self {
        case .missing(let folder): "\(folder): no such folder; name a folder of MIDI files"
        case .notAFolder(let path): "\(path) is a file; name the folder that the MIDI files are in"
        case .unlistable(let folder): "\(folder): the folder cannot be read; check its permissions"
        case .noMIDIFiles(let folder, let others):
            "\(folder): no .mid or .midi file in it or below it, nor a .kar or .rmi file"
                + (others == 0 ? "; it is empty" : " (\(others) other files)")
        }
    }
}
