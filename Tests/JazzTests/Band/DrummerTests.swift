import Jazz
import Testing

@Suite struct DrummerTests {
    static func drums(_ style: Style, time: String = "4/4", bars: Int = 33, tempo: Double = 140) throws -> [PartNote] {
        let section = try BandFixture.section(
            "[A] Dm7 | G7 | C | A7 | Dm7 | G7 | C | C", time: time, bars: bars, tempo: tempo, style: style)
        var generator = TestGenerator(seed: 21)
        return section.drums(using: &generator).notes
    }

    static func onsets(_ notes: [PartNote], _ drum: Int, per ticks: Int) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for note in notes where note.pitch == drum { counts[note.start % ticks, default: 0] += 1 }
        return counts
    }

    @Test func swingRidesWithSkipsAndClosesTheHiHatOnTwoAndFour() throws {
        let notes = try Self.drums(.swing)
        let hiHat = Self.onsets(notes, 44, per: 1920)
        #expect(hiHat == [480: 32, 1440: 32])
        let ride = Self.onsets(notes, 51, per: 1920)
        #expect((ride[0] ?? 0) >= 26 && (ride[480] ?? 0) >= 24)
        let skip = Swing.ride(tempo: 140, style: .swing)(480 + 240)
        #expect(skip > 780 && skip <= 800)
        #expect((ride[skip] ?? 0) >= 20 && (ride[skip - 480] ?? 0) < 10)
        let kicks = notes.filter { $0.pitch == 36 && $0.start % 480 == 0 && $0.start < 31 * 1920 }
        #expect(kicks.count { $0.velocity < 45 } > 100)
    }

    @Test func marksSectionsWithFillsAndCrashes() throws {
        let notes = try Self.drums(.swing, bars: 65)
        let crashes = notes.filter { $0.pitch == 49 }.map { $0.start / 1920 }
        #expect(crashes.allSatisfy { $0 % 8 == 0 } && crashes.count >= 4)
        let toms = notes.filter { [43, 47, 50].contains($0.pitch) }.map { $0.start / 1920 }
        #expect(!toms.isEmpty && toms.allSatisfy { $0 % 8 == 7 })
    }

    @Test func waltzesInThree() throws {
        let notes = try Self.drums(.waltz, time: "3/4")
        #expect(Self.onsets(notes, 44, per: 1440) == [480: 32])
        let kicks = notes.filter { $0.pitch == 36 && $0.start % 1440 == 0 }
        #expect(kicks.count == 33)
    }

    @Test func bossaIsEvenWithAClave() throws {
        let notes = try Self.drums(.bossa)
        let time = notes.filter { $0.pitch == 42 || $0.pitch == 37 || $0.pitch == 44 }
        #expect(time.allSatisfy { $0.start % 240 == 0 })
        let sticks = Self.onsets(notes, 37, per: 3840)
        #expect(Set(sticks.keys) == [0, 720, 1440, 2400, 3120])
    }
}
