public import MIDI
public import Sound
internal import Synchronization

/// What a hand asks of a set list, and what is known of it.
public final class SetListControls: Sendable {
    /// A piece that is or was heard.
    public struct Started: Sendable {
        /// Its place in the list, from 0.
        public var index: Int
        /// When it begins, in seconds.
        public var seconds: Double
        /// Its length in seconds at its own tempo, and in bars.
        public var length: Double
        public var bars: Int
        /// What the stage shows of it.
        public var sheet: FileBars
    }

    /// A stretch that is or was heard at one tempo.
    private struct Stretch {
        var start: Double
        var index: Int
        /// Where it begins in its piece.
        var place: Double
        var factor: Double
    }

    /// Where a piece is.
    public struct Place: Sendable {
        public var piece: Started
        /// Seconds of the piece at its own tempo.
        public var seconds: Double
        public var factor: Double
    }

    private struct State {
        var skips = 0
        var returns = 0
        var wantsEnding = false
        var stretches: [Stretch] = []
        var factor = 1.0
        var isStopped = false
        var started: [Started] = []
    }

    private let shared = Mutex(State())

    public init() {}

    /// How fast the pieces are played, in terms of their own tempo, 0.25…4; at once.
    public var tempoFactor: Double {
        get { shared.withLock(\.factor) }
        set { shared.withLock { $0.factor = min(max(newValue, 0.25), 4) } }
    }

    /// Leaves the piece at hand for the next.
    public func skip() { shared.withLock { $0.skips += 1 } }

    /// Begins the piece at hand anew, or, where it has hardly begun, the one before.
    public func goBack() { shared.withLock { $0.returns += 1 } }

    /// Ends with the bar at hand.
    public func askForEnding() { shared.withLock { $0.wantsEnding = true } }
    public var wantsEnding: Bool { shared.withLock(\.wantsEnding) }

    /// The piece that is heard at a time, and where it is; nil before the first.
    public func place(at time: Double) -> Place? {
        shared.withLock { state in
            guard let stretch = state.stretches.last(where: { $0.start <= time }) ?? state.stretches.first,
                let piece = state.started.last(where: { $0.index == stretch.index })
            else { return nil }
            let passed = max(time - stretch.start, 0) * stretch.factor
            return Place(piece: piece, seconds: min(stretch.place + passed, piece.length), factor: stretch.factor)
        }
    }

    /// Plays no further piece.
    public func stop() { shared.withLock { $0.isStopped = true } }

    /// The pieces begun last, in order.
    public var started: [Started] { shared.withLock(\.started) }

    var skips: Int { shared.withLock(\.skips) }
    var returns: Int { shared.withLock(\.returns) }
    var isStopped: Bool { shared.withLock(\.isStopped) }

    func start(_ piece: Started) {
        shared.withLock { state in
            state.started.append(piece)
            if state.started.count > 4 { state.started.removeFirst() }
        }
    }

    func play(_ index: Int, from place: Double, at time: Double, factor: Double) {
        shared.withLock { state in
            state.stretches.append(Stretch(start: time, index: index, place: place, factor: factor))
            // More seconds than are made ahead.
            if state.stretches.count > 64 { state.stretches.removeFirst() }
        }
    }
}

/// MIDI files one after the other, each with its instruments as if it were alone.
public struct SetList: EventSource {
    private let count: Int
    private let read: @Sendable (Int) throws -> MIDIFile
    private let controls: SetListControls
    private var source: MIDIFileSource?
    private var next = 0
    private var skips = 0
    private var returns = 0
    private var hasEnded = false
    /// Where the slice at hand begins: in the piece, and in all that is heard.
    private var place = 0.0
    private var time = 0.0

    /// Seconds between two pieces.
    private static let pause = 1.5
    /// Seconds of a piece handed out at a time: a hand is heard by the next.
    private static let slice = 0.25

    /// - Parameters:
    ///   - count: How many files there are, at least 1.
    ///   - read: Reads the file of an index, when its turn has come.
    public init(count: Int, controls: SetListControls, read: @escaping @Sendable (Int) throws -> MIDIFile) {
        self.count = count
        self.controls = controls
        self.read = read
    }

    public mutating func nextBatch() throws -> EventBatch? {
        if controls.isStopped || hasEnded { return nil }
        if controls.skips != skips {
            skips = controls.skips
            if source != nil {
                source = nil
                return silence(seconds: 0.3)
            }
        }
        if controls.returns != returns {
            returns = controls.returns
            // The one at hand, or the one before where it has only just begun.
            next = max(next - (source != nil && place > Self.hardly ? 1 : 2), 0)
            source = nil
            return silence(seconds: 0.3)
        }
        if controls.wantsEnding, source == nil { return nil }
        if source == nil {
            guard next < count else { return nil }
            let file = try read(next)
            let opened = MIDIFileSource(file, stretch: Self.slice)
            controls.start(
                .init(
                    index: next, seconds: time, length: opened.seconds, bars: file.barCount, sheet: FileBars(file)))
            source = opened
            next += 1
            place = 0
        }
        guard let batch = source?.nextBatch() else {
            source = nil
            return next < count ? silence(seconds: Self.pause) : nil
        }
        return moved(batch)
    }

    /// Seconds of a piece in which it has only just begun.
    private static let hardly = 3.0

    /// A slice of the piece at the time and the tempo that it is heard.
    private mutating func moved(_ batch: EventBatch) -> EventBatch {
        let factor = controls.tempoFactor
        let (start, begin) = (place, time)
        controls.play(next - 1, from: start, at: begin, factor: factor)
        if controls.wantsEnding, let line = batch.beats.first(where: { $0.beat == 1 }) {
            return ending(batch, at: line.seconds) { begin + ($0 - start) / factor }
        }
        func heard(_ seconds: Double) -> Double { begin + (seconds - start) / factor }
        var moved = EventBatch(
            messages: batch.messages.map { .init(seconds: heard($0.seconds), message: $0.message) },
            beats: batch.beats.map { .init(seconds: heard($0.seconds), bar: $0.bar, beat: $0.beat) },
            end: heard(batch.end))
        moved.tempos = batch.tempos.map {
            .init(
                seconds: heard($0.seconds),
                microsecondsPerQuarter: Int((Double($0.microsecondsPerQuarter) / factor).rounded()))
        }
        if place == 0, next > 1 { moved.messages.insert(contentsOf: Self.reset(at: begin), at: 0) }
        place = batch.end
        time = moved.end
        return moved
    }

    /// What is left of a slice up to a bar line, where all is let go.
    private mutating func ending(_ batch: EventBatch, at line: Double, _ heard: (Double) -> Double) -> EventBatch {
        hasEnded = true
        var last = EventBatch(
            messages: batch.messages.filter { $0.seconds < line }.map {
                .init(seconds: heard($0.seconds), message: $0.message)
            },
            beats: batch.beats.filter { $0.seconds < line }.map {
                .init(seconds: heard($0.seconds), bar: $0.bar, beat: $0.beat)
            }, end: heard(line))
        time = last.end
        last.messages += silence(seconds: 0).messages
        return last
    }

    /// Nothing for a while, and what still sounds is let go.
    private mutating func silence(seconds: Double) -> EventBatch {
        let quiet = (0..<16).map { channel in
            EventBatch.TimedMessage(
                seconds: time, message: .controlChange(channel: channel, controller: 123, value: 0))
        }
        time += seconds
        return EventBatch(messages: quiet, end: time)
    }

    /// What General MIDI begins with: controllers, volume, place, program and bend.
    private static func reset(at seconds: Double) -> [EventBatch.TimedMessage] {
        (0..<16).flatMap { channel in
            [
                Message.controlChange(channel: channel, controller: 121, value: 0),
                .controlChange(channel: channel, controller: 7, value: 100),
                .controlChange(channel: channel, controller: 10, value: 64),
                .programChange(channel: channel, program: 0), .pitchBend(channel: channel, value: 0),
            ].map { EventBatch.TimedMessage(seconds: seconds, message: $0) }
        }
    }
}
