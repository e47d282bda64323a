import MIDI
import Testing

@Suite struct TempoMapTests {
    private static func map(_ changes: [(Int, Int)], ticksPerQuarter: Int = 480) -> TempoMap {
        TempoMap(
            division: .ticksPerQuarter(ticksPerQuarter),
            changes: changes.map { TempoMap.Change(tick: $0, microsecondsPerQuarter: $1) })
    }

    @Test func withoutATempoItIs120BeatsAMinute() {
        let map = Self.map([])
        #expect(map.seconds(atTick: 960) == 1)
        #expect(map.tick(atSeconds: 1) == 960)
        #expect(map.beatsPerMinute(atTick: 5) == 120)
    }

    @Test func timeIsSummedOverTheStretchesOfEachTempo() {
        let map = Self.map([(480, 1_000_000), (960, 250_000)])
        #expect([0, 240, 480, 720, 960, 1440, 1920].map(map.seconds) == [0, 0.25, 0.5, 1, 1.5, 1.75, 2])
        #expect([0, 0.25, 0.5, 1, 1.5, 1.75, 2].map(map.tick) == [0, 240, 480, 720, 960, 1440, 1920])
        #expect([0, 479, 480, 959, 960].map { map.beatsPerMinute(atTick: $0) } == [120, 120, 60, 60, 240])
    }

    @Test func ofSeveralTemposOnOneTickTheLastCounts() {
        let map = Self.map([(0, 500_000), (0, 250_000), (480, 1), (480, 500_000)])
        #expect(map.seconds(atTick: 960) == 0.75)
        #expect(map.changes.map(\.tick) == [0, 480])
    }

    @Test func temposThatCannotBeArePassedOver() {
        let map = Self.map([(0, 250_000), (480, 0), (480, -1), (480, 1 << 24), (-5, 7), (1 << 38, 7), (.max, 7)])
        #expect(map.changes == [TempoMap.Change(tick: 0, microsecondsPerQuarter: 250_000)])
    }

    @Test func temposOfAnyTrackAreMerged() throws {
        let tempo = FileBytes.track([0, 0xFF, 0x51, 3, 3, 0xD0, 0x90] + FileBytes.endOfTrack)
        let notes = FileBytes.track(FileBytes.note + FileBytes.endOfTrack)
        #expect(try MIDIFile(bytes: FileBytes.header(1, 2) + notes + tempo).lengthInSeconds == 0.25)
        #expect(try MIDIFile(bytes: FileBytes.header(1, 2) + tempo + notes).lengthInSeconds == 0.25)
        let slow = FileBytes.track([0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40] + FileBytes.endOfTrack)
        #expect(try MIDIFile(bytes: FileBytes.header(1, 3) + slow + tempo + notes).lengthInSeconds == 0.25)
    }

    @Test func aTempoOfZeroHasNoEffect() throws {
        let file = try MIDIFile(bytes: FileBytes.file([0, 0xFF, 0x51, 3, 0, 0, 0]))
        #expect(file.lengthInSeconds == 0.5)
        #expect(file.tracks[0].events[0].message == .tempo(microsecondsPerQuarter: 0))
    }

    @Test(arguments: [
        (Division.FrameRate.film24, 100, 4800, 2.0), (.pal25, 40, 1000, 1), (.ntsc30, 80, 2400, 1),
        (.drop29, 80, 2_400_000, 1001),
    ])
    func sMPTEDivisionIsInSecondsWhateverTheTempo(rate: Division.FrameRate, perFrame: Int, ticks: Int, seconds: Double)
    {
        let change = TempoMap.Change(tick: 0, microsecondsPerQuarter: 7)
        let map = TempoMap(division: .smpte(rate: rate, ticksPerFrame: perFrame), changes: [change])
        #expect(map.seconds(atTick: ticks) == seconds)
        #expect(map.tick(atSeconds: seconds) == ticks)
        #expect(map.beatsPerMinute(atTick: 0) == nil)
    }

    @Test func nothingOverflowsAtTheGreatestTickAndTempo() {
        let most = MIDIFile.maximumTick
        let map = Self.map([(0, 0xFF_FFFF)], ticksPerQuarter: 1)
        let seconds = Double(most) * 16.777215
        #expect(abs(map.seconds(atTick: most) / seconds - 1) < 1e-15)
        #expect(map.seconds(atTick: .max) == map.seconds(atTick: most))
        #expect(map.seconds(atTick: .min) == 0)
        #expect([Double.infinity, 1e300, -1, -.infinity, .nan].map(map.tick) == [most, most, 0, 0, 0])
        let split = Self.map([(0, 0xFF_FFFF), (most, 0xFF_FFFF)], ticksPerQuarter: 1)
        #expect(split.seconds(atTick: most) == map.seconds(atTick: most))
    }

    @Test func aThousandChangesOfTempoLoseNothing() {
        // 333333 µs a quarter at 480 ticks a quarter is no whole number of anything; only exact sums stay exact.
        let map = Self.map((0..<1000).map { (tick: $0 * 7, 333_333) })
        #expect(map.seconds(atTick: 480 * 3_000_000) == 999_999)
    }

    @Test(arguments: [51, 52, 53]) func ticksAreFoundAgainByTheirSeconds(seed: UInt64) {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var tick = 0
            let changes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                tick += Int.random(in: 0...2000, using: &generator)
                return (tick, Int.random(in: 60_000...2_000_000, using: &generator))
            }
            let map = Self.map(changes, ticksPerQuarter: Int.random(in: 1...0x7FFF, using: &generator))
            var before = -1.0
            for tick in stride(from: 0, to: 100_000, by: 97) {
                let seconds = map.seconds(atTick: tick)
                #expect(map.tick(atSeconds: seconds) == tick)
                #expect(seconds > before)
                before = seconds
            }
        }
    }

    @Test(arguments: [(120.0, 500_000), (60, 1_000_000), (170, 352_941), (1e9, 1), (0.001, 0xFF_FFFF)])
    func temposInBeatsAMinuteAreRoundedAndKeptInRange(beats: Double, microseconds: Int) {
        #expect(Message.tempo(beatsPerMinute: beats) == .tempo(microsecondsPerQuarter: microseconds))
    }
}
