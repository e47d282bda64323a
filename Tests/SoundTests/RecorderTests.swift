import Files
import MIDI
import Sound
import TestFiles
import TestSound
import Testing

/// What is heard is written down, and stands in the files at any moment.
extension Sounding {
    @Suite(.enabled(if: FakeCard.isAvailable, "no C compiler or no alsa-lib headers for the test card"))
    struct RecorderTests {
        private func player(_ device: String = "fast", ahead: Double = 100) throws -> Player {
            var options = PlayerOptions()
            options.device = device
            options.sound = Clicks.dry
            options.secondsAhead = ahead
            return Player(soundFont: try Clicks.font(), options: options)
        }

        @Test func theFilesSayWhatWasHeard() throws {
            let place = TemporaryDirectory()
            var options = Recorder.Options(midi: place["a.mid"], wav: place["a.wav"])
            options.title = "Clicks"
            (options.beats, options.unit) = (3, 4)
            let recorder = Recorder(options)
            let times = Clicks.irregularTimes(20)
            var batch = EventBatch(messages: Clicks.messages(at: times), end: times.last! + 0.5)
            batch.tempos = [.init(seconds: 0, microsecondsPerQuarter: 400_000)]
            let report = try player().play(Stretches([batch]), recorder: recorder, shouldStop: { false })
            #expect(recorder.error == nil)
            let heard = FakeCard.recording("fast")
            let wav = try #require(place.content("a.wav"))
            #expect(wav.count == 80 + 4 * report.frames)
            #expect(Recording(raw: wav.dropFirst(80)).left == heard.left)
            let file = try MIDIFile.read(place["a.mid"])
            #expect(file.format == .singleTrack && file.trackNames == ["Clicks"])
            #expect(file.timeSignatures.first?.signature == TimeSignature(3, 4))
            #expect(file.notes.count == 20)
            for (note, time) in zip(file.notes, times) {
                #expect(abs(Double(note.start) / 480 * 0.4 - time) < 0.002)
                #expect(abs(Double(note.end - note.start) / 480 * 0.4 - 0.02) < 0.003)
            }
        }

        /// A copy made at any moment of the playing is a file like another.
        @Test func theFilesAreWholeAtAnyMoment() throws {
            let place = TemporaryDirectory()
            let recorder = Recorder(.init(midi: place["a.mid"], wav: place["a.wav"]))
            let times = (0..<600).map { 0.1 + 0.05 * Double($0) }
            var copies: [(midi: [UInt8], wav: [UInt8])] = []
            try player().play(
                Stretches([EventBatch(messages: Clicks.messages(at: times), end: 31)]), recorder: recorder,
                onTick: {
                    if let midi = place.content("a.mid"), let wav = place.content("a.wav") {
                        copies.append((midi, wav))
                    }
                }, shouldStop: { false })
            try #require(copies.count > 20)
            var counts: Set<Int> = []
            for copy in copies {
                counts.insert(try MIDIFile(bytes: copy.midi, mostNotes: .max).notes.count)
                let data = copy.wav[76..<80].reversed().reduce(0) { $0 << 8 | Int($1) }
                #expect(copy.wav.count >= 80 + data && data % 4 == 0)
            }
            #expect(counts.count >= 2, "\(counts.sorted())")
        }

        @Test func mutedAndPausedNotesAreLetGoAndNotWrittenDown() throws {
            let place = TemporaryDirectory()
            let recorder = Recorder(.init(midi: place["a.mid"]))
            let controls = PlaybackControls()
            // A tone that would last for ever on one channel, and clicks on the other.
            let tone = EventBatch(
                messages: [
                    .init(seconds: 0, message: .programChange(channel: 0, program: 1)),
                    .init(seconds: 0, message: .noteOn(channel: 0, pitch: 60, velocity: 127)),
                ] + Clicks.messages(at: (0..<100).map { Double($0) * 0.2 }), end: 20)
            var ticks = 0
            try player("real").play(
                Stretches([tone]), controls: controls, recorder: recorder,
                onTick: {
                    ticks += 1
                    if controls.seconds > 0.5 { controls.mutedChannels = 1 }
                    if controls.seconds > 0.8, ticks < 10_000 {
                        controls.isPaused = true
                        if controls.isResting { ticks = 20_000 }
                    }
                    if ticks > 20_050 { controls.isPaused = false }
                }, shouldStop: { controls.seconds > 1.2 })
            let file = try MIDIFile.read(place["a.mid"])
            let tones = file.notes.filter { $0.channel == 0 }
            #expect(tones.count == 1 && tones[0].end < 960, "\(tones)")
            // 120 a minute where nothing else is said: a click every 192 ticks of the song, the pause left out.
            let clicks = file.notes.filter { $0.channel == 9 }.map(\.start)
            #expect(zip(clicks, clicks.dropFirst()).allSatisfy { abs($1 - $0 - 192) <= 2 }, "\(clicks)")
            let heard = FakeCard.recording("real")
            // The tone is silent after its mute, but for the clicks.
            let second = 48_000
            #expect(heard.peak(second / 10..<second / 5) > 1000)
            #expect(heard.peak(heard.left.count - 1200..<heard.left.count) < 30_000)
        }

        @Test func aRecordingNeedsAFile() throws {
            let recorder = Recorder(.init(wav: "/dev/full"))
            #expect {
                try player().play(
                    Stretches([EventBatch(messages: [], end: 1)]), recorder: recorder, shouldStop: { false })
            } throws: { error in
                error as? SoundError == .cannotWrite(.notAFile(path: "/dev/full"))
            }
        }

        @Test func aDeviceThatComesBackIsPlayedOn() throws {
            var options = PlayerOptions()
            options.device = "loose"
            options.sound = Clicks.dry
            options.secondsAhead = 100
            options.secondsToReconnect = 5
            let place = TemporaryDirectory()
            let recorder = Recorder(.init(midi: place["a.mid"]))
            let times = Clicks.irregularTimes(8)
            let report = try Player(soundFont: Clicks.font(), options: options)
                .play(
                    Stretches([EventBatch(messages: Clicks.messages(at: times), end: times.last! + 0.5)]),
                    recorder: recorder, shouldStop: { false })
            #expect(report.reconnections >= 1 && !report.wasStopped)
            #expect(try MIDIFile.read(place["a.mid"]).notes.count == 8)
        }
    }
}

@Suite struct WAVHeaderTests {
    @Test func whatIsLongerThan4GiBBecomesRF64() {
        let header = WAVHeader(rate: 48_000, mayGrow: true)
        let short = header.bytes(frames: 1000)
        func word(_ bytes: [UInt8], _ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        #expect(short.count == header.count)
        #expect(word(short, 0..<4) == "RIFF" && word(short, 12..<16) == "JUNK")
        let frames = 1 << 31
        let long = header.bytes(frames: frames)
        #expect(long.count == short.count)
        #expect(word(long, 0..<4) == "RF64" && word(long, 12..<16) == "ds64")
        func number(_ range: Range<Int>) -> Int { long[range].reversed().reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(4..<8) == 0xFFFF_FFFF)
        #expect(number(28..<36) == 4 * frames)
        #expect(number(36..<44) == frames)
        #expect(number(20..<28) == 72 + 4 * frames)
    }

    @Test(arguments: SampleEncoding.allCases) func theHeaderIsAsLongAsItSays(encoding: SampleEncoding) {
        for mayGrow in [false, true] {
            let header = WAVHeader(rate: 96_000, encoding: encoding, mayGrow: mayGrow)
            let bytes = header.bytes(frames: 7)
            #expect(bytes.count == header.count)
            let end = String(decoding: bytes.suffix(8).prefix(4), as: UTF8.self)
            #expect(end == "data")
        }
    }
}
