import MIDI
import Testing

@Suite struct TrackTests {
    @Test func sortingPutsNoteOffsFirstThenWhatSetsUpThenNoteOns() {
        let old = Note(channel: 0, pitch: 60, velocity: 1, start: 0, end: 10)
        let new = Note(channel: 0, pitch: 60, velocity: 2, start: 10, end: 20)
        var track = Track()
        track.append(new)
        track.append(old)
        track.append(.programChange(channel: 0, program: 3), at: 10)
        track.append(.marker("B"), at: 10)
        track.sort()
        #expect(
            track.events == [
                Event(tick: 0, message: .noteOn(channel: 0, pitch: 60, velocity: 1)),
                Event(tick: 10, message: .noteOff(channel: 0, pitch: 60, velocity: 64)),
                Event(tick: 10, message: .programChange(channel: 0, program: 3)),
                Event(tick: 10, message: .marker("B")),
                Event(tick: 10, message: .noteOn(channel: 0, pitch: 60, velocity: 2)),
                Event(tick: 20, message: .noteOff(channel: 0, pitch: 60, velocity: 64)),
            ])
    }

    @Test func sortingKeepsANoteOfNoLengthAfterItsNoteOn() {
        var track = Track()
        track.append(Note(channel: 0, pitch: 60, velocity: 1, start: 5, end: 5))
        let events = track.events
        track.sort()
        #expect(track.events == events)
    }

    @Test func theEndMovesBehindWhatIsAppendedAndStaysWhereItIsSet() {
        var track = Track(name: "Bass")
        #expect(track.endTick == 0)
        track.append(.marker("A"), at: 7)
        #expect(track.endTick == 7)
        track.endTick = 100
        track.append(.marker("B"), at: 50)
        #expect(track.endTick == 100)
        #expect(Track(events: track.events).endTick == 50)
    }
}
