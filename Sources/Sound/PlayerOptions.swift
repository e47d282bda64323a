/// Through what and how to play.
public struct PlayerOptions: Equatable, Sendable {
    /// The name of an ALSA device, as `aplay -L` lists them.
    public var device = "default"
    /// Frames a second to ask the device for; it may settle on another.
    public var rate = 48_000
    /// Frames between two wake-ups, and how many of these periods the device holds. Together they are what lies between
    /// a note's time and its sound (here 32 ms), and what the program may be late by before the sound breaks off. The fade
    /// of 10 ms behind it, playing stops within 50 ms.
    public var periodFrames = 256
    public var periods = 6
    /// How far a source runs ahead of what is heard, in seconds.
    public var secondsAhead = 4.0
    public var sound = SynthesizerOptions()
    /// Seconds after which a device that takes no sound is given up.
    public var timeout = 5.0

    public init() {}
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
    /// Messages that reached the player after their time.
    public let lateMessages: Int
    /// Seconds for which the music waited for its source.
    public let secondsWaited: Double
    /// Whether the audio thread had real-time priority.
    public let hadRealTimePriority: Bool
    /// Whether playing was stopped before the end.
    public let wasStopped: Bool
}
