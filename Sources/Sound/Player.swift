public import MIDI

/// Plays music through an ALSA device, or sends it as MIDI, from a file or as it is invented.
///
///     let player = Player(soundFont: try SoundFont.find())
///     try player.play(piece, shouldStop: { interrupted.load(ordering: .relaxed) }) { position in
///         show("bar \(position.bar), beat \(position.beat)")
///     }
///
/// Three threads take part: one asks the source for music, ahead of time; one, at real-time priority where the user may
/// have it, owns the synthesizer and the device; the calling one reports the position until the others are done. A fourth
/// writes down what is heard, where that is asked for.
public struct Player: Sendable {
    /// What it plays on; nil where messages are sent only.
    public let soundFont: SoundFont?
    public let options: PlayerOptions

    public init(soundFont: SoundFont?, options: PlayerOptions = PlayerOptions()) {
        precondition(soundFont != nil || options.midiPort != nil, "sound without a sound font")
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
    /// - Parameters:
    ///   - controls: What pauses and mutes.
    ///   - listener: A person who plays along, and is sounded where ``PlayerOptions/soundsListener`` says so.
    ///   - recorder: Writes down what is heard, the person included. Its ``Recorder/error`` tells whether it could to the end.
    ///   - onTick: Called on the calling thread every few milliseconds, after the positions.
    /// - Throws: in addition ``SoundError/sourceFailed(reason:)``, after what was made before has been played, and
    ///   ``SoundError/cannotWrite(_:)`` where a recording cannot be begun.
    @discardableResult
    public func play<Source: EventSource>(
        _ source: sending Source, controls: PlaybackControls = PlaybackControls(), listener: Listener? = nil,
        recorder: Recorder? = nil, onTick: () -> Void = {},
        shouldStop: @escaping @Sendable () -> Bool, onPosition: (PlaybackPosition) -> Void = { _ in }
    ) throws(SoundError) -> PlaybackReport {
        let output = try Output(self)
        let rate = output.rate
        let person = listener.map { PersonHeard(listener: $0, isSounded: options.soundsListener) }
        let playback = Playback(rate: rate, controls: controls, recorder: recorder, person: person)
        let files = try recorder?.files(rate: rate)

        let ahead = ScheduledEvent.frame(atSeconds: options.secondsAhead, rate: rate)
        let making = try SystemThread {
            playback.produce(EventProducer(source: source, feed: playback.feed, rate: rate), ahead: ahead)
        }
        // Programs are chosen before the audio thread starts, which then has nothing to look up at the first note.
        while playback.feed.horizon == 0, !playback.isStopping, !shouldStop() {
            onTick()
            SystemThread.sleep(milliseconds: 1)
        }
        let writing: SystemThread?
        do {
            if let recorder, let files {
                writing = try SystemThread { recorder.write(to: files) }
            } else {
                writing = nil
            }
        } catch {
            playback.stop()
            making.join()
            throw error
        }
        let sounding: SystemThread
        do {
            sounding = try output.start(playback, shouldStop: shouldStop)
        } catch {
            playback.stop()
            recorder?.finish()
            making.join()
            throw error
        }
        while !playback.isDone {
            for position in playback.takePositions() { onPosition(position) }
            onTick()
            SystemThread.sleep(milliseconds: 5)
        }
        sounding.join()
        making.join()
        recorder?.finish()
        writing?.join()
        for position in playback.takePositions() { onPosition(position) }
        return try playback.result()
    }

    /// Where the music goes, opened.
    private enum Output {
        case sound(SoundDevice, Synthesizer)
        case messages(MIDIPort)

        init(_ player: Player) throws(SoundError) {
            if let name = player.options.midiPort {
                self = .messages(try MIDIPort(name, sendsClock: player.options.sendsMIDIClock))
                return
            }
            guard let font = player.soundFont else { preconditionFailure("sound without a sound font") }
            // The device first: its rate decides the synthesizer's, and its absence is the likelier trouble.
            let device = try SoundDevice(player.options)
            self = .sound(
                device, try Synthesizer(soundFont: font, rate: device.rate, options: player.options.sound))
        }

        var rate: Int {
            switch self {
            case .sound(let device, _): device.rate
            case .messages: 48_000
            }
        }

        /// Starts the audio thread.
        consuming func start(
            _ playback: Playback, shouldStop: @escaping @Sendable () -> Bool
        ) throws(SoundError) -> SystemThread {
            switch self {
            case .sound(let device, let synthesizer):
                var renderer = BlockRenderer(
                    synthesizer: synthesizer, feed: playback.feed, controls: playback.controls,
                    recorder: playback.recorder, person: playback.person)
                renderer.selectPrograms()
                let work = Handed((renderer, device))
                return try SystemThread {
                    playback.sound(work.value.0, through: work.value.1, shouldStop: shouldStop)
                }
            case .messages(let port):
                let block = 48
                var playhead = Playhead(
                    target: port, feed: playback.feed, blockFrames: block, controls: playback.controls,
                    recorder: playback.recorder, person: playback.person)
                playhead.selectPrograms()
                let work = Handed((playhead, port))
                return try SystemThread {
                    playback.transmit(work.value.0, to: work.value.1, block: block, shouldStop: shouldStop)
                }
            }
        }
    }
}

/// What one thread hands to another and does not touch again.
private struct Handed<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
