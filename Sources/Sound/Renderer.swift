public import MIDI

/// Writes pieces as sound files, many times faster than they play.
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
    /// How samples are kept in a WAV file; FLAC has 24 bits in place of floating point, Ogg Vorbis its own.
    public var encoding = SampleEncoding.int16
    /// How loud the file becomes.
    public var level = Level.asPlayed

    /// How loud a file becomes.
    public enum Level: Equatable, Sendable {
        /// As the synthesizer has it.
        case asPlayed
        /// By so many decibels more.
        case gain(Double)
        /// As loud as so many LUFS (ITU-R BS.1770-4), but never so loud that a peak comes above −1 dB of full scale. It is
        /// rendered twice.
        case loudness(Double)
    }

    /// What was written.
    public struct Report: Equatable, Sendable {
        public let frames: Int
        public let seconds: Double
        /// The loudest sample, 1 being full scale; above 1, peaks were cut off there.
        public let peak: Double
        /// What it was made louder by, in decibels.
        public let gain: Double
        /// The loudness in LUFS; nil where it was not measured, and for silence.
        public let loudness: Double?
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
    ///   - kind: What is written: WAV, FLAC or Ogg Vorbis.
    ///   - progress: called about once for each second of sound with the part done, 0…1.
    ///   - shouldStop: asked as often; once true, the rendering ends with ``SoundError/cancelled``.
    /// - Throws: ``SoundError``: `cannotWrite`, `tooLong`, `cancelled`, and those of a missing library or an unusable
    ///   sound font.
    @discardableResult
    public func render(
        _ piece: MIDIFile, to path: String, as kind: SoundFileKind = .wav, progress: (Double) -> Void = { _ in },
        shouldStop: () -> Bool = { false }
    ) throws(SoundError) -> Report {
        try render(
            { MIDIFileSource(piece) }, lasting: MIDIFileSource(piece).seconds, to: path, as: kind, progress: progress,
            shouldStop: shouldStop)
    }

    /// Renders each channel of a piece into a file of its own, all of the same length: that of the piece with what rings on.
    /// Added together they are the piece, but for the rounding of what the files hold.
    ///
    /// All are played by one synthesizer at once, in which each channel has outputs and a room of its own: FluidSynth begins a
    /// voice a little differently where other voices have sounded before.
    ///
    /// - Parameters:
    ///   - frames: The length; that of the whole piece's report.
    ///   - gain: In decibels; that of the report.
    ///   - path: The file of a channel, 0…15.
    ///   - progress: As for a piece.
    /// - Returns: The files, in order of their channels.
    /// - Throws: as ``render(_:to:as:progress:shouldStop:)``.
    public func renderStems(
        _ piece: MIDIFile, frames: Int, gain: Double, as kind: SoundFileKind, path: (Int) -> String,
        progress: (Double) -> Void = { _ in }
    ) throws(SoundError) -> [String] {
        let channels = Set(piece.notes.map(\.channel)).sorted()
        var files: [StemFile] = []
        for channel in channels {
            files.append(
                StemFile(channel, try SoundFileWriter(path: path(channel), kind: kind, rate: rate, encoding: encoding)))
        }
        let factor = Self.factor(decibels: gain)
        let block = Synthesizer.blockFrames
        let length = Double(max(frames, 1)) / Double(rate)
        var left = frames
        try runBlocks(
            MIDIFileSource(piece), separatesChannels: true, frames: frames, progress: { progress(min($0 / length, 1)) },
            shouldStop: { false }
        ) { rendered throws(SoundError) in
            let count = min(left, block)
            left -= count
            for file in files {
                let start = 2 * block * file.channel
                try file.append(
                    (0..<2 * count).map { rendered.channels[start + $0 % 2 * block + $0 / 2] * factor })
            }
        }
        for file in files { try file.finish() }
        return channels.map(path)
    }

    /// Renders what a source makes, as ``render(_:to:as:progress:shouldStop:)`` does a file.
    ///
    /// - Parameters:
    ///   - source: Makes the source, anew each time.
    ///   - seconds: Its length.
    @discardableResult
    package func render<Source: EventSource>(
        _ source: () -> Source, lasting seconds: Double, to path: String, as kind: SoundFileKind = .wav,
        progress: (Double) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws(SoundError) -> Report {
        // Before the synthesizer, so that a path that cannot be written fails at once.
        var writer = try SoundFileWriter(path: path, kind: kind, rate: rate, encoding: encoding)
        // Ten seconds are more than any piece rings.
        let limit = Double(writer.mostFrames / rate - 10)
        guard seconds <= limit else { throw .tooLong(seconds: seconds, limit: limit) }
        func share(_ position: Double) -> Double { min(position / max(seconds, 1), 1) }
        var gain = 0.0
        var meter = LoudnessMeter(rate: rate)
        var passes = 1.0
        switch level {
        case .asPlayed: break
        case .gain(let decibels): gain = decibels
        case .loudness(let wanted):
            passes = 2
            let peak = try run(
                source(), progress: { progress(share($0) / 2) }, shouldStop: shouldStop
            ) { samples throws(SoundError) in meter.add(samples) }
            if let loudness = meter.loudness {
                gain = min(wanted - loudness, -1 - Self.decibels(Double(peak)))
            }
        }
        let factor = Self.factor(decibels: gain)
        meter = LoudnessMeter(rate: rate)
        let measures = level != .asPlayed
        let mostFrames = writer.mostFrames
        let peak = try run(
            source(), progress: { progress(1 - (1 - share($0)) / passes) }, shouldStop: shouldStop
        ) { samples throws(SoundError) in
            guard writer.frames + samples.count / 2 <= mostFrames else {
                throw .tooLong(seconds: Double(writer.frames) / Double(rate), limit: limit)
            }
            let louder = factor == 1 ? samples : samples.map { $0 * factor }
            if measures { meter.add(louder) }
            try writer.append(louder)
        }
        let frames = writer.frames
        try writer.finish()
        progress(1)
        return Report(
            frames: frames, seconds: Double(frames) / Double(rate), peak: Double(peak * factor), gain: gain,
            loudness: measures ? meter.loudness : nil)
    }

    /// Hands the sound of a source to `body`, a block at a time.
    ///
    /// - Parameters:
    ///   - frames: How long; nil for until it has rung out.
    ///   - progress: Called about once a second with the seconds of the song.
    /// - Returns: The loudest sample.
    @discardableResult
    func run(
        _ source: some EventSource, frames: Int? = nil, progress: (Double) -> Void, shouldStop: () -> Bool,
        _ body: ([Float]) throws(SoundError) -> Void
    ) throws(SoundError) -> Float {
        try runBlocks(source, frames: frames, progress: progress, shouldStop: shouldStop) {
            rendered throws(SoundError) in try body(rendered.floats)
        }
    }

    /// The same, with all that is known of a block.
    @discardableResult
    private func runBlocks(
        _ source: some EventSource, separatesChannels: Bool = false, frames: Int? = nil, progress: (Double) -> Void,
        shouldStop: () -> Bool,
        _ body: (BlockRenderer) throws(SoundError) -> Void
    ) throws(SoundError) -> Float {
        let synthesizer = try Synthesizer(
            soundFont: soundFont, rate: rate, options: options, separatesChannels: separatesChannels)
        let feed = EventFeed()
        var producer = EventProducer(source: source, feed: feed, rate: rate)
        var renderer = BlockRenderer(synthesizer: synthesizer, feed: feed)
        var done = 0
        while frames.map({ done < $0 }) ?? !renderer.isFinished {
            while !renderer.isFed {
                if case .full = try producer.advance() {
                    renderer.makeRoom()
                    // Of events for one moment there may be millions.
                    progress(Double(renderer.position) / Double(rate))
                    if shouldStop() { throw .cancelled }
                }
            }
            if done % rate < Synthesizer.blockFrames {
                if shouldStop() { throw .cancelled }
                progress(Double(renderer.position) / Double(rate))
            }
            renderer.renderBlock()
            try body(renderer)
            done += Synthesizer.blockFrames
        }
        return renderer.peak
    }

    private static func decibels(_ factor: Double) -> Double { 20 * DecibelScale.log10(max(factor, 1e-9)) }
    private static func factor(decibels: Double) -> Float {
        decibels == 0 ? 1 : Float(DecibelScale.power(of10: decibels / 20))
    }
}

/// The file of a channel that is being written.
private final class StemFile {
    let channel: Int
    private var writer: SoundFileWriter?

    init(_ channel: Int, _ writer: consuming SoundFileWriter) {
        self.channel = channel
        self.writer = consume writer
    }

    func append(_ samples: [Float]) throws(SoundError) { try writer!.append(samples) }

    func finish() throws(SoundError) { try writer.take()!.finish() }
}
