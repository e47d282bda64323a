import Numerics
import Band
import Harmony
import Music
import TestSupport
import Testing

@Suite struct DrummerTests {
    static func drums(
        _ style: Style, time: String = "4/4", bars: Int = 33, tempo: Double = 140, seed: UInt64 = 21
    ) throws -> [PartNote] {
        let section = try BandFixture.section(
            "[A] Dm7 | G7 | C | A7 | Dm7 | G7 | C | C", time: time, bars: bars, tempo: tempo, style: style)
        var generator = SplitMix64(seed: seed)
        return section.drums(using: &generator).notes
    }

    /// The fraction of bars in which a drum is struck within `near` ticks of a place of the bar.
    static func fraction(_ notes: [PartNote], _ drums: Set<Int>, at tick: Int, bar: Int, bars: Int, near: Int = 40)
        -> Double
    {
        let shifted = notes.filter { drums.contains($0.pitch) }.map { $0.start - tick + near }
        let hit = Set(shifted.filter { $0 >= 0 && $0 % bar <= 2 * near }.map { $0 / bar })
        return Double(hit.count) / Double(bars)
    }

    @Test func swingRidesWithSkipsAndClosesTheHiHatOnTwoAndFour() throws {
        let notes = try Self.drums(.swing, bars: 129)
        func fraction(_ drums: Set<Int>, _ tick: Int) -> Double {
            Self.fraction(notes, drums, at: tick, bar: 1920, bars: 128, near: 60)
        }
        #expect(fraction([44], 480) + fraction([44], 1440) > 1.1)
        #expect(fraction([44], 0) < 0.35 && fraction([44], 960) < 0.35)
        #expect(fraction([51], 0) > 0.7 && fraction([51], 480) > 0.7)
        let skip = try Swing.ride(tempo: 140, style: .swing, drumTable: DrumFixture.table())(480 + 240)
        #expect(fraction([51], skip) > 0.4 && fraction([51], skip) > 2 * fraction([51], skip - 480))
        // Comments, not a backbeat: some of them everywhere.
        let snares = notes.count { $0.pitch == 38 }
        #expect(snares > 128 && snares < 6 * 128)
        #expect(Set(notes.filter { $0.pitch == 51 }.map(\.velocity)).count > 15)
    }

    @Test func strokesAreEarlyAndLateByMilliseconds() throws {
        let notes = try Self.drums(.swing, bars: 65, tempo: 125)
        let rides = notes.filter { $0.pitch == 51 }
        let offsets = rides.map { note -> Int in
            let within = note.start % 480
            return [0, 160, 320, 480].map { within - $0 }.min { abs($0) < abs($1) } ?? 0
        }
        #expect(offsets.contains { $0 < -4 } && offsets.contains { $0 > 4 })
        // At this tempo a tick is a millisecond.
        let mean = Double(offsets.reduce(0, +)) / Double(offsets.count)
        #expect(abs(mean) < 20)
    }

    @Test func marksSectionsWithFillsAndCrashes() throws {
        let notes = try Self.drums(.swing, bars: 129)
        let crashes = notes.filter { $0.pitch == 49 }.map { ($0.start + 60) / 1920 }
        #expect(crashes.allSatisfy { $0 % 8 == 0 } && crashes.count >= 8)
        let toms = notes.filter { [43, 47, 50].contains($0.pitch) }.map { $0.start / 1920 }
        let turns = toms.count { $0 % 8 == 7 }
        #expect(turns > 15 && turns * 8 > 2 * toms.count, "\(turns) of \(toms.count)")
    }

    @Test(arguments: [Style.swing, .ballad, .waltz, .bossa]) func noTwoPhrasesAreTheSame(_ style: Style) throws {
        let notes = try Self.drums(style, time: style == .waltz ? "3/4" : "4/4", bars: 65)
        let bar = style == .waltz ? 1440 : 1920
        var phrases: Set<[PartNote]> = []
        for phrase in 0..<8 {
            let start = phrase * 8 * bar
            phrases.insert(
                notes.filter { $0.start >= start && $0.start < start + 8 * bar }.map {
                    PartNote(start: ($0.start - start + 60) / 120, duration: 1, pitch: $0.pitch, velocity: 1)
                })
        }
        #expect(phrases.count == 8)
    }

    @Test func waltzesInThree() throws {
        let notes = try Self.drums(.waltz, time: "3/4", bars: 97)
        func fraction(_ drums: Set<Int>, _ tick: Int) -> Double {
            Self.fraction(notes, drums, at: tick, bar: 1440, bars: 96)
        }
        #expect(fraction([44], 480) > 0.6)
        #expect(fraction([51], 0) > 0.7)
    }

    @Test func bossaIsEvenWithAClave() throws {
        let notes = try Self.drums(.bossa, bars: 65)
        let time = notes.filter { [37, 42, 44].contains($0.pitch) }
        #expect(time.allSatisfy { min($0.start % 240, 240 - $0.start % 240) < 90 })
        var places: [Int: Int] = [:]
        for note in notes where note.pitch == 37 { places[(note.start + 120) % 3840 / 240, default: 0] += 1 }
        let common = places.filter { $0.value > 16 }.keys.sorted()
        // Three and two, or two and three.
        #expect(common == [0, 3, 6, 10, 13] || common == [2, 5, 8, 11, 14], "\(places)")
    }

    @Test func balladsAreBrushedSoftly() throws {
        let notes = try Self.drums(.ballad, bars: 65, tempo: 66)
        let swirls = notes.filter { $0.pitch == 40 }
        #expect(swirls.count > 100 && swirls.allSatisfy { $0.duration >= 480 && $0.velocity < 50 })
        #expect(!notes.contains { $0.pitch == 39 })
        let loud = notes.filter { $0.velocity > 80 }
        #expect(loud.count * 50 < notes.count)
    }

    @Test func faultlessForManySeedsTemposAndMetres() throws {
        for seed in UInt64(0)..<60 {
            let style = Style.allCases[Int(seed) % Style.allCases.count]
            let time = ["4/4", "3/4", "5/4", "7/4", "6/8", "12/8", "2/2", "2/4"][Int(seed) % 8]
            let tempo = [30.0, 66, 125, 180, 260, 400][Int(seed) % 6]
            let bars = 1 + Int(seed) % 19
            let section = try BandFixture.section(
                "[A] Dm7 | G7 | C | A7", time: time, bars: bars, tempo: tempo, style: style, ending: seed % 3 > 0)
            var generator = SplitMix64(seed: seed)
            let part = section.drums(using: &generator)
            #expect(BandFixture.isSound(part, limit: section.ticks), "seed \(seed)")
            var again = SplitMix64(seed: seed)
            #expect(section.drums(using: &again) == part, "seed \(seed)")
        }
    }
}
