public import Files

/// What can go wrong between a piece and the ear.
///
/// The cases carry the facts; ``description`` words them in one line: what, where, what to do. A command can choose its
/// exit status by ``kind``.
public enum SoundError: Error, Equatable, Sendable {
    /// A shared library could not be loaded; `package` is the Debian package that holds it.
    case libraryMissing(library: String, package: String, reason: String)
    /// No sound font was named and none was found in the places `searched`.
    case noSoundFont(searched: [String])
    /// The file named as a sound font cannot be read.
    case soundFontUnreadable(FileReadError)
    /// The file named as a sound font is not one, or is damaged.
    case soundFontDamaged(path: String, reason: String)
    /// FluidSynth could not make a synthesizer.
    case synthesizerFailed(reason: String)
    /// The process has a synthesizer already; FluidSynth is used by one at a time.
    case synthesizerInUse
    /// The sound device cannot be opened.
    case noDevice(name: String, reason: String)
    /// The sound device failed while playing: unplugged, or an error it does not recover from.
    case deviceFailed(name: String, doing: String, reason: String)
    /// The sound device has taken no sound for `seconds`.
    case deviceStalled(name: String, seconds: Double)
    /// The place to send MIDI messages to cannot be opened.
    case noPort(name: String, reason: String)
    /// There is no such port of the ALSA sequencer, or it cannot be connected.
    case noSequencerPort(name: String, reason: String)
    /// The place to send MIDI messages to takes no more.
    case portFailed(name: String, reason: String)
    /// The place to listen to a person at cannot be opened.
    case noSource(name: String, reason: String)
    /// What was to be played could not be made.
    case sourceFailed(reason: String)
    /// The piece is longer than a WAV file can hold (4 GiB).
    case tooLong(seconds: Double, limit: Double)
    /// The file cannot be of that kind with these settings.
    case cannotEncode(kind: String, reason: String)
    /// The output file cannot be written; nothing is left of it.
    case cannotWrite(FileWriteError)
    /// What was heard could not be written down any more; what was written before is kept.
    case recordingStopped(FileWriteError)
    /// The caller asked to stop before the file was complete; nothing is left of it.
    case cancelled
}

extension SoundError {
    /// The sort of error, for an exit status.
    public enum Kind: Sendable {
        /// A library, a sound font or a sound device is missing or failed.
        case unavailable
        /// A file named by the user cannot be read.
        case missingInput
        /// A file named by the user is not what it should be.
        case badData
        case cannotWrite
        case cancelled
    }

    public var kind: Kind {
        switch self {
        case .libraryMissing, .noSoundFont, .synthesizerFailed, .synthesizerInUse, .noDevice, .deviceFailed,
            .deviceStalled, .noPort, .noSequencerPort, .portFailed, .noSource, .cannotEncode:
            .unavailable
        case .soundFontUnreadable: .missingInput
        case .soundFontDamaged, .sourceFailed, .tooLong: .badData
        case .cannotWrite, .recordingStopped: .cannotWrite
        case .cancelled: .cancelled
        }
    }
}

extension SoundError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .libraryMissing(let library, let package, let reason):
            "\(library) cannot be loaded (\(reason)); on Debian, install it with: apt install \(package)"
        case .noSoundFont(let searched):
            "no sound font found (looked at \(searched.joined(separator: ", "))); on Debian, install one with: "
                + "apt install timgm6mb-soundfont (small) or fluid-soundfont-gm (better), or name one with --soundfont"
        case .soundFontUnreadable(let error):
            "the sound font cannot be read: \(error)"
        case .soundFontDamaged(let path, let reason):
            "\(path): not a usable sound font: \(reason); choose another with --soundfont"
        case .synthesizerFailed(let reason):
            "FluidSynth cannot make a synthesizer: \(reason)"
        case .synthesizerInUse:
            "a synthesizer is in use already; play or render one piece at a time"
        case .noDevice(let name, let reason):
            "no sound: the ALSA device \"\(name)\" cannot be opened (\(reason)); "
                + "jazz render writes a sound file where there is no sound card"
        case .deviceFailed(let name, let doing, let reason):
            "the sound device \"\(name)\" failed (\(doing): \(reason)); is it still connected?"
        case .deviceStalled(let name, let seconds):
            "the sound device \"\(name)\" has taken no sound for \(Self.rounded(seconds)) s; "
                + "is another program holding it, or is it disconnected?"
        case .noPort("seq", let reason):
            "the ALSA sequencer cannot be opened (\(reason)); is the kernel's module snd-seq loaded?"
        case .noSequencerPort(let name, let reason):
            "\(name): no such port of the ALSA sequencer (\(reason)); aconnect -l lists them, and seq:CLIENT:PORT names one"
        case .noPort(let name, let reason):
            "\(name): MIDI cannot be sent there (\(reason)); name a raw MIDI device, a named pipe that is being read, or "
                + "a file"
        case .noSource(let name, let reason):
            "\(name): nobody can be heard there (\(reason)); name a raw MIDI device, a named pipe or a file of MIDI bytes"
        case .portFailed(let name, let reason):
            "\(name): MIDI cannot be sent there any more (\(reason)); is it still connected?"
        case .sourceFailed(let reason):
            "the music could not be made: \(reason)"
        case .tooLong(let seconds, let limit):
            "the piece lasts \(Self.rounded(seconds)) s, more than the \(Self.rounded(limit)) s a WAV file holds at "
                + "this sample rate"
        case .cannotEncode(let kind, let reason):
            "this libsndfile cannot write \(kind) (\(reason)); choose another kind of file, such as .wav"
        case .cannotWrite(let error):
            error.description
        case .recordingStopped(let error):
            "\(error); what was recorded before that is kept"
        case .cancelled:
            "stopped before the end; no file was written"
        }
    }

    /// Seconds to one decimal.
    private static func rounded(_ seconds: Double) -> String {
        "\((min(max(seconds, 0), 1e12) * 10).rounded() / 10)"
    }
}
