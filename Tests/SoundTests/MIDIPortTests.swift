import MIDI
import Sound
import TestFiles
import Testing

@Suite struct MIDIPortTests {
    private static let source = EventBatch(
        messages: (0..<8).flatMap { beat in
            [
                EventBatch.TimedMessage(
                    seconds: Double(beat) * 0.05, message: .noteOn(channel: 2, pitch: 50 + beat, velocity: 90)),
                .init(
                    seconds: Double(beat) * 0.05 + 0.04, message: .noteOff(channel: 2, pitch: 50 + beat, velocity: 64)),
            ]
        }, end: 0.4)

    private func play(_ batch: EventBatch, clock: Bool, stopsAfter seconds: Double = .infinity) throws -> [UInt8] {
        let place = TemporaryDirectory()
        var options = PlayerOptions()
        options.midiPort = place["bytes"]
        options.sendsMIDIClock = clock
        let controls = PlaybackControls()
        try Player(soundFont: nil, options: options)
            .play(Stretches([batch]), controls: controls, shouldStop: { controls.seconds >= seconds })
        return try #require(place.content("bytes"))
    }

    @Test func messagesAreSentInOrderAndAllNotesAreLetGo() throws {
        let bytes = try play(Self.source, clock: false)
        let notes = stride(from: 0, to: 48, by: 3).map { Array(bytes[$0..<$0 + 3]) }
        for beat in 0..<8 {
            let pitch = UInt8(50 + beat)
            #expect(notes[2 * beat] == [0x92, pitch, 90] && notes[2 * beat + 1] == [0x82, pitch, 64])
        }
        // Every channel's pedals and notes at the end.
        #expect(bytes.count >= 48 + 16 * 9 && Array(bytes.suffix(3)) == [0xBF, 123, 0])
    }

    @Test func aNoteThatSoundsIsLetGoByItselfWhereItIsStopped() throws {
        let held = EventBatch(
            messages: [.init(seconds: 0, message: .noteOn(channel: 5, pitch: 77, velocity: 90))], end: 100)
        let bytes = try play(held, clock: false, stopsAfter: 0.05)
        let off: [UInt8] = [0x85, 77, 64]
        #expect((0..<bytes.count - 2).contains { Array(bytes[$0..<$0 + 3]) == off })
    }

    @Test func theClockTicks24TimesAQuarterNote() throws {
        var batch = Self.source
        // A quarter note of 0.1 s: 96 clocks in the 0.4 s.
        batch.tempos = [.init(seconds: 0, microsecondsPerQuarter: 100_000)]
        let bytes = try play(batch, clock: true)
        #expect(bytes.first == 0xFA && bytes.last == 0xFC)
        let clocks = bytes.filter { $0 == 0xF8 }.count
        #expect((95...98).contains(clocks), "\(clocks)")
    }

    @Test func aPlaceThatCannotBeOpenedIsNamed() throws {
        #expect {
            var options = PlayerOptions()
            options.midiPort = "/no/such/folder/port"
            try Player(soundFont: nil, options: options).play(Stretches([Self.source]), shouldStop: { false })
        } throws: { error in
            guard case SoundError.noPort(name: "/no/such/folder/port", _) = error else { return false }
            return true
        }
    }
}
