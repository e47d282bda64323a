public import MIDI

/// Writes pieces as 16-bit stereo WAV files, many times faster than they play.
///
///     let font = try SoundFont.find()
///     let report = try Renderer(soundFont: font).render(piece, to: "piece.wav")
///
/// The same piece, sound font and options give the same bytes each time (with the same version of FluidSynth).
public struct Renderer: Sendable {
    public let soundFont: SoundFont
    /// Frames a second; 44,100 and 48,000 are usual, 8,000…96,000 possible.
    public let rate: Int
    public let options: SynthesizerOptions

    /// What was written.
    public struct Report: Equatable, Sendable {
        public let frames: Int
        public let seconds: Double
        /// The loudest sample, 1 being full scale; above 1, peaks were cut off there.
        public let peak: Double
    }

    /// - Precondition: `rate` is 8,000…96,000, which FluidSynth can do.
    public init(soundFont: SoundFont, rate: Int = 44_100, options: SynthesizerOptions = SynthesizerOptions()) {
        precondition((8_000...96_000).contains(rate), "a sample rate of \(rate) Hz")
        self.soundFont = soundFont
        self.rate = rate
        self.options = options
    }

    /// Renders a piece, with what rings on after its end (at most 8 s), into the file `path`, which appears complete or
    /// not at all. It takes a few hundredths of the playing time on one core.
    ///
    /// - Parameters:
    ///   - progress: called about once for each second of sound with the part done, 0…1.
    ///   - shouldStop: asked as often; once true, the rendering ends with ``SoundError/cancelled``.
    /// - Throws: ``SoundError``: `cannotWrite`, `tooLong`, `cancelled`, and those of a missing FluidSynth or an unusable
    ///   sound font.
    @discardableResult
    public func render(
        _ piece: MIDIFile, to path: String, progress: (Double) -> Void = { _ in },
        shouldStop: () -> Bool = { false }
    ) throws(SoundError) -> Report {
        let source = MIDIFileSource(piece)
        return try render(source, lasting: source.seconds, to: path, progress: progress, shouldStop: shouldStop)
    }

    /// Renders what a source makes, as ``render(_:to:progress:shouldStop:)`` does a file; `seconds` is its length.
    @discardableResult
    public func render(
        _ source: some EventSource, lasting seconds: Double, to path: String, progress: (Double) -> Void = { _ in },
        shouldStop: () -> Bool = { false }
    ) throws(SoundError) -> Report {
        // Ten seconds are more than any piece rings.
        let limit = Double(WAVWriter.maximumFrames / rate - 10)
        guard seconds <= limit else { throw .tooLong(seconds: seconds, limit: limit) }
        // Before the synthesizer, so that a path that cannot be written fails at once.
        var writer = try WAVWriter(path: path, rate: rate)
        let synthesizer = try Synthesizer(soundFont: soundFont, rate: rate, options: options)
        let feed = EventFeed()
        var producer = EventProducer(source: source, feed: feed, rate: rate)
        var renderer = BlockRenderer(synthesizer: synthesizer, feed: feed)
        while !renderer.isFinished {
            while !renderer.isFed {
                if case .full = try producer.advance() {
                    renderer.makeRoom()
                    // Of events for one moment there may be millions.
                    progress(min(Double(renderer.position) / Double(rate) / max(seconds, 1), 1))
                    if shouldStop() { throw .cancelled }
                }
            }
            if writer.frames % rate < Synthesizer.blockFrames {
                if shouldStop() { throw .cancelled }
                progress(min(Double(renderer.position) / Double(rate) / max(seconds, 1), 1))
            }
            renderer.renderBlock()
            guard writer.frames + Synthesizer.blockFrames <= WAVWriter.maximumFrames else {
                throw .tooLong(seconds: Double(renderer.position) / Double(rate), limit: limit)
            }
            try writer.append(renderer.samples)
        }
        let frames = writer.frames
        try writer.finish()
        progress(1)
        return Report(frames: frames, seconds: Double(frames) / Double(rate), peak: Double(renderer.peak))
    }
}
