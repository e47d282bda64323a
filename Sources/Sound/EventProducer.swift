/// Asks a source for music and puts it into a feed, in order of frame.
package struct EventProducer<Source: EventSource> {
    package enum Progress {
        /// A stretch is in the feed.
        case added
        /// The ring is full: events must be taken before there can be progress.
        case full
        /// The source has ended and all of it is in the feed.
        case ended
    }

    private var source: Source
    private let feed: EventFeed
    private let rate: Int
    /// Events not yet in the ring, in order of frame; those before `next` are.
    private var pending: [ScheduledEvent] = []
    private var next = 0
    /// Pending events before this frame are complete.
    private var completeTo: Int64 = 0
    private var hasEnded = false
    private var end: Int64 = 0

    package init(source: Source, feed: EventFeed, rate: Int) {
        self.source = source
        self.feed = feed
        self.rate = rate
    }

    /// Moves pending events into the ring, then asks for the next stretch.
    ///
    /// - Throws: ``SoundError/sourceFailed(reason:)``.
    package mutating func advance() throws(SoundError) -> Progress {
        guard flush() else { return .full }
        if hasEnded {
            feed.finish(at: end)
            return .ended
        }
        let batch: EventBatch?
        do { batch = try source.nextBatch() } catch { throw .sourceFailed(reason: "\(error)") }
        guard let batch else {
            hasEnded = true
            completeTo = .max
            return .added
        }
        take(batch)
        return flush() ? .added : .full
    }

    /// Pushes what is complete; false where the ring has no room for all of it. What is still to come at `completeTo`
    /// itself belongs behind what is there.
    private mutating func flush() -> Bool {
        while next < pending.count, pending[next].frame <= completeTo {
            guard feed.ring.push(pending[next]) else {
                feed.complete(to: pending[next].frame)
                return false
            }
            next += 1
        }
        if !hasEnded { feed.complete(to: completeTo) }
        return true
    }

    private mutating func take(_ batch: EventBatch) {
        pending.removeFirst(next)
        next = 0
        for tempo in batch.tempos {
            let frame = ScheduledEvent.frame(atSeconds: tempo.seconds, rate: rate)
            pending.append(ScheduledEvent(frame: frame, microsecondsPerQuarter: tempo.microsecondsPerQuarter))
        }
        for timed in batch.messages {
            let frame = ScheduledEvent.frame(atSeconds: timed.seconds, rate: rate)
            guard let event = ScheduledEvent(timed.message, frame: frame) else { continue }
            pending.append(event)
            end = max(end, frame)
        }
        // The standard library does not promise a stable sort, and the order within a frame matters: a note must end
        // before the next one of its pitch begins.
        pending = pending.enumerated()
            .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element)
        completeTo = max(completeTo, ScheduledEvent.frame(atSeconds: batch.end, rate: rate))
        end = max(end, completeTo)
        feed.append(
            batch.beats.map { beat in
                EventFeed.FramedBeat(frame: ScheduledEvent.frame(atSeconds: beat.seconds, rate: rate), beat: beat)
            })
    }
}
