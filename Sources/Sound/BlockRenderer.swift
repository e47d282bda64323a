/// Turns a feed of events into sound, a block of 64 frames at a time; the player and the offline renderer share it.
///
/// FluidSynth starts notes at the beginning of a block, so an event is sent before the block whose beginning is nearest:
/// it is heard within 32 frames (0.67 ms at 48 kHz) of its time. Where the song stands still, sound goes on: what was
/// played rings.
package struct BlockRenderer {
    private let synthesizer: Synthesizer
    private var playhead: Playhead<Synthesizer>
    /// The block rendered last, left and right alternating, before limiting; 1 is full scale.
    package private(set) var floats: [Float]
    /// The same in 16 bits.
    package private(set) var samples: [Int16]
    /// The channels of that block one by one, where the synthesizer separates them, as ``Synthesizer/renderChannels(into:)`` has
    /// them; otherwise empty.
    package private(set) var channels: [Float]
    /// The loudest sample so far, before limiting; 1 is full scale.
    package private(set) var peak: Float = 0
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

    package init(
        synthesizer: Synthesizer, feed: EventFeed, controls: PlaybackControls? = nil, recorder: Recorder? = nil,
        person: PersonHeard? = nil
    ) {
        self.synthesizer = synthesizer
        playhead = Playhead(
            target: synthesizer, feed: feed, blockFrames: Synthesizer.blockFrames, controls: controls,
            recorder: recorder, person: person)
        samples = [Int16](repeating: 0, count: Synthesizer.blockFrames * 2)
        floats = [Float](repeating: 0, count: Synthesizer.blockFrames * 2)
        channels = [Float](repeating: 0, count: synthesizer.separatesChannels ? Synthesizer.channels * floats.count : 0)
    }

    /// The frame of the song at which the next block begins.
    package var position: Int64 { playhead.position }
    /// Events that arrived too late for their time, and were played at once.
    package var lateEvents: Int { playhead.lateEvents }
    /// Frames for which the song waited for its source.
    package var waitedFrames: Int { playhead.waitedFrames }
    /// Whether the feed is complete for the next block, so that the song will move on.
    package var isFed: Bool { playhead.isFed }

    /// Whether the song is over and has rung out, or the fade is done.
    package var isFinished: Bool {
        fade?.left == 0
    }

    /// Sends the programs, controllers and bends of the song's beginning, so that the first note finds its instrument.
    package mutating func selectPrograms() { playhead.selectPrograms() }

    /// See ``Playhead/makeRoom()``.
    package mutating func makeRoom() { playhead.makeRoom() }

    /// Renders the next block into ``samples``.
    package mutating func renderBlock() {
        let moves = playhead.beginBlock()
        if ending == nil, playhead.hasEnded { ending = Ending(left: synthesizer.rate * 8) }
        if channels.isEmpty {
            synthesizer.renderBlock(into: &floats)
        } else {
            synthesizer.renderChannels(into: &channels)
            addChannels()
        }
        convert()
        playhead.endBlock(moved: moves)
        ringOut()
    }

    /// Lets go of all notes and fades to silence within 10 ms.
    package mutating func fadeOut() {
        playhead.releaseAllNotes()
        beginFade(frames: synthesizer.rate / 100)
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

    /// The whole is the sum of its channels.
    private mutating func addChannels() {
        for index in channels.indices where !channels[index].isFinite { channels[index] = 0 }
        let block = Synthesizer.blockFrames
        for index in floats.indices {
            let first = index % 2 * block + index / 2
            floats[index] = stride(from: first, to: channels.count, by: 2 * block).reduce(0) { $0 + channels[$1] }
        }
    }

    private mutating func beginFade(frames: Int) {
        fade = Fade(left: frames, length: frames)
    }

    /// 16 bits by rounding, without dither: silence stays silence, and two renderings are the same bytes.
    private mutating func convert() {
        var loudest = peak
        for frame in 0..<Synthesizer.blockFrames {
            var gain: Float = 1
            if let fade {
                gain = Float(fade.left) / Float(fade.length)
                self.fade?.left = max(fade.left - 1, 0)
                for index in stride(from: frame, to: channels.count, by: Synthesizer.blockFrames) {
                    channels[index] *= gain
                }
            }
            for index in 2 * frame...2 * frame + 1 {
                // A damaged font can make FluidSynth produce numbers that are none.
                let value = floats[index].isFinite ? floats[index] * gain : 0
                floats[index] = value
                loudest = max(loudest, abs(value))
                samples[index] = SoundFileWriter.int16(value)
            }
        }
        peak = loudest
    }
}

extension Synthesizer: EventTarget {}
