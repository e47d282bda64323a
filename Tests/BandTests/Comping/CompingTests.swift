import Numerics
import TestSupport
import Band
import Harmony
import Music
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
        var generator = Xoshiro256StarStar(seed: 9)
        let hits = Self.hits(section.chords(using: &generator).notes)
        // A montuno and a tamborim leave less.
        let most = ["latin", "samba"].contains(style.name) ? 5 : 3
        #expect(hits.count > 64 && hits.count < 64 * most)
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
            var generator = Xoshiro256StarStar(seed: seed)
            let hits = Self.hits(section.chords(using: &generator).notes)
            #expect(hits.allSatisfy { hit in hit.allSatisfy { Voicing.window.contains($0.pitch) } })
            #expect(hits.allSatisfy { (2...5).contains($0.count) })
            let tops = hits.compactMap { $0.last?.pitch }
            let moves = zip(tops, tops.dropFirst()).map { abs($0 - $1) }
            #expect(moves.reduce(0, +) < 3 * moves.count)
        }
    }

    @Test func playsGuideTonesOfTheChordOrTheOneToCome() throws {
        let section = try BandFixture.section("Dm7 | G7 | Cmaj7 | A7b9 | F#m7b5 | B7alt | Em6 | Bb9sus4", bars: 64)
        var generator = Xoshiro256StarStar(seed: 11)
        for hit in Self.hits(section.chords(using: &generator).notes) {
            let pitches = PitchClassSet(hit.map(\.pitch))
            let now = section.chord(at: hit[0].start)
            let next = section.chord(at: hit[0].start + 240)
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
        var generator = Xoshiro256StarStar(seed: 2)
        let notes = section.chords(using: &generator).notes
        #expect(notes.count > 16)
        #expect(notes.allSatisfy { chord.scale.contains($0.pitch) })
    }

    /// A lead that plays eighths through some bars and rests through the others.
    private static func lead(_ bars: some Sequence<Int>) -> [PartNote] {
        bars.flatMap { bar in
            (0..<8).map { PartNote(start: bar * 1920 + $0 * 240, duration: 200, pitch: 70, velocity: 90) }
        }
    }

    @Test func answersInTheGapsOfTheLead() throws {
        let section = try BandFixture.section("Dm7 | G7 | Cmaj7 | A7", bars: 64)
        let busy = (0..<64).filter { $0 / 2 % 2 == 0 }
        var under = 0
        var between = 0
        var loud = (under: 0, between: 0)
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256StarStar(seed: seed)
            let notes = section.chords(answering: Self.lead(busy), using: &generator).notes
            for hit in Self.hits(notes) {
                if hit[0].start / 1920 / 2 % 2 == 0 {
                    under += 1
                    loud.under += hit[0].velocity
                } else {
                    between += 1
                    loud.between += hit[0].velocity
                }
            }
        }
        #expect(between * 7 > under * 10, "\(between) chords in the gaps, \(under) under the lead")
        #expect(loud.between / between > loud.under / under + 5)
        // Every change is still heard: the chords do not fall silent under the lead.
        #expect(under > 20 * 20)
    }

    @Test func neitherDoublesNorCrowdsTheBass() throws {
        for style in Style.allCases {
            let section = try BandFixture.section("Dm7 | G7 | Cmaj7 | C | Fm6 | Bb13", bars: 48, style: style)
            for seed in UInt64(0)..<5 {
                let parts = try BandFixture.parts(section, seed: seed)
                for hit in Self.hits(parts[0].notes) {
                    let root = section.chord(at: hit[0].start + 250).root
                    #expect(pitchClass(hit[0].pitch) != root)
                    guard let bass = parts[1].notes.last(where: { $0.start <= hit[0].start }) else { continue }
                    #expect(hit[0].pitch > bass.pitch, "\(hit.map(\.pitch)) over \(bass.pitch)")
                }
            }
        }
    }

    @Test func pushesBringTheNextChord() throws {
        let section = try BandFixture.section("Dm7 | G7", bars: 64)
        var generator = Xoshiro256StarStar(seed: 3)
        let hits = Self.hits(section.chords(using: &generator).notes)
        let pushes = hits.filter { $0[0].start % 1920 > 1700 }
        #expect(pushes.count > 5)
        for push in pushes {
            let next = section.chord(at: push[0].start + 300)
            #expect(PitchClassSet(push.map(\.pitch)).intersection(next.guideTones) == next.guideTones)
        }
    }

    @Test func noNoteSticksOrOverlapsOverManySeeds() throws {
        for seed in UInt64(0)..<60 {
            let style = Style.allCases[Int(seed) % 4]
            let section = try BandFixture.section(bars: 1 + Int(seed), tempo: 60 + 4 * Double(seed), style: style)
            var generator = Xoshiro256StarStar(seed: seed)
            let part = section.chords(answering: Self.lead([0, 2]), using: &generator)
            #expect(BandFixture.isSound(part, limit: section.ticks), "seed \(seed)")
            #expect(part.notes.allSatisfy { $0.duration <= 2 * 1920 + 480 || $0.end == section.ticks }, "seed \(seed)")
            var again = Xoshiro256StarStar(seed: seed)
            #expect(section.chords(answering: Self.lead([0, 2]), using: &again) == part)
        }
    }
}
