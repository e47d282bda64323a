import Commands
import MIDI
import Sound

/// Reads a MIDI file named on the command line, or found in a folder that was, and says on standard error what was wrong
/// with it where it can be read nevertheless. `-` is standard input.
func readMIDI(
    _ path: String, mostNotes: Int = MIDIFile.mostNotes, isFound: Bool = false
) throws -> MIDIFile {
    do throws(MIDIError) {
        let file = try MIDIFile.read(path == "-" ? "/dev/stdin" : path, mostNotes: mostNotes, isFound: isFound)
        if let warning = file.repairs.warning(path) {
            var console = Console("jazz", isQuiet: false)
            console.note(warning, always: true)
        }
        return file
    } catch {
        throw Failure(error, path)
    }
}

extension MIDIFile.Repairs {
    /// What is said of a file that was repaired in reading it; nil where nothing was.
    func warning(_ path: String) -> String? {
        guard let firstOffset else { return nil }
        let values = clippedBytes == 1 ? "1 value above 127 was" : "\(clippedBytes) values above 127 were"
        return "\(path): byte \(firstOffset): \(values) taken for 127; it may be damaged"
    }
}

extension Failure {
    /// The failure that a MIDI file which cannot be read amounts to.
    init(_ error: MIDIError, _ path: String) {
        guard case .file(_, let problem) = error else {
            self.init(.data, "\(path): \(error)")
            return
        }
        switch problem {
        case .missing, .directory, .unreadable: self.init(.missingInput, error.description)
        case .notRegular, .tooLarge: self.init(.data, error.description)
        }
    }
}

extension Failure {
    /// The failure that a sound error amounts to.
    init(_ error: SoundError) {
        let status: Status
        switch error.kind {
        case .unavailable: status = .unavailable
        case .missingInput: status = .missingInput
        case .badData: status = .data
        case .cannotWrite: status = .cannotCreate
        case .cancelled: status = .interrupted
        }
        self.init(status, error.description)
    }
}
