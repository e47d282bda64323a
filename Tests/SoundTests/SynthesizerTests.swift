import Sound
import TestFiles
import TestSound
import Testing

extension Sounding {
    @Suite struct SynthesizerTests {
        private let scratch = TemporaryDirectory()

        private func event(_ kind: ScheduledEvent.Kind, _ data1: UInt8, _ data2: UInt8) -> ScheduledEvent {
            ScheduledEvent(frame: 0, kind: kind, channel: 0, data1: data1, data2: data2)
        }

        /// The loudest sample of the next block.
        private func peak(_ synthesizer: Synthesizer) -> Float {
            var samples = [Float](repeating: 0, count: 128)
            synthesizer.renderBlock(into: &samples)
            return samples.reduce(0) { max($0, abs($1)) }
        }

        @Test("a note sounds from the next block on, until it is let go")
        func note() throws {
            let synthesizer = try Synthesizer(soundFont: Clicks.font(), rate: 48_000, options: Clicks.dry)
            #expect(peak(synthesizer) < 1e-4)
            synthesizer.send(event(.programChange, 1, 0))
            synthesizer.send(event(.noteOn, 60, 100))
            for _ in 0..<100 { #expect(peak(synthesizer) > 0.01) }
            #expect(synthesizer.activeVoices == 1)
            synthesizer.send(event(.noteOff, 60, 0))
            for _ in 0..<10 { _ = peak(synthesizer) }
            #expect(peak(synthesizer) < 1e-4)
        }

        @Test("letting go of all notes lifts the pedal too")
        func release() throws {
            let synthesizer = try Synthesizer(soundFont: Clicks.font(), rate: 48_000, options: Clicks.dry)
            synthesizer.send(event(.programChange, 1, 0))
            synthesizer.send(event(.controlChange, 64, 127))
            synthesizer.send(event(.noteOn, 60, 100))
            synthesizer.send(event(.noteOff, 60, 0))
            for _ in 0..<20 { #expect(peak(synthesizer) > 0.01) }
            synthesizer.releaseAllNotes()
            for _ in 0..<10 { _ = peak(synthesizer) }
            #expect(peak(synthesizer) < 1e-4)
        }

        @Test("bends, pressures and controllers are taken in their full range")
        func controllers() throws {
            let synthesizer = try Synthesizer(soundFont: Clicks.font(), rate: 48_000)
            for value in [UInt8(0), 64, 127] {
                for kind in [ScheduledEvent.Kind.pitchBend, .channelPressure, .keyPressure] {
                    synthesizer.send(event(kind, value, value))
                }
                for controller in UInt8(0)...127 { synthesizer.send(event(.controlChange, controller, value)) }
            }
            #expect(peak(synthesizer).isFinite)
            // A program the font does not have is complained of in the log, not on standard error.
            synthesizer.send(event(.programChange, 99, 0))
            #expect(FluidSynthLibrary.takeLog().count <= 32)
        }

        @Test("there is one synthesizer at a time, and another after it")
        func oneAtATime() throws {
            var first: Synthesizer? = try Synthesizer(soundFont: Clicks.font(), rate: 48_000)
            #expect(throws: SoundError.synthesizerInUse) { try Synthesizer(soundFont: Clicks.font(), rate: 48_000) }
            #expect(first?.rate == 48_000)
            first = nil
            #expect(throws: Never.self) { try Synthesizer(soundFont: Clicks.font(), rate: 48_000) }
        }

        @Test("a damaged font is refused in FluidSynth's words, and the synthesizer is free again")
        func damaged() throws {
            var font = ClickFont.bytes()
            // The size of the first list, which then has no room for the others.
            font[16] = 0xFF
            let path = scratch.store(font, as: "damaged.sf2")
            #expect {
                try Synthesizer(soundFont: SoundFont(path: path), rate: 48_000)
            } throws: { error in
                guard case SoundError.soundFontDamaged(path: path, let reason) = error else { return false }
                return !reason.isEmpty
            }
            #expect(throws: Never.self) { try Synthesizer(soundFont: Clicks.font(), rate: 48_000) }
        }

        @Test("what a damaged font sounds like is nobody's promise, but nothing traps on it")
        func flipped() throws {
            let font = ClickFont.bytes()
            var loaded = 0
            for index in stride(from: 12, to: font.count, by: 5) where index < 120 || index > 1400 {
                var flipped = font
                flipped[index] ^= 0xFF
                let path = scratch.store(flipped, as: "flipped.sf2")
                guard let synthesizer = try? Synthesizer(soundFont: SoundFont(path: path), rate: 48_000) else {
                    continue
                }
                loaded += 1
                synthesizer.send(event(.noteOn, 60, 100))
                for _ in 0..<4 { _ = peak(synthesizer) }
            }
            #expect(loaded > 0 && loaded < font.count)
        }
    }
}
