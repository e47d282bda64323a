import Commands
import MIDI
import ModelFile
import Sound

/// Reads a MIDI file named on the command line.
func readMIDI(_ path: String) throws -> MIDIFile {
    do throws(MIDIError) {
        return try MIDIFile.read(path)
    } catch {
        if case .file = error { throw Failure(.missingInput, error.description) }
        throw Failure(.data, "\(path): \(error)")
    }
}

extension Failure.Status {
    /// The exit status of a model file's error.
    static func of(_ error: ModelFileError) -> Self {
        switch error {
        case .missing, .unreadable, .notAFile: .missingInput
        case .cannotWrite: .cannotCreate
        default: .data
        }
    }

    /// The exit status of a sound error.
    static func of(_ error: SoundError) -> Self {
        switch error.kind {
        case .unavailable: .unavailable
        case .missingInput: .missingInput
        case .badData: .data
        case .cannotWrite: .cannotCreate
        case .cancelled: .interrupted
        }
    }
}
