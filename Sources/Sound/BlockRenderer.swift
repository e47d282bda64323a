/// Turns a feed of events into sound, a block of 64 frames at a time; the player and the offline renderer share it.
///
/// FluidSynth starts notes at the beginning of a block, so an event is sent before the block whose beginning is nearest:
/// it is heard within 32 frames (0.67 ms at 48 kHz) of its time.
///
/// The song has a clock of its own. It stands still while the feed is not complete far enough, and sound goes on:
/// what was played rings, and nothing is late when music arrives.
package struct BlockRenderer {
    private static let block = Int64(Synthesizer.blockFrames)

    private let synthesizer: Synthesizer
    private let feed: EventFeed
    /// The frame of the song at which the next block begins.
    package private(set) var position: Int64 = 0
    /// The block rendered last, left and right alternating.
    package private(set) var samples: [Int16]
    /// The loudest sample so far, before limiting; 1 is full scale.
    package private(set) var peak: Float = 0
    /// Events that arrived too late for their time, and were played at once.
    package private(set) var lateEvents = 0
    /// Frames for which the song waited for its source.
    package private(set) var waitedFrames = 0
    private var floats: [Float]
    private var ending: Ending?
    private var fade: Fade?

    /// What is left after the song's last event.
    private struct Ending {
        /// Frames after which it is faded, even where notes still ring.
        var left: Int
        /// Frames in a row so far that are hardly to be heard.
        var quiet = 0
    }

    /// A linear fade to silence.
    private struct Fade {
        var left: Int
        let length: Int
    }

    package init(synthesizer: Synthesizer, feed: EventFeed) {
        self.synthesizer = synthesizer
        self.feed = feed
        samples = [Int16](repeating: 0, count: Synthesizer.blockFrames * 2)
        floats = [Float](repeating: 0, count: Synthesizer.blockFrames * 2)
    }

    /// Whether the feed is complete for the next block, so that the song will move on.
    package var isFed: Bool { ending != nil || feed.horizon >= position + Self.block / 2 }

    /// Whether the song is over and has rung out, or the fade is done.
    package var isFinished: Bool {
        fade?.left == 0
    }

    /// Sends the programs, controllers and bends of the song's beginning, so that the first note finds its instrument.
    package func selectPrograms() {
        while let event = feed.ring.first, event.frame < Self.block / 2, event.kind != .noteOn, event.kind != .noteOff {
            synthesizer.send(event)
            feed.ring.removeFirst()
        }
    }

    /// Renders the next block into ``samples``.
    package mutating func renderBlock() {
        let moves = isFed
        if moves { sendDueEvents() } else { makeRoom() }
        if ending == nil, moves, position >= feed.end {
            synthesizer.releaseAllNotes()
            ending = Ending(left: synthesizer.rate * 8)
        }
        synthesizer.renderBlock(into: &floats)
        convert()
        if moves { position += Self.block } else { waitedFrames += Synthesizer.blockFrames }
        ringOut()
    }

    /// Sends due events though the feed is not complete for the next block, where the ring could not become so otherwise:
    /// it is full of events for one moment.
    package mutating func makeRoom() {
        if feed.ring.count == feed.ring.capacity { sendDueEvents() }
    }

    /// Lets go of all notes and fades to silence within 10 ms.
    package mutating func fadeOut() {
        synthesizer.releaseAllNotes()
        beginFade(frames: synthesizer.rate / 100)
    }

    private mutating func sendDueEvents() {
        while let event = feed.ring.first, event.frame < position + Self.block / 2 {
            if event.frame < position - Self.block / 2 { lateEvents += 1 }
            synthesizer.send(event)
            feed.ring.removeFirst()
        }
    }

    /// After the last event, notes ring until a tenth of a second was below −66 dB, but 8 s at most; what is left then is
    /// faded in a quarter of a second, so that the sound ends at zero.
    private mutating func ringOut() {
        guard var ending, fade == nil else { return }
        ending.left -= Synthesizer.blockFrames
        ending.quiet = samples.allSatisfy { abs($0) < 16 } ? ending.quiet + Synthesizer.blockFrames : 0
        self.ending = ending
        if ending.left <= 0 || ending.quiet >= synthesizer.rate / 10 { beginFade(frames: synthesizer.rate / 4) }
    }

    private mutating func beginFade(frames: Int) {
        fade = Fade(left: frames, length: frames)
    }

    /// 16 bits by rounding, without dither: silence stays silence, and two renderings are the same bytes.
    private mutating func convert() {
        for frame in 0..<Synthesizer.blockFrames {
            var gain: Float = 1
            if let fade {
                gain = Float(fade.left) / Float(fade.length)
                self.fade?.left = max(fade.left - 1, 0)
            }
            for index in 2 * frame...2 * frame + 1 {
                // A damaged font can make FluidSynth produce numbers that are none.
                let value = floats[index].isFinite ? floats[index] * gain : 0
                peak = max(peak, abs(value))
                samples[index] = Int16(min(max((value * 32767).rounded(), -32767), 32767))
            }
        }
    }
}
