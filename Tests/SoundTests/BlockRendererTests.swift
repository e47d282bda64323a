import Sound
import Testing

extension Sounding {
    @Suite struct BlockRendererTests {
        private func event(_ frame: Int64, _ kind: ScheduledEvent.Kind, _ data1: UInt8, _ data2: UInt8 = 100)
            -> ScheduledEvent
        {
            ScheduledEvent(frame: frame, kind: kind, channel: 0, data1: data1, data2: data2)
        }

        private func renderer(_ feed: EventFeed) throws -> BlockRenderer {
            BlockRenderer(
                synthesizer: try Synthesizer(soundFont: Clicks.font(), rate: 48_000, options: Clicks.dry), feed: feed)
        }

        /// The number of blocks until sound comes; nil where none comes within `limit`.
        private func blocksToSound(_ renderer: inout BlockRenderer, limit: Int = 1000) -> Int? {
            for block in 0..<limit {
                renderer.renderBlock()
                if renderer.samples.contains(where: { abs(Int($0)) > 40 }) { return block }
            }
            return nil
        }

        @Test(
            "an event sounds in the block whose beginning is nearest", arguments: [(0, 0), (31, 0), (32, 1), (160, 3)])
        func nearestBlock(frame: Int, block: Int) throws {
            let feed = EventFeed()
            #expect(feed.ring.push(event(Int64(frame), .noteOn, 60)))
            feed.finish(at: 1000)
            var renderer = try renderer(feed)
            #expect(blocksToSound(&renderer) == block)
            #expect(renderer.lateEvents == 0)
        }

        @Test("the song waits for its source, and nothing is late when it comes")
        func waiting() throws {
            let feed = EventFeed()
            feed.complete(to: 640)
            var renderer = try renderer(feed)
            for _ in 0..<30 { renderer.renderBlock() }
            #expect(renderer.position == 640)
            #expect(renderer.waitedFrames == 20 * 64)
            #expect(feed.ring.push(event(704, .noteOn, 60)))
            feed.finish(at: 2000)
            #expect(blocksToSound(&renderer) == 1)
            #expect(renderer.lateEvents == 0)
        }

        @Test("an event behind the song's position is played at once and counted")
        func late() throws {
            let feed = EventFeed()
            feed.complete(to: 10_000)
            var renderer = try renderer(feed)
            for _ in 0..<100 { renderer.renderBlock() }
            #expect(feed.ring.push(event(640, .noteOn, 60)))
            #expect(blocksToSound(&renderer) == 0)
            #expect(renderer.lateEvents == 1)
        }

        @Test("the song ends when it has rung out")
        func end() throws {
            let feed = EventFeed()
            _ = feed.ring.push(event(0, .programChange, 1))
            _ = feed.ring.push(event(0, .noteOn, 60))
            feed.finish(at: 6400)
            var renderer = try renderer(feed)
            var blocks = 0
            while !renderer.isFinished, blocks < 10_000 {
                renderer.renderBlock()
                blocks += 1
            }
            // The song, the release of a few milliseconds, a tenth of a second of silence, a quarter of fading.
            #expect(blocks > 100 + 75 + 187 && blocks < 100 + 75 + 187 + 20)
            #expect(renderer.samples.suffix(2) == [0, 0])
            #expect(renderer.peak > 0.01)
        }

        @Test("programs are chosen before the first note, which is left for its time")
        func programs() throws {
            let feed = EventFeed()
            _ = feed.ring.push(event(0, .programChange, 1))
            _ = feed.ring.push(event(0, .controlChange, 7))
            _ = feed.ring.push(event(0, .noteOn, 60))
            _ = feed.ring.push(event(0, .programChange, 0))
            feed.finish(at: 1000)
            var renderer = try renderer(feed)
            renderer.selectPrograms()
            #expect(feed.ring.count == 2)
            #expect(feed.ring.first?.kind == .noteOn)
        }

        @Test("a fade takes ten milliseconds and ends the sound")
        func fade() throws {
            let feed = EventFeed()
            _ = feed.ring.push(event(0, .programChange, 1))
            _ = feed.ring.push(event(0, .noteOn, 60))
            feed.complete(to: 1_000_000)
            var renderer = try renderer(feed)
            for _ in 0..<50 { renderer.renderBlock() }
            renderer.fadeOut()
            var blocks = 0
            while !renderer.isFinished {
                renderer.renderBlock()
                blocks += 1
            }
            // 480 frames of fade in blocks of 64.
            #expect(blocks == 8)
            #expect(renderer.samples.suffix(64).allSatisfy { $0 == 0 })
        }
    }
}
