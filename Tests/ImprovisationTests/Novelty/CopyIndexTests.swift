import Improvisation
import Numerics
import Testing

@Suite struct CopyIndexTests {
    static func line(_ count: Int, using random: inout Xoshiro256StarStar) -> [Int] {
        var pitches = [60]
        while pitches.count < count {
            pitches.append(pitches[pitches.count - 1] + Int.random(in: -7...7, using: &random))
        }
        return pitches
    }

    /// The longest run of intervals in common, by comparing every place with every place.
    static func longest(_ line: [Int], _ other: [Int]) -> Int {
        func intervals(_ line: [Int]) -> [Int] { zip(line, line.dropFirst()).map { min(13, max(-13, $1 - $0)) } }
        let (a, b) = (intervals(line), intervals(other))
        var longest = 0
        for i in a.indices {
            for j in b.indices {
                var length = 0
                while i + length < a.count, j + length < b.count, a[i + length] == b[j + length] { length += 1 }
                longest = max(longest, length)
            }
        }
        return longest + 1
    }

    @Test func aLineOfTheIndexIsKnownAndOthersAreNot() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        let lines = (0..<50).map { _ in Self.line(200, using: &random) }
        let index = CopyIndex(lines.dropLast().map { ("", $0) })
        #expect(index.fraction(knownOf: lines[7].map { $0 - 4 }) == 1)
        #expect(index.fraction(knownOf: lines[49]) < 0.1, "seed \(seed)")
        #expect(abs(index.fraction(knownOf: Array(lines[49].prefix(107)) + lines[3].prefix(107)) - 0.5) < 0.1)
        #expect(index.fraction(knownOf: [60, 61]) == 0 && CopyIndex().fraction(knownOf: lines[0]) == 0)
    }

    @Test func aCopyIsFoundInAnyKey() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        let one = Self.line(60, using: &random)
        let two = Self.line(60, using: &random)
        let index = CopyIndex([("one", one), ("two", two)])
        let copy = Self.line(9, using: &random) + two[20..<35].map { $0 + 5 } + Self.line(9, using: &random)
        let found = try #require(index.longestCopy(in: copy), "seed \(seed)")
        #expect(found.solo == "two" && found.notes == Self.longest(copy, two), "seed \(seed)")
        #expect(index.longestCopy(in: one)?.notes == 60)
        #expect(index.longestCopy(in: one, except: "one")?.notes ?? 0 < 12)
        #expect(index.longestCopy(in: [60, 61, 62]) == nil)
    }

    @Test func copiesAcrossTwoSolosAreNone() {
        var random = Xoshiro256StarStar(seed: 3)
        let line = Self.line(40, using: &random)
        let index = CopyIndex([("a", Array(line[..<20])), ("b", Array(line[20...]))])
        #expect(index.longestCopy(in: line)?.notes == 20)
    }

    @Test func theGuardEndsEveryCopy() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        // Few intervals, so that copies are everywhere.
        func small(_ count: Int) -> [Int] {
            var pitches = [60]
            while pitches.count < count {
                pitches.append(pitches[pitches.count - 1] + [-2, -1, 1, 2][Int.random(in: 0..<4, using: &random)])
            }
            return pitches
        }
        let solos = (0..<40).map { ("solo \($0)", small(200)) }
        let index = CopyIndex(solos)
        for most in [8, 10, 12] {
            var copying = CopyGuard(index, mostNotes: most)
            // A thief: takes the next interval of a solo wherever it may.
            var line = [60]
            for interval in zip(solos[7].1, solos[7].1.dropFirst()).map({ $1 - $0 }) {
                let choice = [interval, 1, -1, 2, -2, 3, -3].first { !copying.forbids(interval: $0) }
                guard let choice else { break }
                copying.accept(interval: choice)
                line.append(line[line.count - 1] + choice)
            }
            #expect(line.count > 150, "seed \(seed)")
            let longest = solos.map { Self.longest(line, $0.1) }.max() ?? 0
            #expect(longest <= most && longest >= most - 1, "seed \(seed), \(most): \(longest)")
        }
    }

    @Test func anIndexIsReadBack() throws {
        var random = Xoshiro256StarStar(seed: 9)
        let lines = (0..<5).map { ("solo \($0) of 5", Self.line(30 + $0, using: &random)) }
        let index = CopyIndex(lines)
        let read = try #require(CopyIndex(text: index.text))
        #expect(read.names == index.names && read.count == index.count && read.text == index.text)
        #expect(read.longestCopy(in: lines[3].1)?.solo == "solo 3 of 5")
        let merged = CopyIndex(Array(lines[..<2])).merged(with: CopyIndex(Array(lines[2...])))
        #expect(merged.text == index.text)
        #expect(CopyIndex(text: CopyIndex().text)?.count == 0)
    }

    @Test func whatIsNoIndexIsRefused() {
        let text = CopyIndex([("a", Array(60..<90))]).text
        for end in text.utf8.indices { #expect(CopyIndex(text: String(text[..<end])) == nil) }
        for wrong in [
            "", "8 1\n", "8 -1\n", "9 0\n", "8 1\n99999999999999 a\n", "8 1\n1 a\nAB!D", "8 1\n1\nABCD", text + "A",
        ] {
            #expect(CopyIndex(text: wrong) == nil)
        }
    }
}
