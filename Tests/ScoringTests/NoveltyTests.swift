import TestSupport
import Scoring
import Testing

@Suite struct NoveltyTests {
    private func line(_ pitches: [Int], beats: Double = 0.5) -> MeasuredLine {
        MeasuredLine(LineFixture.notes(pitches.indices.map { Double($0) * beats }, pitches))
    }

    /// A row without a repetition.
    private let theme = [60, 62, 65, 64, 69, 67, 61, 66, 70, 63, 72, 71]

    @Test func aTransposedQuotationIsFound() throws {
        let index = NoveltyIndex([("theme.mid", line(theme))])
        // Three notes of its own, ten of the theme a fifth up, two of its own.
        let pitches = [50, 58, 51] + theme.prefix(10).map { $0 + 7 } + [40, 59]
        let novelty = index.novelty(of: line(pitches), in: 0..<12)
        #expect(novelty.longestCopy == 10 && novelty.source == "theme.mid" && novelty.longestCopyWithRhythm == 10)
        // Of the eight windows of eight notes three are within the quotation.
        #expect(novelty.copiedIntervals == 3.0 / 8 && novelty.copiedWithRhythm == 3.0 / 8)
    }

    @Test func inAnotherRhythmOnlyTheIntervalsAreCopied() {
        let index = NoveltyIndex([("theme.mid", line(theme))])
        let novelty = index.novelty(of: line(theme, beats: 1), in: 0..<12)
        #expect(novelty.longestCopy == 12 && novelty.longestCopyWithRhythm == 0)
        #expect(novelty.copiedIntervals == 1 && novelty.copiedWithRhythm == 0)
    }

    @Test func sevenNotesAreNoCopy() {
        let index = NoveltyIndex([("theme.mid", line(theme))])
        let novelty = index.novelty(of: line(theme.prefix(7) + [40, 81, 39]), in: 0..<12)
        #expect(novelty.longestCopy == 0 && novelty.source == nil && novelty.copiedIntervals == 0)
        #expect(index.novelty(of: line([60, 62]), in: 0..<12).copiedIntervals == nil)
    }

    @Test func aLineIsNoCopyOfItself() {
        let index = NoveltyIndex([("theme.mid", line(theme)), ("other.mid", line(theme.reversed()))])
        #expect(index.lineCount == 2)
        #expect(index.novelty(of: line(theme), in: 0..<12).source == "theme.mid")
        #expect(index.novelty(of: line(theme), in: 0..<12, excluding: "theme.mid").longestCopy == 0)
    }

    @Test func onlyTheStretchIsLookedAt() {
        let index = NoveltyIndex([("theme.mid", line(theme))])
        #expect(index.novelty(of: line(theme), in: 1..<5.5).longestCopy == 9)
    }
}
