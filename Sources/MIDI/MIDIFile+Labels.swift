/// A text of a file and where it stands.
public struct Label: Equatable, Hashable, Sendable {
    public var track: Int
    public var tick: Int
    public var text: String

    public init(track: Int = 0, tick: Int, text: String) {
        self.track = track
        self.tick = tick
        self.text = text
    }
}

/// A choice of instrument: a program change.
public struct ProgramChoice: Equatable, Hashable, Sendable {
    public var track: Int
    public var tick: Int
    /// 0…15.
    public var channel: Int
    /// 0…127, as General MIDI numbers instruments less one: 0 is the grand piano.
    public var program: Int

    public init(track: Int = 0, tick: Int, channel: Int, program: Int) {
        self.track = track
        self.tick = tick
        self.channel = channel
        self.program = program
    }
}

/// A key signature and the tick from which on it holds.
public struct KeyChange: Equatable, Hashable, Sendable {
    public var tick: Int
    /// Sharps, −7…7; negative: flats.
    public var sharps: Int
    public var isMinor: Bool

    public init(tick: Int, sharps: Int, isMinor: Bool) {
        self.tick = tick
        self.sharps = sharps
        self.isMinor = isMinor
    }
}

extension MIDIFile {
    /// The texts of one kind from all tracks, in order of tick, then of track.
    public func labels(_ kind: TextKind) -> [Label] {
        gather(0x100 | Int(kind.rawValue)) { track, event in
            guard case .text(kind, let text) = event.message else { return nil }
            return Label(track: track, tick: event.tick, text: text.string)
        }
    }

    /// The markers of all tracks in order of tick: rehearsal letters, or chord symbols in files of solos.
    public var markers: [Label] { labels(.marker) }

    /// The name of each track, the first that it gives itself, at most 1000 characters; nil where it gives none.
    public var trackNames: [String?] {
        tracks.map { track in
            for event in track.events.of(kinds: [0x100 | Int(TextKind.trackName.rawValue)]) {
                if case .text(_, let name) = event.message { return String(name.string.prefix(1000)) }
            }
            return nil
        }
    }

    /// The program changes of all tracks in order of tick, then of track.
    public var programs: [ProgramChoice] {
        gather(0xC0) { track, event in
            guard case .programChange(let channel, let program) = event.message else { return nil }
            return ProgramChoice(track: track, tick: event.tick, channel: channel, program: program)
        }
    }

    /// The key signatures of all tracks in order of tick, then of track.
    public var keySignatures: [KeyChange] {
        gather(0x159) { _, event in
            guard case .keySignature(let sharps, let isMinor) = event.message else { return nil }
            return KeyChange(tick: event.tick, sharps: sharps, isMinor: isMinor)
        }
    }
}
