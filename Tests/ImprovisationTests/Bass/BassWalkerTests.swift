import Harmony
import Improvisation
import Numerics
import TestSupport
import Testing

@Suite struct BassWalkerTests {
    static func line(_ duties: [BassDuty], _ symbols: [String], seed: UInt64) throws -> [Int?] {
        var walker = try BassWalker(
            engine: try BassFixture.untrained(seed: seed), setting: try BassFixture.setting(symbols), duties: duties,
            random: Xoshiro256StarStar(seed: seed))
        return try walker.pitches()
    }

    @Test func everyDutyIsDone() throws {
        let any = PitchClassSet(0..<12)
        let duties: [BassDuty] = [.rest, .strike([2]), .hold, .strike(any), .strike([7]), .rest, .hold, .strike(any)]
        let symbols = ["N.C.", "Dm7", "Dm7", "Dm7", "G7", "N.C.", "C", "C"]
        let first = UInt64.random(in: 0...1 << 40)
        for seed in first..<first + 50 {
            let line = try Self.line(duties, symbols, seed: seed)
            #expect(line.count == 8 && line[0] == nil && line[5] == nil, "seed \(seed)")
            #expect(line[1].map { $0 % 12 } == 2 && line[2] == line[1], "seed \(seed)")
            #expect(line[4].map { $0 % 12 } == 7 && line[6] == line[4], "seed \(seed)")
            #expect(line.compactMap(\.self).allSatisfy(BassDuty.range.contains), "seed \(seed)")
        }
    }

    @Test func theSameSeedPlaysTheSameLine() throws {
        let duties = [BassDuty](repeating: .strike(PitchClassSet(0..<12)), count: 64)
        let symbols = (0..<64).map { ["Dm7", "G7", "C6", "A7"][$0 / 4 % 4] }
        let line = try Self.line(duties, symbols, seed: 3)
        #expect(try Self.line(duties, symbols, seed: 3) == line)
        #expect(try Self.line(duties, symbols, seed: 10) != line)
        #expect(zip(line, zip(line.dropFirst(), line.dropFirst(2))).allSatisfy { !($0 == $1.0 && $0 == $1.1) })
    }
}
