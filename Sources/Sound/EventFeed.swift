internal import Synchronization

/// What the thread that makes music and the thread that plays it share: events in order of frame, how far they are
/// complete, and how far they have been heard.
package final class EventFeed: Sendable {
    /// A beat by frame instead of seconds.
    package struct FramedBeat: Equatable, Sendable {
        package var frame: Int64
        package var beat: EventBatch.Beat
    }

    package let ring: EventRing
    private let completeTo = Atomic<Int64>(0)
    private let lastFrame = Atomic<Int64>(.max)
    private let heardTo = Atomic<Int64>(0)
    private let soundedTo = Atomic<Int64>(0)
    private let beats = Mutex<[FramedBeat]>([])

    package init(capacity: Int = 8192) {
        ring = EventRing(capacity: capacity)
    }

    /// Every event before this frame is in the ring, or has been: the song can be played up to here.
    package var horizon: Int64 { completeTo.load(ordering: .acquiring) }

    /// The frame the song ends at, once known; before that, the greatest number.
    package var end: Int64 { lastFrame.load(ordering: .acquiring) }

    /// The frame that is heard now.
    package var heard: Int64 { heardTo.load(ordering: .acquiring) }

    /// For the producer: the events before `frame` are in the ring.
    package func complete(to frame: Int64) {
        completeTo.store(frame, ordering: .releasing)
    }

    /// For the producer: all events are in the ring, and the song ends at `frame`.
    package func finish(at frame: Int64) {
        lastFrame.store(frame, ordering: .releasing)
        completeTo.store(.max, ordering: .releasing)
    }

    /// For the player: what leaves the device now.
    package func hear(_ frame: Int64) {
        heardTo.store(frame, ordering: .releasing)
    }

    /// The frame up to which the song has been made into sound; a device may hold much of that.
    package var sounded: Int64 { soundedTo.load(ordering: .acquiring) }

    /// For the player: the song is in the device's hands up to here.
    package func sound(_ frame: Int64) {
        soundedTo.store(frame, ordering: .releasing)
    }

    package func append(_ more: [FramedBeat]) {
        beats.withLock { $0 += more }
    }

    /// Takes the beats out that have been heard, in order.
    package func takeBeats(to frame: Int64) -> [FramedBeat] {
        beats.withLock { beats in
            let heard = beats.prefix { $0.frame <= frame }
            beats.removeFirst(heard.count)
            return Array(heard)
        }
    }
}
