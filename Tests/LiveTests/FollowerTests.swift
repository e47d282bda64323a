import Jazz
import Live
import Sound
import TestFiles
import Testing

@Suite struct FollowerTests {
    private static let eighths = (0..<8).map { Double($0) * 0.25 }

    /// What a bar of the band is like after so many bars of a person who plays so.
    private static func followed(
        _ what: Follower.What, bars: Int = 6, velocity: Int = 80, times: [Double] = FollowerTests.eighths,
        pitch: (Int) -> Int = { [62, 64, 65, 67, 69, 71, 72, 74][$0 % 8] }
    ) throws -> [(bar: LiveBar, chords: Int, bass: [Int], velocities: [PartRole: Double])] {
        let place = TemporaryDirectory()
        let listener = try Listener(place.store([], as: "keys"))
        // C major all the way, so that what is outside does not depend on the bar.
        var rehearsal = try Rehearsal("key: C\nDm7 | G7 | Cmaj7 | Am7 | Dm7 | G7 | Cmaj7 | Am7")
        rehearsal.conductor = Conductor(
            rehearsal.queue, settings: rehearsal.settings, arrangement: Arrangement(),
            follower: Follower(what, listener: listener))
        for bar in 0..<bars {
            for (index, time) in times.enumerated() {
                listener.hear(
                    pitch: pitch(index), at: Double(bar) * 2 + time, for: 0.2, velocity: velocity)
            }
        }
        var found: [(LiveBar, Int, [Int], [PartRole: Double])] = []
        var ear = Ear()
        for _ in 0..<bars + 8 {
            let batch = try #require(try rehearsal.play())
            ear.hear(batch)
            let bar = rehearsal.last.bar
            var velocities: [PartRole: Double] = [:]
            for role in PartRole.allCases {
                let notes = bar.notes(role)
                guard !notes.isEmpty else { continue }
                velocities[role] = Double(notes.reduce(0) { $0 + $1.velocity }) / Double(notes.count)
            }
            found.append((bar, bar.notes(.chords).count, bar.notes(.bass).map(\.pitch), velocities))
        }
        #expect(ear.faults == [])
        return found
    }

    @Test func theBandIsAsLoudAsThePersonWithinBounds() throws {
        func loudness(_ velocity: Int, _ times: [Double] = FollowerTests.eighths) throws -> [Double] {
            try Self.followed(.loudness, velocity: velocity, times: times).map(\.bar.loudness)
        }
        let soft = try loudness(30)
        let usual = try loudness(80)
        let hard = try loudness(120)
        // A bar late, then nearer from bar to bar.
        #expect(soft[0] == 1 && hard[0] == 1)
        #expect(soft[5] < 0.66 && soft[5] >= 0.6 && soft[1] > soft[3])
        #expect(abs(usual[5] - 1) < 0.01)
        #expect(hard[5] > 1.25 && hard[5] <= 1.3)
        // More notes at the same touch are louder, fewer are softer.
        #expect(try loudness(80, (0..<16).map { Double($0) * 0.125 })[5] > 1.1)
        #expect(try loudness(80, [0])[5] < 0.8)
        // Who plays no more is followed no more.
        #expect(abs(soft[13] - 1) < 0.1 && abs(hard[13] - 1) < 0.1)
    }

    @Test func loudnessTurnsVelocitiesAndNothingElse() throws {
        let soft = try Self.followed(.loudness, velocity: 30)
        let hard = try Self.followed(.loudness, velocity: 120)
        for (quiet, loud) in zip(soft, hard) {
            #expect(quiet.chords == loud.chords && quiet.bass == loud.bass && !quiet.bar.isThin)
        }
        for role in [PartRole.bass, .drums] {
            let ratio = try #require(hard[5].velocities[role]) / #require(soft[5].velocities[role])
            #expect(ratio > 1.5, "\(role): \(ratio)")
        }
    }

    @Test func whoPlaysOutsideIsLeftRoom() throws {
        // A semitone above the scale of C: five of seven notes are outside.
        let outside = try Self.followed(.chords, pitch: { [61, 63, 66, 68, 70, 73, 75, 78][$0 % 8] })
        let inside = try Self.followed(.chords)
        #expect(
            outside.map(\.bar.isThin) == [false] + [Bool](repeating: true, count: 6)
                + [Bool](repeating: false, count: 7))
        #expect(inside.allSatisfy { !$0.bar.isThin })
        #expect(outside.allSatisfy { $0.bar.loudness == 1 })
        #expect(outside[1...6].allSatisfy { $0.chords == 0 } && outside[7...].contains { $0.chords > 0 })
        for bar in outside[1...6] {
            let roots = Set(bar.bar.chords.chords.map(\.chord.bass))
            #expect(!bar.bass.isEmpty && bar.bass.allSatisfy { roots.contains($0 % 12) }, "\(bar.bass)")
            // In its own register, near what it would have played.
            #expect(bar.bass.allSatisfy { (22...67).contains($0) })
        }
        #expect(inside[1...6].contains { bar in Set(bar.bass.map { $0 % 12 }).count > 1 })
    }

    /// A line with chromatic passing notes is no reason to lay out, and two notes say nothing.
    @Test func passingNotesAreNotOutside() throws {
        let passing = try Self.followed(.both, pitch: { [62, 63, 64, 65, 67, 68, 69, 71][$0 % 8] })
        #expect(passing.allSatisfy { !$0.bar.isThin })
        let few = try Self.followed(.both, times: [0, 1], pitch: { [61, 63][$0 % 2] })
        #expect(few.allSatisfy { !$0.bar.isThin })
    }
}
