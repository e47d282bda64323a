public import MIDI

/// Plays music through an ALSA device, from a file or as it is invented.
///
///     let player = Player(soundFont: try SoundFont.find())
///     try player.play(piece, shouldStop: { interrupted.load(ordering: .relaxed) }) { position in
///         show("bar \(position.bar), beat \(position.beat)")
///     }
///
/// Three threads take part: one asks the source for music, ahead of time; one, at real-time priority where the user may
/// have it, owns the synthesizer and the device; the calling one reports the position until the others are done.
public struct Player: Sendable {
    public let soundFont: SoundFont
    public let options: PlayerOptions

    public init(soundFont: SoundFont, options: PlayerOptions = PlayerOptions()) {
        self.soundFont = soundFont
        self.options = options
    }

    /// Plays a piece to its end, or until told to stop. Of a format 2 file, the first pattern.
    ///
    /// - Parameters:
    ///   - shouldStop: asked every 64 frames on the audio thread, so it must do no more than read a flag. Once true, all
    ///     notes end and the sound fades within 10 ms.
    ///   - onPosition: called on the calling thread at each beat.
    /// - Throws: ``SoundError``: `noDevice`, `deviceFailed`, `deviceStalled`, and those of a missing library or an
    ///   unusable sound font.
    @discardableResult
    public func play(
        _ piece: MIDIFile, shouldStop: @escaping @Sendable () -> Bool,
        onPosition: (PlaybackPosition) -> Void = { _ in }
    ) throws(SoundError) -> PlaybackReport {
        try play(MIDIFileSource(piece), shouldStop: shouldStop, onPosition: onPosition)
    }

    /// Plays what a source makes, while it makes it; as ``play(_:shouldStop:onPosition:)-(MIDIFile,_,_)`` otherwise.
    ///
    /// - Throws: in addition ``SoundError/sourceFailed(reason:)``, after what was made before has been played.
    @discardableResult
    public func play<Source: EventSource>(
        _ source: sending Source, shouldStop: @escaping @Sendable () -> Bool,
        onPosition: (PlaybackPosition) -> Void = { _ in }
    ) throws(SoundError) -> PlaybackReport {
        // The device first: its rate decides the synthesizer's, and its absence is the likelier trouble.
        let device = try PCM(
            name: options.device, rate: options.rate, periodFrames: options.periodFrames, periods: options.periods)
        device.timeout = options.timeout
        let rate = device.rate
        let synthesizer = try Synthesizer(soundFont: soundFont, rate: rate, options: options.sound)
        let playback = Playback(rate: rate)

        let ahead = ScheduledEvent.frame(atSeconds: options.secondsAhead, rate: rate)
        let making = try SystemThread {
            playback.produce(EventProducer(source: source, feed: playback.feed, rate: rate), ahead: ahead)
        }
        // Programs are chosen before the audio thread starts, which then has nothing to look up at the first note.
        while playback.feed.horizon == 0, !playback.isStopping, !shouldStop() { SystemThread.sleep(milliseconds: 1) }
        let renderer = BlockRenderer(synthesizer: synthesizer, feed: playback.feed)
        renderer.selectPrograms()
        let sounding: SystemThread
        do {
            sounding = try SystemThread { playback.sound(renderer, on: device, shouldStop: shouldStop) }
        } catch {
            playback.stop()
            making.join()
            throw error
        }
        while !playback.isDone {
            for position in playback.takePositions() { onPosition(position) }
            SystemThread.sleep(milliseconds: 5)
        }
        sounding.join()
        making.join()
        for position in playback.takePositions() { onPosition(position) }
        return try playback.result()
    }
}
