package import MIDI

/// A Standard MIDI File as a source: the messages of all tracks in order of time, and the beats of its time signatures.
///
/// Of a format 2 file, whose tracks are pieces of their own, the first.
package struct MIDIFileSource: EventSource {
    /// The length of the piece.
    package let seconds: Double
    private let tempoMap: TempoMap
    private let barMap: BarMap
    private let endTick: Int
    /// The channel messages of all tracks in order of tick.
    private let events: [Event]
    private var next = 0
    private var nextBeatTick = 0
    private var lastBeatSeconds = -1.0
    /// What has been handed out so far, in seconds.
    private var handedOut = 0.0

    /// Seconds handed out at a time.
    private static let stretch = 2.0
    /// Beats nearer to each other than this (in odd files there are a million a second) are passed over.
    private static let shortestBeat = 0.02

    package init(_ piece: MIDIFile) {
        let piece = piece.patterns.first ?? piece
        tempoMap = piece.tempoMap
        barMap = piece.barMap
        endTick = piece.lengthInTicks
        seconds = piece.lengthInSeconds
        let messages = piece.tracks.flatMap { track in
            track.events.filter { ScheduledEvent($0.message, frame: 0) != nil }
        }
        // By tick, and within a tick as the tracks stand in the file; the standard library's sort need not be stable.
        events = messages.enumerated()
            .sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
            .map(\.element)
    }

    package mutating func nextBatch() -> EventBatch? {
        guard handedOut < seconds || next < events.count else { return nil }
        let end = min(handedOut + Self.stretch, max(seconds, handedOut))
        let isLast = end >= seconds
        var messages: [EventBatch.TimedMessage] = []
        while next < events.count {
            let time = tempoMap.seconds(atTick: events[next].tick)
            guard time < end || isLast else { break }
            messages.append(EventBatch.TimedMessage(seconds: time, message: events[next].message))
            next += 1
        }
        handedOut = end
        return EventBatch(messages: messages, beats: beats(before: end), end: end)
    }

    private mutating func beats(before end: Double) -> [EventBatch.Beat] {
        var beats: [EventBatch.Beat] = []
        while nextBeatTick < endTick {
            let time = tempoMap.seconds(atTick: nextBeatTick)
            guard time < end else { break }
            let position = barMap.position(atTick: nextBeatTick)
            if time - lastBeatSeconds >= Self.shortestBeat {
                beats.append(EventBatch.Beat(seconds: time, bar: position.bar + 1, beat: position.beat + 1))
                lastBeatSeconds = time
            }
            // A change of time signature begins a bar, wherever it stands.
            let change = barMap.changes.first { $0.tick > nextBeatTick }?.tick ?? .max
            let following = barMap.tick(at: BarPosition(bar: position.bar, beat: position.beat + 1))
            nextBeatTick = max(min(following, change), nextBeatTick + 1)
        }
        return beats
    }
}
