import Live
import MIDI
import Sound
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
}
