import Jazz
import Testing

@Suite struct CompingTests {
    static func hits(_ notes: [PartNote]) -> [[PartNote]] {
        var hits: [[PartNote]] = []
        for note in notes {
            if let last = hits.last?.first, last.start == note.start {
                hits[hits.count - 1].append(note)
            } else {
                hits.append([note])
            }
        }
        return hits
    }

    @Test(arguments: Style.allCases) func leavesSpaceAndVaries(_ style: Style) throws {
        let section = try BandFixture.section("Dm7 | G7 | Cmaj7 | A7", bars: 64, style: style)
        var generator = TestGenerator(seed: 9)
        let hits = Self.hits(section.chords(using: &generator).notes)
        #expect(hits.count > 64 && hits.count < 64 * 3)
        var rhythms: Set<[Int]> = []
        for bar in 0..<64 {
            rhythms.insert(hits.compactMap { $0[0].start / 1920 == bar ? $0[0].start % 1920 : nil })
        }
        #expect(rhythms.count >= 5)
    }

    @Test func staysInTheWindowAndMovesLittle() throws {
        for seed in UInt64(0)..<10 {
            let section = try BandFixture.section(
                "Dm7 G7 | Cmaj7 A7b9 | F#m7b5 B7alt | Em6 Eb7#11 | Abmaj7 Db13 | C6/9 | Edim7 Gsus4 | C+ F", bars: 32,
                tempo: 150)
            var generator = TestGenerator(seed: seed)
            let hits = Self.hits(section.chords(using: &generator).notes)
            #expect(hits.allSatisfy { hit in hit.allSatisfy { (50...72).contains($0.pitch) } })
            #expect(hits.allSatisfy { (2...4).contains($0.count) })
            let tops = hits.compactMap { $0.last?.pitch }
            let moves = zip(tops, tops.dropFirst()).map { abs($0 - $1) }
            #expect(moves.reduce(0, +) < 3 * moves.count)
        }
    }

    @Test func playsGuideTonesOfTheChordOrTheOneToCome() throws {
        let section = try BandFixture.section("Dm7 | G7 | Cmaj7 | A7b9 | F#m7b5 | B7alt | Em6 | Bb9sus4", bars: 64)
        var generator = TestGenerator(seed: 11)
        for hit in Self.hits(section.chords(using: &generator).notes) {
            let pitches = PitchClassSet(hit.map(\.pitch))
            let now = section.changes.chord(at: hit[0].start)
            let next = section.changes.chord(at: hit[0].start + 240)
            let fits = [now, next].contains { chord in
                pitches.intersection(chord.guideTones) == chord.guideTones
                    && pitches.union(chord.scale) == chord.scale
            }
            #expect(fits, "\(now) \(next) \(hit.map(\.pitch))")
        }
    }

    @Test(arguments: [
        "Dm7", "G7", "Cmaj7", "C6", "Bm7b5", "Bdim7", "G7sus4", "C", "C5", "E7alt", "CmMaj7", "G13b9", "F/A",
    ])
    func everyChordHasVoicingsThatFit(_ symbol: String) throws {
        let section = try BandFixture.section(symbol, bars: 16, ending: false)
        let chord = try ChordParser.parse(symbol)
        var generator = TestGenerator(seed: 2)
        let notes = section.chords(using: &generator).notes
        #expect(notes.count > 16)
        #expect(notes.allSatisfy { chord.scale.contains($0.pitch) })
    }
}
