import Jazz
import Live
import MIDI
import Sound
import Terminal
import Testing

@Suite struct SetListTests {
    /// A file of one note that is never let go, at a tempo.
    private static func file(pitch: Int, seconds: Double) -> MIDIFile {
        var track = Track()
        track.append(.tempo(beatsPerMinute: 120), at: 0)
        track.append(.controlChange(channel: 3, controller: 7, value: 10), at: 0)
        track.append(.noteOn(channel: 3, pitch: pitch, velocity: 90), at: 0)
        track.endTick = Int(seconds * 960)
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
    }

    private static func onsets(_ batches: [EventBatch]) -> [(Double, Int)] {
        batches.flatMap { batch in
            batch.messages.compactMap {
                if case .noteOn(_, let pitch, _) = $0.message { ($0.seconds, pitch) } else { nil }
            }
        }
    }

    @Test func piecesFollowEachOtherAndEachBeginsAsIfAlone() throws {
        let controls = SetListControls()
        var list = SetList(count: 3, controls: controls) { Self.file(pitch: 60 + $0, seconds: 2) }
        var batches: [EventBatch] = []
        while let batch = try list.nextBatch() { batches.append(batch) }
        let onsets = Self.onsets(batches)
        #expect(onsets.map(\.1) == [60, 61, 62])
        #expect(zip(onsets, [0, 3.5, 7]).allSatisfy { abs($0.0 - $1) < 1e-9 })
        // What sounded is let go, and the volume is as it was.
        let all = batches.flatMap(\.messages)
        #expect(all.contains { $0.message == .controlChange(channel: 3, controller: 123, value: 0) && $0.seconds == 2 })
        #expect(
            all.contains { $0.message == .controlChange(channel: 3, controller: 7, value: 100) && $0.seconds == 3.5 })
        #expect(controls.started.map(\.index) == [0, 1, 2])
    }

    @Test func aPieceCanBeLeftAndTheTempoTurned() throws {
        let controls = SetListControls()
        var list = SetList(count: 2, controls: controls) { Self.file(pitch: 60 + $0, seconds: 100) }
        var batches: [EventBatch] = []
        for _ in 0..<4 { batches.append(try #require(try list.nextBatch())) }
        controls.tempoFactor = 2
        for _ in 0..<4 { batches.append(try #require(try list.nextBatch())) }
        #expect(abs(batches[7].end - 1.5) < 1e-9)
        controls.skip()
        for _ in 0..<2 { batches.append(try #require(try list.nextBatch())) }
        #expect(Self.onsets(batches).map(\.1) == [60, 61])
    }

    @Test func whatCannotBeReadEndsTheList() throws {
        struct Gone: Error {}
        var list = SetList(count: 1, controls: SetListControls()) { _ in throw Gone() }
        #expect(throws: Gone.self) { try list.nextBatch() }
    }

    @Test func aPieceIsBegunAnewAndTheOneBeforeIsReached() throws {
        let controls = SetListControls()
        var list = SetList(count: 3, controls: controls) { Self.file(pitch: 60 + $0, seconds: 4) }
        var batches: [EventBatch] = []
        func play(_ count: Int) throws { for _ in 0..<count { batches.append(try #require(try list.nextBatch())) } }
        // The first, its pause, and the second for longer than three seconds.
        try play(16 + 1 + 14)
        controls.goBack()
        try play(2)
        #expect(Self.onsets(batches).map(\.1) == [60, 61, 61])
        // It has hardly begun: the one before.
        controls.goBack()
        try play(2)
        #expect(Self.onsets(batches).map(\.1) == [60, 61, 61, 60])
        controls.goBack()
        try play(2)
        #expect(Self.onsets(batches).map(\.1) == [60, 61, 61, 60, 60])
        #expect(zip(batches, batches.dropFirst()).allSatisfy { $0.end <= $1.end })
    }

    @Test func itEndsAtABarLineWithEverythingLetGo() throws {
        let controls = SetListControls()
        var list = SetList(count: 2, controls: controls) { _ in Self.file(pitch: 60, seconds: 100) }
        var batches: [EventBatch] = []
        for _ in 0..<10 { batches.append(try #require(try list.nextBatch())) }
        controls.askForEnding()
        while let batch = try list.nextBatch() { batches.append(batch) }
        // Bars of two seconds, and two and a half are over.
        let last = try #require(batches.last)
        #expect(last.end == 4)
        let off = Message.controlChange(channel: 3, controller: 123, value: 0)
        #expect(last.messages.contains { $0.message == off && $0.seconds == 4 })
        #expect(batches.flatMap(\.beats).allSatisfy { $0.seconds < 4 })
    }

    @Test func thePlaceFollowsTheTempo() throws {
        let controls = SetListControls()
        var list = SetList(count: 1, controls: controls) { _ in Self.file(pitch: 60, seconds: 100) }
        for _ in 0..<4 { _ = try list.nextBatch() }
        controls.tempoFactor = 2
        for _ in 0..<4 { _ = try list.nextBatch() }
        let places = [0.5, 1, 1.25].map { controls.place(at: $0) }
        #expect(places.map { $0?.seconds } == [0.5, 1, 1.5] && places.map { $0?.factor } == [1, 2, 2])
        #expect(places[2]?.piece.sheet.count == 50)
    }

    @Test func theKeysOfAStageTurnTheList() throws {
        let list = SetListControls()
        let controls = PlaybackControls()
        var keys = SetListKeys(list, controls)
        var track = Track()
        track.append(.programChange(channel: 4, program: 33), at: 0)
        track.append(Note(channel: 4, pitch: 40, velocity: 80, start: 0, end: 480))
        let sheet = FileBars(MIDIFile(division: .ticksPerQuarter(480), tracks: [track]))
        func press(_ text: String) -> Bool {
            text.reduce(false) { $0 || keys.press(.character($1), over: sheet) }
        }
        #expect(!press("mb") && controls.mutedChannels == 1 << 4 && keys.muted == [.bass])
        #expect(!press("mb") && controls.mutedChannels == 0)
        #expect(!press("ml") && keys.message == "the lead do not play")
        _ = keys.press(.up, over: sheet)
        #expect(list.tempoFactor == 1.05)
        _ = keys.press(.down, over: nil)
        _ = keys.press(.down, over: nil)
        #expect(list.tempoFactor == 0.95)
        #expect(!press(" ") && controls.isPaused)
        #expect(!press("q") && list.wantsEnding && !controls.isPaused && press("q"))
    }
}
