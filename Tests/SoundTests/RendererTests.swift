import Files
import MIDI
import Sound
import TestFiles
import TestSound
import Testing

extension Sounding {
    @Suite struct RendererTests {
        private let scratch = TemporaryDirectory()

        private func renderer(rate: Int = 48_000) throws -> Renderer {
            Renderer(soundFont: try Clicks.font(), rate: rate, options: Clicks.dry)
        }

        /// Two bars of quarters at 120 beats a minute, in two tracks.
        private var piece: MIDIFile {
            var drums = Track(name: "Drums")
            var bass = Track(name: "Bass")
            drums.append(.tempo(beatsPerMinute: 120), at: 0)
            for beat in 0..<8 {
                drums.append(Note(channel: 9, pitch: 60, velocity: 100, start: beat * 480, end: beat * 480 + 60))
            }
            bass.append(.programChange(channel: 1, program: 1), at: 0)
            bass.append(Note(channel: 1, pitch: 40, velocity: 90, start: 240, end: 480))
            drums.endTick = 8 * 480
            bass.endTick = 8 * 480
            return MIDIFile(division: .ticksPerQuarter(480), tracks: [drums, bass])
        }

        @Test("two renderings are the same bytes", arguments: [44_100, 48_000])
        func repeatable(rate: Int) throws {
            // With reverberation and chorus, whose state must not depend on what was rendered before.
            let renderer = Renderer(soundFont: try Clicks.font(), rate: rate)
            let report = try renderer.render(piece, to: scratch["a.wav"])
            try renderer.render(piece, to: scratch["b.wav"])
            let first = (scratch.content("a.wav") ?? [])
            #expect(first == (scratch.content("b.wav") ?? []))
            #expect(first.count == 44 + 4 * report.frames)
            #expect(Recording(wav: first).peak > 1000)
            #expect(report.peak > 0.05 && report.peak < 1)
            #expect(scratch.names == ["a.wav", "b.wav"])
        }

        @Test("notes begin within a block of their time", arguments: [44_100, 48_000])
        func onsets(rate: Int) throws {
            let times = Clicks.irregularTimes(60)
            try renderer(rate: rate).render(
                { Stretches([EventBatch(messages: Clicks.messages(at: times), end: 20)]) }, lasting: 20,
                to: scratch["c.wav"])
            let onsets = Recording(wav: (scratch.content("c.wav") ?? [])).onsets
            try #require(onsets.count == times.count)
            let errors = zip(onsets, times).map { Double($0) - $1 * Double(rate) }
            #expect(errors.allSatisfy { abs($0) <= 33 }, "errors in frames: \(errors.min()!)…\(errors.max()!)")
        }

        @Test("a file lasts as long as the piece and until it is silent")
        func length() throws {
            let report = try renderer().render(piece, to: scratch["d.wav"])
            // Four seconds of music, and the third of a second of silence that ends it.
            #expect(report.seconds >= 4.35 && report.seconds < 4.45)
            #expect(Recording(wav: (scratch.content("d.wav") ?? [])).peak(report.frames - 4000..<report.frames) == 0)
        }

        @Test("a note without an end is ended with the piece")
        func stuckNote() throws {
            var track = Track()
            track.append(.programChange(channel: 0, program: 1), at: 0)
            track.append(.controlChange(channel: 0, controller: 64, value: 127), at: 0)
            track.append(.noteOn(channel: 0, pitch: 60, velocity: 100), at: 0)
            track.endTick = 960
            let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            let report = try renderer().render(piece, to: scratch["e.wav"])
            #expect(report.seconds < 1.5)
            #expect(Recording(wav: (scratch.content("e.wav") ?? [])).peak(0..<40_000) > 1000)
        }

        @Test("ten thousand messages at one moment are all played")
        func crowd() throws {
            var messages = (0..<20_000).map { index in
                EventBatch.TimedMessage(
                    seconds: 0.5, message: .controlChange(channel: index % 16, controller: 1, value: index % 128))
            }
            messages += Clicks.messages(at: [0.5])
            try renderer().render(
                { Stretches([EventBatch(messages: messages, end: 1)]) }, lasting: 1, to: scratch["f.wav"])
            let onsets = Recording(wav: (scratch.content("f.wav") ?? [])).onsets
            #expect(onsets.count == 1 && abs(onsets[0] - 24_000) <= 64)
        }

        @Test("stems are as long as the piece and add up to it")
        func stems() throws {
            var track = Track()
            for (channel, tick) in [(0, 0), (9, 480), (3, 960)] {
                track.append(.noteOn(channel: channel, pitch: 60, velocity: 100), at: tick)
                track.append(.noteOff(channel: channel, pitch: 60, velocity: 64), at: tick + 200)
            }
            track.endTick = 1920
            let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            var renderer = try renderer()
            renderer.encoding = .float32
            let report = try renderer.render(piece, to: scratch["mix.wav"])
            let paths = try renderer.renderStems(piece, frames: report.frames, gain: 0, as: .wav) {
                scratch["stem\($0).wav"]
            }
            #expect(paths == [0, 3, 9].map { scratch["stem\($0).wav"] })
            func samples(_ name: String) -> [Float] {
                let bytes = (scratch.content(name) ?? []).dropFirst(58).map { $0 }
                return stride(from: 0, to: bytes.count - 3, by: 4).map { index in
                    Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) })
                }
            }
            let mix = samples("mix.wav")
            let stems = paths.map { samples(String($0.split(separator: "/").last!)) }
            #expect(stems.allSatisfy { $0.count == mix.count && $0.contains { abs($0) > 0.05 } })
            // But for the rounding of sums.
            func power(_ samples: [Float]) -> Double { samples.reduce(0) { $0 + Double($1 * $1) } }
            let rest = mix.indices.map { index in mix[index] - stems.reduce(0) { $0 + $1[index] } }
            #expect(power(rest) < 1e-11 * power(mix), "\(power(rest) / power(mix))")
        }

        @Test("a loudness that is asked for is that of the file", arguments: [-16.0, -30.0, -5.0])
        func loudness(wanted: Double) throws {
            var track = Track()
            track.append(.programChange(channel: 0, program: 1), at: 0)
            track.append(.noteOn(channel: 0, pitch: 84, velocity: 60), at: 0)
            track.endTick = 4800
            let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            var renderer = try renderer()
            renderer.level = .loudness(wanted)
            let report = try renderer.render(piece, to: scratch["loud.wav"])
            let loudness = try #require(report.loudness)
            // Never so loud that it would be cut off.
            #expect(report.peak < 0.8914)
            #expect(abs(loudness - wanted) < 0.1 || (report.peak > 0.89 && loudness < wanted), "\(report)")
        }

        @Test("progress rises to 1")
        func progress() throws {
            var reported: [Double] = []
            try renderer().render(piece, to: scratch["g.wav"], progress: { reported.append($0) })
            #expect(reported.first == 0 && reported.last == 1)
            #expect(reported == reported.sorted())
            #expect(reported.count >= 5)
        }

        @Test("a rendering that is stopped leaves no file")
        func cancelled() throws {
            var asked = 0
            #expect(throws: SoundError.cancelled) {
                try renderer().render(
                    piece, to: scratch["h.wav"],
                    shouldStop: {
                        asked += 1
                        return asked > 2
                    })
            }
            #expect(asked == 3)
            #expect(scratch.names.isEmpty)
        }

        @Test("a piece longer than a WAV file can hold is refused before a byte is written")
        func tooLong() throws {
            var track = Track()
            track.endTick = 480 * 120 * 60 * 10
            track.append(.tempo(beatsPerMinute: 60), at: 0)
            let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            #expect {
                try renderer().render(piece, to: scratch["i.wav"])
            } throws: { error in
                guard case SoundError.tooLong(seconds: 72_000, _) = error else { return false }
                return true
            }
            #expect(scratch.names.isEmpty)
        }

        @Test("a path that cannot be written is refused, and nothing is left there")
        func unwritable() throws {
            let path = "\(scratch.path)/no/such/folder/x.wav"
            #expect(
                throws: SoundError.cannotWrite(
                    FileWriteError.missingDirectory(path: path, directory: "\(scratch.path)/no/such/folder"))
            ) {
                try renderer().render(piece, to: path)
            }
            #expect(throws: SoundError.cannotWrite(FileWriteError.isDirectory(path: scratch.path))) {
                try renderer().render(piece, to: scratch.path)
            }
            #expect(throws: SoundError.cannotWrite(FileWriteError.notAFile(path: "/dev/null"))) {
                try renderer().render(piece, to: "/dev/null")
            }
            #expect(scratch.names.isEmpty)
        }
    }
}
