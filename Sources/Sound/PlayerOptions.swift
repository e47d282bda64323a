/// Through what and how to play.
public struct PlayerOptions: Equatable, Sendable {
    /// The name of an ALSA device, as `aplay -L` lists them.
    public var device = "default"
    /// Frames a second to ask the device for; it may settle on another.
    public var rate = 48_000
    /// Frames between two wake-ups, and how many of these periods the device holds. Together they are what lies between
    /// a note's time and its sound (here 21 ms), and what the program may be late by before the sound breaks off. The fade
    /// of 10 ms behind it, playing stops within 50 ms.
    public var periodFrames = 256
    public var periods = 4
    /// How far a source runs ahead of what is heard, in seconds.
    public var secondsAhead = 4.0
    public var sound = SynthesizerOptions()
    /// Seconds for which a device that failed is waited for, such as one that was unplugged; 0 ends the music at once.
    public var secondsToReconnect = 0.0
    /// Where messages are sent instead of making sound: the name of a raw MIDI device, a named pipe or a file, or
    /// a ``SequencerAddress``; nil for sound.
    public var midiPort: String?
    /// Whether the port is sent clock, start and stop as well.
    public var sendsMIDIClock = false
    /// Whether a person who plays along is sounded too: an instrument may do that itself.
    public var soundsListener = true
    /// Seconds after which a device that takes no sound is given up.
    public var timeout = 5.0

    public init() {}

    /// Sets ``periods`` and ``periodFrames`` so that the device holds about so many milliseconds of sound, 2 or more.
    public mutating func setLatency(milliseconds: Double) {
        let frames = max(Int(milliseconds / 1000 * Double(rate)), 64)
        periods = frames < 512 ? 2 : 4
        periodFrames = max(frames / periods, 32)
    }
}

/// Where the music is.
public struct PlaybackPosition: Equatable, Sendable {
    /// Seconds from the start of the piece.
    public let seconds: Double
    /// The bar and the beat in it, counted from 1.
    public let bar: Int
    public let beat: Int
}

/// How playing went.
public struct PlaybackReport: Equatable, Sendable {
    /// Frames a second that the device agreed to.
    public let rate: Int
    /// Frames given to the device, and what they are in seconds.
    public let frames: Int
    public var seconds: Double { Double(frames) / Double(rate) }
    /// Times the device ran dry, and times it was suspended.
    public let underruns: Int
    public let suspensions: Int
    /// Times the device was gone and came back.
    public let reconnections: Int
    /// Messages that reached the player after their time.
    public let lateMessages: Int
    /// Seconds for which the music waited for its source.
    public let secondsWaited: Double
    /// Whether the audio thread had real-time priority.
    public let hadRealTimePriority: Bool
    /// Whether playing was stopped before the end.
    public let wasStopped: Bool
}
