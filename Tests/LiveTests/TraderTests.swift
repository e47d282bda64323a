import Jazz
import Live
import Recurrent
import Sound
import TestFiles
import TestSupport
import Testing

@Suite struct TraderTests {
    /// What a person plays over bars of two seconds: eighths on the grid, so late, swung so far.
    private static func played(_ slots: [Int], lag: Double, swing: Double) -> [HeardNote] {
        slots.enumerated().map { index, slot in
            let beat = Double(slot / 12) + (slot % 12 == 6 ? swing : Double(slot % 12) / 12)
            let start = beat * 0.5 + lag
            return HeardNote(start: start, end: start + 0.2, pitch: 60 + index % 7, velocity: 80)
        }
    }

    private static func bars(_ rehearsal: inout Rehearsal, _ count: Int) throws -> [BarQueue.Heard] {
        for _ in 0..<count { _ = try rehearsal.play() }
        return rehearsal.queue.heard
    }

    @Test(arguments: [-0.02, 0, 0.03, 0.06], [0.5, 0.6, 0.66])
    func aPersonsLagAndSwingAreTakenOut(lag: Double, swing: Double) throws {
        var rehearsal = try Rehearsal()
        let bars = try Self.bars(&rehearsal, 4)
        let slots = stride(from: 0, to: 180, by: 6).filter { $0 % 42 != 12 }
        let notes = Trader.understood(Self.played(slots, lag: lag, swing: swing), over: bars, until: 8)
        let found = notes.map { $0.start + 192 }
        let right = zip(found, slots).count { $0 == $1 }
        #expect(found.count == slots.count && right >= slots.count - 1, "\(found)\n\(slots)")
        #expect(notes.allSatisfy { $0.start < 0 && $0.end <= 0 })
    }

    @Test func chordsOfAPersonAreReadByTheirHighestNote() throws {
        var rehearsal = try Rehearsal()
        let bars = try Self.bars(&rehearsal, 4)
        let chord = [60, 64, 67].map { HeardNote(start: 1, end: 2, pitch: $0, velocity: 0) }
        #expect(Trader.understood(chord, over: bars, until: 8).map(\.pitch) == [67])
        #expect(Trader.understood([], over: bars, until: 8) == [] && Trader.understood(chord, over: [], until: 8) == [])
    }

    /// Person and lead in turns; the answer begins on the first beat after the call and goes on from it.
    @Test func theLeadAnswersInItsTurn() throws {
        let place = TemporaryDirectory()
        let listener = try Listener(place.store([], as: "keys"))
        let controls = PlaybackControls()
        var answers: [[PartNote]] = []
        for pitch in [55, 72] {
            var rehearsal = try Rehearsal()
            let networks = BandNetworks(
                lead: StepEngine(try LeadFixture.shipped()), bass: try BassFixture.untrained(),
                drums: try DrumFixture.table())
            let trader = Trader(
                rehearsal.band, networks: networks, seed: 1, length: .bars(4), listener: listener,
                controls: controls)
            rehearsal.conductor = Conductor(
                rehearsal.queue, settings: rehearsal.settings, arrangement: Arrangement(), controls: controls,
                trader: trader)
            for beat in 0..<8 { listener.hear(pitch: pitch, at: Double(beat), for: 0.4) }
            var ear = Ear()
            var answer: [PartNote] = []
            for bar in 0..<16 {
                ear.hear(try #require(try rehearsal.play()))
                let lead = rehearsal.last.bar.notes(.lead)
                #expect(rehearsal.last.bar.turn == (bar / 4 % 2 == 0 ? .person : .lead))
                if bar / 4 % 2 == 0 { #expect(lead.isEmpty) }
                // On the beat, but for what players are late by.
                if bar % 8 == 4 { #expect(try #require(lead.first).start < 240, "\(lead)") }
                if (4..<8).contains(bar) { answer += lead }
                #expect(!rehearsal.last.bar.notes(.bass).isEmpty)
            }
            #expect(ear.faults == [] && answer.count > 3)
            answers.append(answer)
        }
        // It goes on from where the person was.
        let starts = answers.map { $0[0].pitch }
        #expect(abs(starts[0] - 55) <= 12 && abs(starts[1] - 72) <= 12 && answers[0] != answers[1], "\(starts)")
    }

    /// At any tempo, whatever was played: an answer after each call, on the next beat.
    @Test func noCallIsLeftWithoutAnAnswer() throws {
        let place = TemporaryDirectory()
        let listener = try Listener(place.store([], as: "keys"))
        var rehearsal = try Rehearsal()
        let networks = BandNetworks(
            lead: StepEngine(try LeadFixture.network(seed: 2)), bass: try BassFixture.untrained(),
            drums: try DrumFixture.table())
        rehearsal.conductor = Conductor(
            rehearsal.queue, settings: rehearsal.settings, arrangement: Arrangement(),
            trader: Trader(
                rehearsal.band, networks: networks, seed: 3, length: .bars(4), listener: listener,
                controls: PlaybackControls()))
        var random = SystemRandomNumberGenerator()
        var time = 0.0
        for bar in 0..<640 {
            if bar % 8 == 0 {
                rehearsal.settings.values.tempo = Double.random(in: 60...300, using: &random)
                let length = 16 * 60 / rehearsal.settings.values.tempo
                for _ in 0..<Int.random(in: 0..<40, using: &random) {
                    listener.hear(
                        pitch: Int.random(in: 0...127, using: &random),
                        at: time + Double.random(in: 0..<length, using: &random), for: 0.1)
                }
            }
            time = try #require(try rehearsal.play()).end
            if bar % 8 == 4 {
                let first = rehearsal.last.bar.notes(.lead).first
                #expect(first.map { $0.start < 480 } ?? false, "bar \(bar): \(String(describing: first))")
            }
        }
    }

    @Test func bytesAreReadAsAnInstrumentSendsThem() {
        var parser = MIDIByteParser()
        let bytes: [UInt8] = [
            0x40, 0x90, 60, 0xF8, 90, 62, 80, 60, 0, 0xF0, 1, 2, 0xF7, 64, 90, 0xC0, 5, 0x80, 62, 0xFE, 64, 0xF1, 3,
            0xB0, 64, 127,
        ]
        let events = bytes.compactMap { parser.take($0) }
        #expect(
            events.map { "\($0.kind) \($0.data1) \($0.data2)" } == [
                "noteOn 60 90", "noteOn 62 80", "noteOff 60 0", "programChange 5 0", "noteOff 62 64",
                "controlChange 64 127",
            ])
    }

    @Test func whoCannotBeHeardIsNamed() {
        #expect(throws: SoundError.noSource(name: "/no/keys", reason: "No such file or directory")) {
            try Listener("/no/keys")
        }
        #expect(throws: SoundError.self) { try Listener("/tmp") }
    }
}
