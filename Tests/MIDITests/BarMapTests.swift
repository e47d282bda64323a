import MIDI
import Testing

@Suite struct BarMapTests {
    private static func map(_ changes: [(Int, TimeSignature)], ticksPerQuarter: Int = 480) -> BarMap {
        BarMap(ticksPerQuarter: ticksPerQuarter, changes: changes.map { BarMap.Change(tick: $0, signature: $1) })
    }

    private static func positions(_ map: BarMap, _ ticks: [Int]) -> [[Int]] {
        ticks.map { map.position(atTick: $0) }.map { [$0.bar, $0.beat, $0.tick] }
    }

    @Test func withoutASignatureItIsFourFour() {
        let map = Self.map([])
        #expect(
            Self.positions(map, [0, 479, 480, 1919, 1920, 4321]) == [
                [0, 0, 0], [0, 0, 479], [0, 1, 0], [0, 3, 479], [1, 0, 0], [2, 1, 1],
            ])
        #expect(map.signature(atTick: 99) == .common)
        #expect([0, 1, 1920, 1921].map(map.bars) == [0, 1, 1, 2])
    }

    @Test func beatsAreThoseUnderTheSignature() {
        let map = Self.map([(0, TimeSignature(6, 8))])
        #expect(Self.positions(map, [240, 1439, 1440]) == [[0, 1, 0], [0, 5, 239], [1, 0, 0]])
    }

    @Test func aChangeOfSignatureCountsOn() {
        let map = Self.map([(0, TimeSignature(3, 4)), (2880, TimeSignature(4, 4)), (4800, TimeSignature(5, 4))])
        #expect(
            Self.positions(map, [2879, 2880, 4799, 4800, 7200]) == [
                [1, 2, 479], [2, 0, 0], [2, 3, 479], [3, 0, 0], [4, 0, 0],
            ])
        #expect((0...5).map(map.tick(ofBar:)) == [0, 1440, 2880, 4800, 7200, 9600])
        #expect([0, 2879, 2880, 9999].map { map.signature(atTick: $0).numerator } == [3, 3, 4, 5])
    }

    @Test func aChangeWithinABarBeginsANewOne() {
        let map = Self.map([(1000, TimeSignature(3, 4))])
        #expect(Self.positions(map, [999, 1000, 2440]) == [[0, 2, 39], [1, 0, 0], [2, 0, 0]])
        #expect((0...2).map(map.tick(ofBar:)) == [0, 1000, 2440])
    }

    @Test func ofSeveralChangesOnOneTickTheLastCounts() {
        let map = Self.map([(1920, TimeSignature(3, 4)), (1920, TimeSignature(2, 4))])
        #expect((0...3).map(map.tick(ofBar:)) == [0, 1920, 2880, 3840])
    }

    @Test func signaturesInWhichNoBarsCanBeCountedArePassedOver() {
        let odd = [(0, 2), (4, 8), (4, 255), (-1, 2), (4, -1), (256, 2)].map {
            TimeSignature(numerator: $0, denominatorPower: $1)
        }
        #expect(odd.allSatisfy { !$0.isCountable })
        let map = Self.map([(0, TimeSignature(3, 4))] + odd.map { (5, $0) } + [(-1, .common), (.max, .common)])
        #expect(map.changes == [BarMap.Change(tick: 0, signature: TimeSignature(3, 4))])
    }

    @Test func aFileGivesItsSignaturesFromAnyTrack() throws {
        let waltz = FileBytes.track([0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0x96, 0x40, 0xFF, 0x2F, 0])
        let file = try MIDIFile(bytes: FileBytes.header(1, 2) + FileBytes.track(FileBytes.endOfTrack) + waltz)
        #expect(file.barMap.tick(ofBar: 1) == 1440)
        #expect(file.lengthInTicks == 2880)
        #expect(file.barCount == 2)
        let broken = try MIDIFile(bytes: FileBytes.file([0, 0xFF, 0x58, 4, 0, 2, 24, 8]))
        #expect(broken.barCount == 1)
        #expect(broken.timeSignatures.count == 1)
    }

    @Test func underSMPTEDivisionAQuarterIsHalfASecond() {
        #expect(Division.smpte(rate: .pal25, ticksPerFrame: 40).nominalTicksPerQuarter == 500)
        #expect(Division.smpte(rate: .drop29, ticksPerFrame: 80).nominalTicksPerQuarter == 1199)
        #expect(Division.smpte(rate: .film24, ticksPerFrame: 1).nominalTicksPerQuarter == 12)
        #expect(MIDIFile(division: .smpte(rate: .pal25, ticksPerFrame: 40)).barMap.tick(ofBar: 1) == 2000)
    }

    @Test func barLinesBetweenTicksDoNotAddUpToAnError() {
        // A bar of 3/128 at 24 ticks a quarter lasts two ticks and a quarter.
        let map = Self.map([(0, TimeSignature(3, 128))], ticksPerQuarter: 24)
        #expect((0...4).map(map.tick(ofBar:)) == [0, 2, 4, 6, 9])
        #expect(map.tick(ofBar: 4_000_000) == 9_000_000)
        #expect(map.position(atTick: 9_000_000).bar == 4_000_000)
        #expect(map.position(atTick: 8_999_999).bar == 3_999_999)
    }

    @Test func ofSeveralBarsOnOneTickTheLastIsItsPosition() {
        let map = Self.map([(0, TimeSignature(1, 128))], ticksPerQuarter: 24)
        #expect((0...3).map(map.tick(ofBar:)) == [0, 0, 1, 2])
        #expect(map.position(atTick: 0) == BarPosition(bar: 1))
    }

    @Test(arguments: [61, 62]) func ticksAreFoundAgainByTheirPositions(seed: UInt64) {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var tick = 0
            let changes = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                tick += Int.random(in: 1...3000, using: &generator)
                let denominator = 1 << Int.random(in: 0...7, using: &generator)
                return (tick, TimeSignature(Int.random(in: 1...9, using: &generator), denominator))
            }
            let map = Self.map(changes, ticksPerQuarter: Int.random(in: 1...960, using: &generator))
            var before = BarPosition(bar: -1)
            for tick in stride(from: 0, to: 30_000, by: 61) {
                let position = map.position(atTick: tick)
                #expect(map.tick(at: position) == tick)
                #expect(position > before)
                #expect(position.beat >= 0 && position.beat < map.signature(atTick: tick).numerator)
                before = position
            }
        }
    }

    @Test func nothingOverflows() {
        let most = MIDIFile.maximumTick
        let map = Self.map([(0, TimeSignature(255, 1)), (most, TimeSignature(1, 128))], ticksPerQuarter: 0x7FFF)
        #expect(map.position(atTick: .max).bar > 0)
        #expect(map.position(atTick: .min) == BarPosition(bar: 0))
        #expect(map.tick(at: BarPosition(bar: .max, beat: .max, tick: .max)) == most)
        #expect(map.tick(at: BarPosition(bar: .min, beat: .min, tick: .min)) == 0)
        #expect(map.tick(at: BarPosition(bar: 0, beat: .max, tick: .max)) == most)
        #expect(map.bars(before: .min) == 0)
        let fine = Self.map([(0, TimeSignature(1, 128))], ticksPerQuarter: 1)
        #expect(fine.position(atTick: most).bar == most * 32 + 31)
        #expect(fine.tick(ofBar: .max) == most)
    }
}
