import MIDI
import Testing

@Suite struct MIDIFileTimelineTests {
    private static let file: MIDIFile = {
        var first = Track(endTick: 960)
        first.append(.marker("a"), at: 480)
        first.append(.marker("b"), at: 480)
        var second = Track()
        second.append(.marker("c"), at: 480)
        second.append(.marker("d"), at: 0)
        second.append(.tempo(microsecondsPerQuarter: 1_000_000), at: 480)
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [first, second])
    }()

    @Test func theLongestTrackIsTheLength() {
        #expect(Self.file.lengthInTicks == 960)
        #expect(Self.file.lengthInSeconds == 1.5)
        #expect(MIDIFile(division: .ticksPerQuarter(1)).lengthInTicks == 0)
        #expect(MIDIFile(division: .ticksPerQuarter(1)).lengthInSeconds == 0)
    }

    @Test func eventsAreMergedByTickThenTrackThenAsGiven() {
        #expect(
            Self.file.mergedEvents == [
                Event(tick: 0, message: .marker("d")), Event(tick: 480, message: .marker("a")),
                Event(tick: 480, message: .marker("b")), Event(tick: 480, message: .marker("c")),
                Event(tick: 480, message: .tempo(microsecondsPerQuarter: 1_000_000)),
            ])
    }
}
