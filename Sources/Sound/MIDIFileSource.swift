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
    private var events: EventMerger
    private var nextBeatTick = 0
    private var lastBeatSeconds = -1.0
    /// What has been handed out so far, in seconds.
    private var handedOut = 0.0

    /// Seconds handed out at a time.
    private let stretch: Double
    /// Messages handed out at a time: fewer seconds where they are very many.
    private static let mostMessages = 8192
    /// Beats nearer to each other than this (in odd files there are a million a second) are passed over.
    private static let shortestBeat = 0.02

    package init(_ piece: MIDIFile, stretch: Double = 2) {
        self.stretch = stretch
        let piece = piece.patterns.first ?? piece
        tempoMap = piece.tempoMap
        barMap = piece.barMap
        endTick = piece.lengthInTicks
        seconds = piece.lengthInSeconds
        events = EventMerger(piece.tracks)
    }

    package mutating func nextBatch() -> EventBatch? {
        guard handedOut < seconds || events.nextTick != nil else { return nil }
        var end = min(handedOut + stretch, max(seconds, handedOut))
        let isLast = end >= seconds
        var messages: [EventBatch.TimedMessage] = []
        var tempos: [EventBatch.TempoChange] = []
        while let tick = events.nextTick {
            let time = tempoMap.seconds(atTick: tick)
            guard time < end || isLast else { break }
            guard messages.count < Self.mostMessages else {
                end = min(end, time)
                break
            }
            guard let message = events.next()?.message else { continue }
            if case .tempo(let microseconds) = message, microseconds > 0 {
                tempos.append(.init(seconds: time, microsecondsPerQuarter: microseconds))
            }
            guard ScheduledEvent(message, frame: 0) != nil else { continue }
            messages.append(EventBatch.TimedMessage(seconds: time, message: message))
        }
        handedOut = end
        var batch = EventBatch(messages: messages, beats: beats(before: end), end: end)
        batch.tempos = tempos
        return batch
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
            let change = barMap.change(after: nextBeatTick) ?? .max
            let following = barMap.tick(at: BarPosition(bar: position.bar, beat: position.beat + 1))
            nextBeatTick = max(min(following, change), nextBeatTick + 1, soonestTick())
        }
        return beats
    }

    /// The first beat that is far enough from the last; 0 where any is.
    private func soonestTick() -> Int {
        let tick = tempoMap.tick(atSeconds: lastBeatSeconds + Self.shortestBeat)
        var position = barMap.position(atTick: tick)
        guard tick > nextBeatTick, position.tick > 0 else { return 0 }
        (position.beat, position.tick) = (position.beat + 1, 0)
        return min(barMap.tick(at: position), barMap.change(after: tick) ?? .max)
    }
}
