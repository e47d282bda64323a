import MIDI
import Sound
import TestFiles
import TestSound
import Testing

/// A person who plays along is sounded at once and written down on a track of their own.
extension Sounding {
    @Suite(.enabled(if: FakeCard.isAvailable, "no C compiler or no alsa-lib headers for the test card"))
    struct ThruTests {
        /// Plays clicks of the band every half second, and has a person strike notes of a tenth of a second at some times.
        private func play(
            _ times: [Double], sounded: Bool, recorder: Recorder?, pausesAt pause: Double = .infinity,
            copies: (() -> Void)? = nil
        ) throws {
            var options = PlayerOptions()
            options.device = "real"
            options.sound = Clicks.dry
            options.soundsListener = sounded
            let place = TemporaryDirectory()
            let listener = try Listener(place.store([], as: "keys"))
            let controls = PlaybackControls()
            var batch = EventBatch(messages: Clicks.messages(at: [0.5, 1, 1.5]), end: 2)
            batch.tempos = [
                .init(seconds: 0, microsecondsPerQuarter: 500_000), .init(seconds: 1, microsecondsPerQuarter: 250_000),
            ]
            var next = 0
            var rests = 0
            func send(_ kind: ScheduledEvent.Kind, _ velocity: UInt8) {
                listener.hear(
                    ScheduledEvent(frame: 0, kind: kind, channel: 7, data1: 72, data2: velocity), at: controls.seconds)
            }
            try Player(soundFont: Clicks.font(), options: options)
                .play(
                    Stretches([batch]), controls: controls, listener: listener, recorder: recorder,
                    onTick: {
                        copies?()
                        if controls.isResting {
                            // What is played into a pause has no time in the song.
                            if rests == 5 { send(.noteOn, 99) }
                            if rests == 10 { send(.noteOff, 64) }
                            rests += 1
                            if rests > 20 { controls.isPaused = false }
                        } else if controls.seconds >= pause, rests == 0 {
                            controls.isPaused = true
                        }
                        guard next < 2 * times.count else { return }
                        if controls.seconds >= times[next / 2] + (next % 2 == 0 ? 0 : 0.1) {
                            if next % 2 == 0 { send(.noteOn, 90) } else { send(.noteOff, 64) }
                            next += 1
                        }
                    }, shouldStop: { false })
        }

        @Test func aPersonHasATrackOfTheirOwn() throws {
            let place = TemporaryDirectory()
            var options = Recorder.Options(midi: place["a.mid"])
            options.title = "Clicks"
            options.person = "person"
            let recorder = Recorder(options)
            var counts: Set<Int> = []
            try play(
                [0.25, 0.75, 1.25, 1.7], sounded: false, recorder: recorder,
                copies: {
                    // Whole at any moment.
                    if let bytes = place.content("a.mid") {
                        counts.insert((try? MIDIFile(bytes: bytes, mostNotes: .max).notes.count) ?? -1)
                    }
                })
            #expect(recorder.error == nil && !counts.contains(-1) && counts.count >= 2, "\(counts)")
            let file = try MIDIFile.read(place["a.mid"])
            #expect(file.format == .simultaneous && file.trackNames == ["Clicks", "person"])
            let person = file.notes.filter { $0.track == 1 }
            let band = file.notes.filter { $0.track == 0 }
            #expect(person.count == 4 && person.allSatisfy { $0.channel == Listener.channel && $0.velocity == 90 })
            #expect(band.count == 3 && band.allSatisfy { $0.channel == 9 })
            // When the person heard the song, not when it was made: the tempo doubles after a second.
            for (note, time) in zip(person, [0.25, 0.75, 1.25, 1.7]) {
                let heard = file.tempoMap.seconds(atTick: note.start)
                #expect(heard >= time - 0.002 && heard < time + 0.05, "\(heard) for \(time)")
                #expect(abs(file.tempoMap.seconds(atTick: note.end) - heard - 0.1) < 0.05)
            }
            #expect(FakeCard.recording("real").onsets.count == 3)
        }

        @Test func aPersonIsSoundedUnlessTheInstrumentDoes() throws {
            try play([0.25, 0.75], sounded: true, recorder: nil)
            let onsets = FakeCard.recording("real").onsets
            #expect(onsets.count == 5)
            // Soon after the key: what the device holds, a period and the clock of the test.
            let own = [onsets[0], onsets[2]].map { Double($0) / 48_000 }
            for (onset, time) in zip(own, [0.25, 0.75]) { #expect(onset > time && onset < time + 0.08, "\(onset)") }
        }

        @Test func whatIsPlayedIntoAPauseIsHeardAndNotWrittenDown() throws {
            let place = TemporaryDirectory()
            var options = Recorder.Options(midi: place["a.mid"], wav: place["a.wav"])
            options.person = "person"
            try play([0.25, 0.6], sounded: true, recorder: Recorder(options), pausesAt: 0.62)
            let person = try MIDIFile.read(place["a.mid"]).notes.filter { $0.channel == Listener.channel }
            // The second note is let go where the song stands still.
            #expect(person.count == 2 && person[1].end - person[1].start < 96, "\(person)")
            #expect(FakeCard.recording("real").onsets.count == 6)
            let wav = place.content("a.wav") ?? []
            #expect(Recording(raw: wav.dropFirst(80)).onsets.count == 6)
        }

        @Test func withoutAPersonTheFileHasOneTrack() throws {
            let place = TemporaryDirectory()
            try play([], sounded: true, recorder: Recorder(.init(midi: place["a.mid"])))
            #expect(try MIDIFile.read(place["a.mid"]).format == .singleTrack)
        }

        @Test func whatNobodyTookIsNotedAsLost() throws {
            let place = TemporaryDirectory()
            let listener = try Listener(place.store([], as: "keys"))
            let note = ScheduledEvent(frame: 0, kind: .noteOn, channel: 0, data1: 60, data2: 90)
            for _ in 0..<1024 { listener.hear(note, at: 0) }
            #expect(!listener.takeLoss())
            listener.hear(note, at: 0)
            #expect(listener.takeLoss() && !listener.takeLoss())
            var count = 0
            while let event = listener.nextEvent() {
                count += event.channel == UInt8(Listener.channel) ? 1 : 0
            }
            #expect(count == 1024)
        }
    }
}
