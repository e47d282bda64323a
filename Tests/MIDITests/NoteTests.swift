import MIDI
import Testing

@Suite struct NoteTests {
    private static func notes(_ events: [(Int, Message)], end: Int? = nil) -> [Note] {
        let track = Track(events: events.map { Event(tick: $0, message: $1) }, endTick: end)
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [track]).notes
    }

    private static func on(_ pitch: Int, _ velocity: Int = 64, channel: Int = 0) -> Message {
        .noteOn(channel: channel, pitch: pitch, velocity: velocity)
    }

    private static func off(_ pitch: Int, channel: Int = 0) -> Message {
        .noteOff(channel: channel, pitch: pitch, velocity: 0)
    }

    private static func spans(_ notes: [Note]) -> [[Int]] { notes.map { [$0.pitch, $0.start, $0.end] } }

    @Test func aNoteOnOfVelocityZeroEndsANote() {
        let notes = Self.notes([(0, Self.on(60)), (10, Self.on(60, 0)), (20, Self.on(60, 5)), (30, Self.off(60))])
        #expect(Self.spans(notes) == [[60, 0, 10], [60, 20, 30]])
        #expect(notes.map(\.velocity) == [64, 5])
    }

    @Test func channelsAndTracksAreKeptApart() {
        let track = Track(events: [
            Event(tick: 0, message: Self.on(60)), Event(tick: 5, message: Self.off(60, channel: 1)),
        ])
        var other = Track(events: [Event(tick: 3, message: Self.off(60))])
        other.endTick = 50
        var file = MIDIFile(division: .ticksPerQuarter(480), tracks: [other, track])
        file.tracks[1].endTick = 9
        #expect(file.notes == [Note(track: 1, channel: 0, pitch: 60, velocity: 64, start: 0, end: 9)])
    }

    @Test func aNoteOffEndsAllNotesOfItsPitch() {
        let notes = Self.notes([(0, Self.on(60)), (4, Self.on(60)), (8, Self.off(60)), (9, Self.off(60))], end: 99)
        #expect(Self.spans(notes) == [[60, 0, 8], [60, 4, 8]])
    }

    @Test func aNoteStruckAsTheOldOneIsLetGoIsKeptWhateverTheOrder() {
        let before = Self.notes([(0, Self.on(60)), (5, Self.off(60)), (5, Self.on(60)), (9, Self.off(60))])
        let after = Self.notes([(0, Self.on(60)), (5, Self.on(60)), (5, Self.off(60)), (9, Self.off(60))])
        #expect(Self.spans(before) == [[60, 0, 5], [60, 5, 9]])
        #expect(after == before)
    }

    @Test func aMissingNoteOffCostsOneNoteOnly() {
        let notes = Self.notes([
            (0, Self.on(60)), (10, Self.on(60)), (20, Self.off(60)), (30, Self.on(60)), (40, Self.off(60)),
        ])
        #expect(Self.spans(notes) == [[60, 0, 20], [60, 10, 20], [60, 30, 40]])
    }

    @Test func stuckNotesEndWithTheirTrack() {
        #expect(
            Self.spans(Self.notes([(7, Self.on(60)), (8, Self.on(61))], end: 100)) == [[60, 7, 100], [61, 8, 100]])
    }

    @Test func notesOfNoLengthAreKept() {
        #expect(Self.notes([(7, Self.on(60)), (7, Self.off(60))], end: 100).map(\.duration) == [0])
    }

    @Test func noteOffsWithoutANoteArePassedOver() {
        #expect(
            Self.spans(Self.notes([(1, Self.off(60)), (2, Self.on(60)), (3, Self.off(60)), (4, Self.off(60))])) == [
                [60, 2, 3]
            ])
    }

    @Test(arguments: [(120, 50), (121, 100), (122, 100), (123, 50), (127, 50), (64, 100)])
    func allNotesOffEndsTheNotesOfItsChannel(controller: Int, end: Int) {
        let notes = Self.notes(
            [
                (0, Self.on(60)), (0, Self.on(61, channel: 1)),
                (50, .controlChange(channel: 0, controller: controller, value: 0)),
            ], end: 100)
        #expect(Self.spans(notes) == [[60, 0, end], [61, 0, 100]])
    }

    @Test func notesComeInOrderOfStartThenTrackThenNoteOn() {
        let first = Track(events: [
            Event(tick: 5, message: Self.on(70)), Event(tick: 5, message: Self.on(60)),
            Event(tick: 1, message: Self.on(50)),
        ])
        let second = Track(events: [Event(tick: 5, message: Self.on(10)), Event(tick: 0, message: Self.on(20))])
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [first, second])
        #expect(file.notes.map(\.pitch) == [20, 50, 70, 60, 10])
        #expect(file.notes.map(\.track) == [1, 0, 0, 0, 1])
    }

    @Test func notesOutOfRangeArePassedOver() {
        #expect(
            Self.notes([(0, Self.on(128)), (0, Self.on(60, channel: 16)), (0, Self.on(-1)), (0, Self.off(.max))])
                .isEmpty)
    }

    @Test(arguments: [41, 42]) func notesAppendedInAnyOrderAndSortedAreReadBack(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var wanted: [Note] = []
            for channel in 0..<2 {
                for pitch in 60..<64 {
                    var tick = 0
                    for _ in 0..<Int.random(in: 0...6, using: &generator) {
                        tick += [0, 0, 10, 20].randomElement(using: &generator)!
                        let end = tick + Int.random(in: 1...3, using: &generator) * 10
                        wanted.append(Note(channel: channel, pitch: pitch, velocity: 80, start: tick, end: end))
                        tick = end
                    }
                }
            }
            var track = Track()
            for note in wanted.shuffled(using: &generator) { track.append(note) }
            track.sort()
            let bytes = try MIDIFile(division: .ticksPerQuarter(480), tracks: [track]).encoded()
            #expect(Set(try MIDIFile(bytes: bytes).notes) == Set(wanted))
        }
    }
}
