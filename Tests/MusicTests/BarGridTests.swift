import Harmony
import Music
import Testing

@Suite struct BarGridTests {
    private static func grid(_ metres: String...) throws -> BarGrid {
        let bars = try metres.map { text in
            ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)], meter: try #require(Meter(text)))
        }
        return BarGrid(BarLines(bars, meter: .common))
    }

    @Test func placesCountFromTheirBar() throws {
        let grid = try Self.grid("4/4", "2/4", "7/8", "3/4")
        // 48, 24, 42 and 36 slots.
        #expect((0...3).map { grid.start(of: $0) } == [0, 48, 72, 114] && grid.start(of: 4) == 150)
        let place = grid.place(of: 72 + 12)
        #expect(place.bar == 2 && place.slot == 12 && place.length == 42 && place.beat == 1 && place.slotOfBeat == 0)
        #expect(grid.place(of: -12).bar == -1 && grid.place(of: -12).slot == 24 && grid.place(of: 150).bar == 4)
        #expect(
            grid.count(from: 0, to: 150) == 4 && grid.count(from: 113, to: 150) == 2
                && grid.count(from: 140, to: 150) == 1)
    }

    @Test func everyGroupOfEighthsBeginsAsABeatDoes() throws {
        let grid = try Self.grid("7/8 (3+2+2)")
        let beats = (0..<42).filter { grid.place(of: $0).slotOfBeat == 0 }
        #expect(beats == [0, 18, 30])
        #expect((0..<42).filter(grid.beginsGroup) == beats && (0..<42).filter(grid.isStrong) == beats)
        // The eighths of three: on the beat, off it, and off it.
        #expect([0, 6, 12].map { grid.place(of: $0).slotOfBeat } == [0, 6, 6])
        let (four, five) = (try Self.grid("4/4"), try Self.grid("5/4 (2+3)"))
        #expect(grid.isGrouped && !four.isGrouped && five.isGrouped)
        #expect((0..<60).filter(five.beginsGroup) == [0, 24])
    }

    @Test func readFromTheEndGroupsComeTheOtherWayRound() throws {
        let grid = try Self.grid("4/4", "7/8 (3+2+2)", "5/4 (2+3)")
        let turned = grid.backward(count: 3)
        #expect((0...3).map { turned.start(of: $0) } == [0, 60, 102, 150])
        // 3+2 quarters, then 2+2+3 eighths.
        #expect((0..<60).filter(turned.beginsGroup) == [0, 36])
        #expect((60..<102).filter(turned.beginsGroup) == [60, 72, 84])
        #expect(BarGrid(slots: 48).backward(count: 9) == BarGrid(slots: 48))
        #expect(grid.backward(count: 3).backward(count: 3) == grid)
    }

    @Test func barsAlikeGoOnForEver() throws {
        for grid in [BarGrid(slots: 48), try Self.grid("4/4", "4/4")] {
            for slot in [-100, -1, 0, 47, 48, 1000] {
                let place = grid.place(of: slot)
                #expect(place.bar * 48 + place.slot == slot && (0..<48).contains(place.slot) && place.beats == 4)
            }
        }
    }
}
