import MIDI
import Sound
import Testing

@Suite struct EventProducerTests {
    private func on(_ seconds: Double, _ pitch: Int) -> EventBatch.TimedMessage {
        EventBatch.TimedMessage(seconds: seconds, message: .noteOn(channel: 0, pitch: pitch, velocity: 64))
    }

    /// What is in the ring: frames and pitches.
    private func drain(_ feed: EventFeed) -> [[Int]] {
        var events: [[Int]] = []
        while let event = feed.ring.first {
            events.append([Int(event.frame), Int(event.data1)])
            feed.ring.removeFirst()
        }
        return events
    }

    @Test("messages are put in order, and those behind their stretch wait for the next")
    func order() throws {
        let source = Stretches([
            EventBatch(messages: [on(0.5, 2), on(1.2, 4), on(0, 1), on(0.5, 3)], end: 1),
            EventBatch(messages: [on(1.5, 6), on(1.1, 5), on(1.2, 7)], end: 2),
        ])
        let feed = EventFeed()
        var producer = EventProducer(source: source, feed: feed, rate: 1000)
        #expect(feed.horizon == 0 && feed.end == .max)
        #expect(try producer.advance() == .added)
        #expect(feed.horizon == 1000)
        #expect(drain(feed) == [[0, 1], [500, 2], [500, 3]])
        #expect(try producer.advance() == .added)
        #expect(feed.horizon == 2000)
        // The message of the earlier stretch comes first of those at one time.
        #expect(drain(feed) == [[1100, 5], [1200, 4], [1200, 7], [1500, 6]])
        #expect(try producer.advance() == .added)
        #expect(try producer.advance() == .ended)
        #expect(feed.horizon == .max && feed.end == 2000)
    }

    @Test("a message behind the last stretch makes the music longer")
    func lastMessage() throws {
        let feed = EventFeed()
        var producer = EventProducer(
            source: Stretches([EventBatch(messages: [on(2, 1)], end: 1)]), feed: feed, rate: 1000)
        while try producer.advance() != .ended {}
        #expect(feed.end == 2000)
        #expect(drain(feed) == [[2000, 1]])
    }

    @Test("a full ring holds the producer up, and says how far the music is complete")
    func fullRing() throws {
        let feed = EventFeed(capacity: 4)
        let source = Stretches([EventBatch(messages: (0..<6).map { on(Double($0), $0) }, end: 10)])
        var producer = EventProducer(source: source, feed: feed, rate: 1000)
        #expect(try producer.advance() == .full)
        #expect(feed.horizon == 4000)
        #expect(try producer.advance() == .full)
        feed.ring.removeFirst()
        feed.ring.removeFirst()
        #expect(try producer.advance() == .added)
        #expect(drain(feed).map { $0[1] } == [2, 3, 4, 5])
    }

    @Test(
        "times that are no times are taken for the beginning or the far end",
        arguments: [(-1, 0), (Double.nan, 0), (-Double.infinity, 0), (Double.infinity, 1 << 50)])
    func strangeTimes(seconds: Double, frame: Int) {
        #expect(ScheduledEvent.frame(atSeconds: seconds, rate: 48_000) == Int64(frame))
    }

    @Test("only channel messages within MIDI's range are scheduled")
    func messages() {
        let heard: [Message] = [
            .noteOn(channel: 15, pitch: 127, velocity: 127), .noteOff(channel: 0, pitch: 0, velocity: 0),
            .pitchBend(channel: 1, value: -8192), .pitchBend(channel: 1, value: 8191),
        ]
        #expect(heard.allSatisfy { ScheduledEvent($0, frame: 0) != nil })
        let passedOver: [Message] = [
            .noteOn(channel: 16, pitch: 0, velocity: 1), .noteOn(channel: 0, pitch: 128, velocity: 1),
            .controlChange(channel: 0, controller: 0, value: -1), .pitchBend(channel: 0, value: 8192),
            .tempo(microsecondsPerQuarter: 1), .systemExclusive([1, 0xF7]), .trackName("x"),
        ]
        #expect(passedOver.allSatisfy { ScheduledEvent($0, frame: 0) == nil })
        let silent = ScheduledEvent(.noteOn(channel: 2, pitch: 60, velocity: 0), frame: 7)
        #expect(silent == ScheduledEvent(.noteOff(channel: 2, pitch: 60, velocity: 0), frame: 7))
        let bend = ScheduledEvent(.pitchBend(channel: 3, value: 0), frame: 0)
        #expect(bend?.data1 == 0 && bend?.data2 == 64)
    }
}
