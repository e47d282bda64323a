import MIDI
import Testing

@Suite struct EventListTests {
    /// A file read holds its events packed, one made holds them loose; they say the same.
    @Test(arguments: [1, 2, 3] as [UInt64]) func packedEventsAreThoseThatWereWritten(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let made = try MIDIFile.random(using: &generator)
            let read = try MIDIFile(bytes: made.encoded())
            for (packed, loose) in zip(read.tracks, made.tracks) {
                let sorted = loose.events.enumerated().sorted {
                    ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset)
                }
                #expect(Array(packed.events) == sorted.map(\.element))
                #expect(packed.events.hashValue == EventList(Array(packed.events)).hashValue)
            }
        }
    }

    @Test func changingAPackedListKeepsTheOthersEvents() throws {
        let bytes = FileBytes.file([0, 0xFF, 6, 2, 65, 66, 5, 0xC0, 7, 0, 0xF0, 1, 0xF7])
        var track = try MIDIFile(bytes: bytes).tracks[0]
        let before = Array(track.events)
        #expect(before.first?.message == .marker("AB") && before.count == 5)
        track.events.append(Event(tick: 600, message: .marker("end")))
        track.events[1] = Event(tick: 5, message: .programChange(channel: 0, program: 9))
        track.events.remove(at: 0)
        #expect(track.events.count == 5 && track.events.last?.message == .marker("end"))
        #expect(track.events[0].message == .programChange(channel: 0, program: 9))
        #expect(Array(track.events[1..<4]) == Array(before[2..<5]))
    }

    @Test func mergingTakesTheTracksInTurn() throws {
        var generator = SeededGenerator(seed: 5)
        var tracks: [Track] = []
        for track in 0..<7 {
            var tick = 0
            tracks.append(
                Track(
                    events: (0..<track * 5).map { index in
                        tick += Int.random(in: 0...2, using: &generator)
                        return Event(tick: tick, message: .controlChange(channel: track, controller: index, value: 0))
                    }))
        }
        let file = MIDIFile(division: .ticksPerQuarter(96), tracks: tracks)
        let expected = tracks.enumerated().flatMap { track, list in
            list.events.enumerated().map { (key: ($1.tick, track, $0), event: $1) }
        }.sorted { $0.key < $1.key }
        #expect(file.mergedEvents == expected.map(\.event))
    }
}
