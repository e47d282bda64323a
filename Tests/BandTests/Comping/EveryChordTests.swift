import Band
import Harmony
import Music
import Numerics
import Recurrent
import Scoring
import TestSupport
import Testing

/// Every chord that the parser can produce is voiced, walked in the bass and scored.
@Suite struct EveryChordTests {
    /// The chords of every quality with up to three alterations and tensions, as often as the parser makes them.
    static var chords: [Chord] {
        let qualities = [
            "", "m", "dim", "+", "sus4", "sus2", "5", "6", "m6", "69", "m69", "maj7", "7", "m7", "mMaj7", "m7b5",
            "dim7", "dimMaj7", "7#5", "maj7#5", "7sus4", "7sus2", "maj7sus4", "maj7sus2", "7alt", "9", "13", "m9",
            "m11",
            "maj9", "maj13", "9sus4", "13sus4", "11",
        ]
        let notes = [
            "b9", "9", "#9", "11", "#11", "b13", "13", "b5", "#5", "no3", "no5", "add9", "add11", "add13", "addmaj7",
        ]
        var found: [Chord] = []
        var seen: Set<Chord> = []
        func add(_ symbol: String) {
            guard let chord = try? ChordParser.parse(symbol), seen.insert(chord).inserted else { return }
            found.append(chord)
        }
        for quality in qualities {
            add("C\(quality)")
            for (index, first) in notes.enumerated() {
                add("C\(quality)(\(first))")
                for (other, second) in notes.enumerated().dropFirst(index + 1) {
                    add("C\(quality)(\(first),\(second))")
                    for third in notes.dropFirst(other + 1) { add("C\(quality)(\(first),\(second),\(third))") }
                }
            }
        }
        return found
    }

    @Test func isVoicedWithAllItsNotes() {
        let chords = Self.chords
        #expect(chords.count > 2000)
        // One expectation for all: there are some hundred thousand voicings.
        var faults: [String] = []
        for chord in chords {
            for semitones in chord.tensions.isEmpty ? Array(0..<12) : [0, 5, 10] {
                let chord = chord.transposed(by: semitones)
                for manner in Voicing.Manner.allCases { faults += Self.faults(of: chord, manner) }
            }
        }
        #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(8))")
    }

    /// What is wrong with the voicings of a chord.
    private static func faults(of chord: Chord, _ manner: Voicing.Manner) -> [String] {
        let voicings = Voicing.voicings(of: chord, manner: manner)
        if voicings.isEmpty { return ["\(chord) \(manner): none"] }
        // The root is the bass's, the perfect fifth may be; shells leave the colours out.
        let free: PitchClassSet = chord.quality == .power && chord.tensions.isEmpty ? [0] : [0, 7]
        let isShell = manner == .shell
        let wanted = isShell ? PitchClassSet([chord.third, chord.seventh].compactMap { $0 }) : chord.writtenTones
        var left: PitchClassSet = chord.tensions.contains(.noFifth) ? [7] : []
        if chord.tensions.contains(.noThird) { left = left.union([3, 4]) }
        left = PitchClassSet(left.members.filter { !chord.writtenTones.contains($0) })
        return voicings.compactMap { voicing in
            let heard = PitchClassSet(voicing.map { $0 - chord.root })
            let isSound =
                voicing.allSatisfy(Voicing.window.contains) && zip(voicing, voicing.dropFirst()).allSatisfy { $0 < $1 }
                && wanted.members.allSatisfy { heard.contains($0) || free.contains($0) }
                && heard.intersection(left).isEmpty
            return isSound ? nil : "\(chord) \(manner): \(voicing)"
        }
    }

    @Test func suspendedChordsWithAFlatNineStandOnTheirFourth() throws {
        let chord = try ChordParser.parse("G7sus4(b9)")
        // C F Ab D
        #expect(Voicing.voicings(of: chord, manner: .rootless).contains([60, 65, 68, 74]))
        #expect(Voicing.voicings(of: chord, manner: .shell).contains([60, 65]))
    }

    @Test func isScored() {
        let faulty = Self.chords.filter { chord in
            let written = chord.writtenTones
            return chord.relativeScale.intersection(written) != written || chord.relativeScale.count < 5
                || chord.tones.isEmpty || chord.family == .none || MeasuredChord(chord) == nil
        }
        #expect(faulty.isEmpty, "\(faulty.prefix(8))")
    }

    /// All of them, a bar each: nothing traps, no chord is left out.
    @Test func isWalkedAndStruck() throws {
        let chords = Self.chords
        let engine = try BassFixture.untrained()
        let table = try DrumFixture.table()
        for style in Style.allCases {
            var random = Xoshiro256StarStar(seed: 5)
            let section = RhythmSection(
                bars: chords.map { ChartBar(chords: [ChartChord(beat: 0, chord: $0)]) }, meter: .common, tempo: 160,
                style: style, hasEnding: true, drumTable: table)
            let bass = try section.bass(engine: engine, using: &random)
            for bar in section.bars.indices {
                let ticks = bar * section.meter.barTicks..<(bar + 1) * section.meter.barTicks
                #expect(bass.notes.contains { ticks.contains($0.start) }, "\(section.bars[bar].chords[0].chord)")
            }
            let piano = section.chords(over: bass.notes, using: &random)
            // A bar may be a rest, and a push plays the chord before its bar.
            let played = Set(piano.notes.map { $0.start / section.meter.barTicks })
            #expect(played.count > chords.count * 2 / 3)
        }
    }

    @Test func keepsItsColoursWhereItStays() throws {
        let table = try DrumFixture.table()
        // Sixteen bars of one chord: whatever the seed, the piano plays what is written.
        for symbol in ["C7b9", "C13#11", "Cm11", "C6/9(#11)", "C7sus4(b9)", "Cm(addb13)", "Fmaj7#11"] {
            let chord = try ChordParser.parse(symbol)
            let bars = [ChartBar](repeating: ChartBar(chords: [ChartChord(beat: 0, chord: chord)]), count: 16)
            for style in Style.allCases {
                for seed: UInt64 in 0..<12 {
                    var random = Xoshiro256StarStar(seed: seed)
                    let section = RhythmSection(
                        bars: bars, meter: .common, tempo: 140, style: style, hasEnding: false,
                        drumTable: table)
                    let notes = section.chords(using: &random).notes
                    let heard = PitchClassSet(notes.map { $0.pitch - chord.root })
                    let wanted = PitchClassSet(chord.tensions.intervals)
                    #expect(heard.intersection(wanted) == wanted, "\(symbol) \(style) \(seed)")
                }
            }
        }
    }
}
