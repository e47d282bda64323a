import TestSupport
import Improvisation
import JazzCorpus
import MIDI
import Numerics
import Recurrent
import Music
import Scoring
import Testing

@Suite struct FileScoreTests {
    private static let file = LineFixture.file(
        LineFixture.eighths((0..<192).map { 60 + ($0 * $0) % 13 }), markers: [(0, "Dm7"), (4, "G7"), (8, "C6")])

    @Test func windowsAreCutOrTheWholeIsTaken() throws {
        func bars(_ windowing: FileScore.Windowing) throws -> [Int] {
            try FileScore(Self.file, name: "x", windowing: windowing).windows.map(\.measures.bars)
        }
        #expect(try bars(.whole) == [24])
        #expect(try bars(.windows(bars: 8)) == [8, 8, 8])
        #expect(try bars(.windowsOrWhole(bars: 16)) == [16])
        #expect(try bars(.windowsOrWhole(bars: 32)) == [24])
        #expect(throws: ScoreRefusal.tooShort(bars: 24, window: 32)) { try bars(.windows(bars: 32)) }
    }

    @Test func aFileIsWorthTheMedianOfItsWindows() throws {
        let score = try FileScore(Self.file, name: "x", windowing: .windows(bars: 8))
        let values = score.windows.compactMap { $0.measures[.meanAbsoluteInterval] }.sorted()
        #expect(values.count == 3 && score[.meanAbsoluteInterval] == values[1])
        #expect(score.bands.windowBars == 8 && score.windows.map(\.bar) == [0, 8, 16])
    }

    @Test func bitsAreThoseOfTheSolos() throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(ModelKind.lead.configuration(hiddenSize: 8), using: &random)
        let score = try FileScore(Self.file, name: "x", windowing: .whole, network: network)
        let solos = try SoloReader.solos(in: Self.file, name: "x").solos
        let bits = try #require(score.bits)
        #expect(bits == BitsPerNote(network: network, solos: solos.map { $0.encoded() }))
        // An untrained network knows next to nothing: log₂ of the choices.
        #expect(bits.notes == 191 && bits.pitch > 3 && bits.pitch < 9)
        #expect(score.bitsRefusal == nil)
    }

    @Test func whatHasNoSoloStillHasMeasures() throws {
        var chords = LineFixture.eighths((0..<64).map { 60 + $0 % 12 })
        chords += chords.map { PartNote(onset: $0.onset, end: $0.stop, pitch: $0.pitch - 4) }
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(ModelKind.lead.configuration(hiddenSize: 8), using: &random)
        let score = try FileScore(
            LineFixture.file(chords, name: "piano"), name: "x", windowing: .whole, network: network)
        #expect(score.windows[0].measures.notes == 64 && score.bits == nil)
        guard case .polyphonic = score.bitsRefusal else {
            Issue.record("\(String(describing: score.bitsRefusal))")
            return
        }
    }

    @Test func aCorpusTellsCopies() throws {
        let line = try LeadLine(Self.file).line
        let index = NoveltyIndex([("x", line)])
        let copied = try FileScore(Self.file, name: "x", windowing: .whole, index: index)
        #expect(copied.windows[0].novelty?.longestCopy == 192)
        let own = try FileScore(Self.file, name: "x", windowing: .whole, index: index, skipsItself: true)
        #expect(own.windows[0].novelty?.longestCopy == 0)
    }
}
