import MIDI
import Sound
import TestFiles
import TestSound
import Testing

/// The tests that make sound, one after the other: a process has one synthesizer at a time.
@Suite(.serialized, .enabled(if: Clicks.canSound, "libfluidsynth is not installed"))
enum Sounding {}

/// Music to measure: clicks.
enum Clicks {
    static var canSound: Bool { (try? FluidSynthLibrary.shared()) != nil }
    private static let scratch = TemporaryDirectory.untilExit()
    private static let fontPath = scratch.store(ClickFont.bytes(), as: "clicks.sf2")

    static func font() throws -> SoundFont { try SoundFont(path: fontPath) }

    /// No reverberation, no chorus: a click is as long as its sample.
    static var dry: SynthesizerOptions {
        var options = SynthesizerOptions()
        options.reverb = nil
        options.chorus = nil
        return options
    }

    /// Clicks of 20 ms at the times given, on the drum channel.
    static func messages(at times: [Double]) -> [EventBatch.TimedMessage] {
        times.flatMap { time in
            [
                EventBatch.TimedMessage(seconds: time, message: .noteOn(channel: 9, pitch: 60, velocity: 127)),
                EventBatch.TimedMessage(seconds: time + 0.02, message: .noteOff(channel: 9, pitch: 60, velocity: 0)),
            ]
        }
    }

    /// Times that fall nowhere in particular within FluidSynth's blocks: 12,007 frames of 48 kHz apart.
    static func irregularTimes(_ count: Int) -> [Double] {
        (0..<count).map { Double(9600 + $0 * 12_007) / 48_000 }
    }
}

/// A source of the stretches given.
struct Stretches: EventSource {
    var batches: [EventBatch]
    private var next = 0

    init(_ batches: [EventBatch]) { self.batches = batches }

    mutating func nextBatch() -> EventBatch? {
        guard next < batches.count else { return nil }
        next += 1
        return batches[next - 1]
    }
}
