public import MIDI

/// Where music comes from, a stretch at a time: a file, or a network that invents as it goes.
///
/// While playing, a source is asked from a thread of its own, which runs ahead of what is heard by a bounded time
/// (``PlayerOptions/secondsAhead``). It may take its time over a stretch, as long as it is faster than the music on
/// average; where it is not, the song waits for it.
public protocol EventSource: SendableMetatype {
    /// The next stretch of music, or nil after the last.
    ///
    /// When playing is stopped, a call under way is waited for, so it should return within a fraction of a second.
    ///
    /// - Throws: any error; the player ends with ``SoundError/sourceFailed(reason:)`` and the error's description.
    mutating func nextBatch() throws -> EventBatch?
}

/// A stretch of music.
public struct EventBatch: Sendable {
    /// A channel message and when it is heard, in seconds from the start of the piece.
    ///
    /// Only channel messages are heard; others are passed over.
    public struct TimedMessage: Sendable {
        public var seconds: Double
        public var message: Message

        public init(seconds: Double, message: Message) {
            self.seconds = seconds
            self.message = message
        }
    }

    /// A beat, for showing where the music is.
    public struct Beat: Equatable, Sendable {
        public var seconds: Double
        /// The bar, counted from 1.
        public var bar: Int
        /// The beat in the bar, counted from 1.
        public var beat: Int

        public init(seconds: Double, bar: Int, beat: Int) {
            self.seconds = seconds
            self.bar = bar
            self.beat = beat
        }
    }

    /// From a time on so many microseconds a quarter note.
    public struct TempoChange: Equatable, Sendable {
        public var seconds: Double
        public var microsecondsPerQuarter: Int

        public init(seconds: Double, microsecondsPerQuarter: Int) {
            self.seconds = seconds
            self.microsecondsPerQuarter = microsecondsPerQuarter
        }
    }

    /// In any order; messages at the same time are played in the order given. A message may lie behind `end` (the
    /// release of a note that is held into the next stretch).
    public var messages: [TimedMessage]
    /// In order of time.
    public var beats: [Beat]
    /// Where the tempo changes, in order of time: what a recording and a MIDI clock go by.
    public var tempos: [TempoChange] = []
    /// Where the stretch ends, in seconds from the start of the piece: no later stretch has a message before it.
    ///
    /// The music ends at the last stretch's end, or with the last message where that is later.
    public var end: Double

    public init(messages: [TimedMessage], beats: [Beat] = [], end: Double) {
        self.messages = messages
        self.beats = beats
        self.end = end
    }
}
