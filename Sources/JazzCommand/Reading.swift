import Commands
import MIDI
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
