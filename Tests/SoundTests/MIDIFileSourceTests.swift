import MIDI
import Sound
import Testing

@Suite struct MIDIFileSourceTests {
    /// All stretches of a piece.
    private func stretches(_ piece: MIDIFile) -> [EventBatch] {
        var source = MIDIFileSource(piece)
        var batches: [EventBatch] = []
        while let batch = source.nextBatch() {
            batches.append(batch)
            if batches.count > 10_000 { break }
        }
        return batches
    }

    @Test("the tracks' messages come in order of time, by the tempo map, and meta events do not")
    func order() {
        var one = Track(name: "One")
        var two = Track(name: "Two")
        one.append(.tempo(beatsPerMinute: 120), at: 0)
        one.append(.tempo(beatsPerMinute: 60), at: 480)
        one.append(.noteOn(channel: 0, pitch: 60, velocity: 9), at: 480)
        two.append(.noteOn(channel: 1, pitch: 61, velocity: 9), at: 240)
        two.append(.noteOn(channel: 1, pitch: 62, velocity: 9), at: 2880)
        two.endTick = 3840
        let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [one, two])
        let batches = stretches(piece)
        let messages = batches.flatMap(\.messages)
        #expect(messages.map(\.seconds) == [0.25, 0.5, 5.5])
        #expect(messages.map { ScheduledEvent($0.message, frame: 0)?.data1 } == [61, 60, 62])
        #expect(MIDIFileSource(piece).seconds == 7.5)
        #expect(batches.last?.end == 7.5)
        // No message lies before its stretch, nor behind it.
        for (earlier, later) in zip(batches, batches.dropFirst()) {
            #expect(earlier.end < later.end)
            #expect(later.messages.allSatisfy { $0.seconds >= earlier.end })
        }
    }

    @Test("beats follow the time signatures, also where one cuts a bar short")
    func beats() {
        var track = Track()
        track.append(.timeSignature(4, 4), at: 0)
        track.append(.timeSignature(6, 8), at: 1440)
        track.endTick = 1440 + 1440
        let beats = stretches(MIDIFile(division: .ticksPerQuarter(480), tracks: [track])).flatMap(\.beats)
        #expect(beats.map(\.bar) == [1, 1, 1] + [2, 2, 2, 2, 2, 2])
        #expect(beats.map(\.beat) == [1, 2, 3] + [1, 2, 3, 4, 5, 6])
        #expect(beats.map(\.seconds) == [0, 0.5, 1, 1.5, 1.75, 2, 2.25, 2.5, 2.75])
    }

    @Test("a million beats a second are not all reported")
    func manyBeats() {
        var track = Track()
        track.append(.tempo(microsecondsPerQuarter: 1), at: 0)
        track.endTick = 3_000_000
        let batches = stretches(MIDIFile(division: .ticksPerQuarter(1), tracks: [track]))
        #expect(batches.reduce(0) { $0 + $1.beats.count } <= 151)
        #expect(batches.last?.end == 3)
    }

    @Test("of a file of independent patterns the first is played; an empty file is over at once")
    func oddFiles() {
        var first = Track()
        var second = Track()
        first.append(.noteOn(channel: 0, pitch: 1, velocity: 9), at: 480)
        second.append(.noteOn(channel: 0, pitch: 2, velocity: 9), at: 960)
        let patterns = MIDIFile(format: .independent, division: .ticksPerQuarter(480), tracks: [first, second])
        #expect(stretches(patterns).flatMap(\.messages).count == 1)
        #expect(stretches(MIDIFile(division: .ticksPerQuarter(480))).isEmpty)
    }

    @Test("all messages at the very end are played")
    func lastTick() {
        var track = Track()
        track.append(.noteOn(channel: 0, pitch: 1, velocity: 9), at: 0)
        track.append(.noteOff(channel: 0, pitch: 1, velocity: 0), at: 1920)
        let batches = stretches(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        #expect(batches.flatMap(\.messages).count == 2)
    }
}
