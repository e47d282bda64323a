package import Commands
package import MIDI
package import Sound

extension MIDIFile.Repairs {
    /// What is said of a file that was repaired in reading it; nil where nothing was.
    package func warning(_ path: String) -> String? {
        guard let firstOffset else { return nil }
        let values = clippedBytes == 1 ? "1 value above 127 was" : "\(clippedBytes) values above 127 were"
        return "\(path): byte \(firstOffset): \(values) taken for 127; it may be damaged"
    }
}

extension Failure {
    /// The failure that a MIDI file which cannot be read amounts to.
    package init(_ error: MIDIError, _ path: String) {
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
    package init(_ error: SoundError) {
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
