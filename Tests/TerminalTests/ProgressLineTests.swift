import Terminal
import Testing

@Suite struct ProgressLineTests {
    private let plain = TerminalTraits(redraws: false, colour: false, unicode: true)
    private let drawn = TerminalTraits(redraws: true, colour: false, unicode: true)
    private let report = ProgressLine.Report(
        label: "learning", fraction: 0.43, details: ["loss 1.92", "41k tokens/s", "1:12 left"])

    @Test("With room enough everything is shown") func wide() {
        #expect(
            ProgressLine.line(report, width: 100, traits: drawn)
                == "learning ━━━━━━━━━━━━────────────────── 43 % · loss 1.92 · 41k tokens/s · 1:12 left"
                .replacing("─ 43", with: "─  43"))
    }

    @Test("It never reaches beyond the width, and keeps the most important", arguments: 0...100)
    func narrow(width: Int) {
        let line = ProgressLine.line(report, width: width, traits: drawn)
        #expect(line.count <= width)
        #expect(line.contains("43 %") == (width >= 5))
        #expect(line.contains("loss 1.92") == (width >= 17))
        #expect(line.contains("1:12 left") == (width >= 44))
        #expect(line.contains("━") || width < 51)
        #expect(line.contains("learning") || width < 60)
    }

    @Test("Without UTF-8 it is drawn in ASCII", arguments: [20, 60, 100])
    func ascii(width: Int) {
        let traits = TerminalTraits(redraws: true, colour: false, unicode: false)
        #expect(ProgressLine.line(report, width: width, traits: traits).utf8.allSatisfy { $0 < 128 })
    }

    @Test("Colour adds nothing that is seen") func colour() {
        let traits = TerminalTraits(redraws: true, colour: true, unicode: true)
        let coloured = ProgressLine.line(report, width: 100, traits: traits)
        #expect(coloured.contains("\u{1B}["))
        let stripped = ["\u{1B}[32m", "\u{1B}[0m", "\u{1B}[2m"].reduce(coloured) { $0.replacing($1, with: "") }
        #expect(stripped == ProgressLine.line(report, width: 100, traits: drawn))
    }

    @Test("On a terminal it is drawn over, at most ten times a second, and cleared once") func redraws() {
        var line = ProgressLine(traits: drawn)
        #expect(line.clear() == nil)
        #expect(line.update(report, columns: 80, now: 5)?.hasPrefix("\r\u{1B}[K") == true)
        #expect(line.update(report, columns: 80, now: 5.05) == nil)
        #expect(line.update(report, columns: 80, now: 5.11) != nil)
        #expect(line.clear() == "\r\u{1B}[K")
        #expect(line.clear() == nil)
        #expect(line.update(report, columns: nil, now: 5.12)?.contains("\n") == false)
    }

    @Test("Elsewhere it is a plain line now and then") func plainLines() {
        var line = ProgressLine(traits: plain, plainInterval: 10)
        #expect(line.update(report, columns: nil, now: 0) == "learning  43 %, loss 1.92, 41k tokens/s, 1:12 left\n")
        #expect(line.update(report, columns: nil, now: 9.9) == nil)
        #expect(line.update(report, columns: nil, now: 10) != nil)
        #expect(line.clear() == nil)
    }

    @Test("Fractions beyond their bounds are drawn within them", arguments: [(-1, "0 %"), (2, "100 %"), (.nan, "0 %")])
    func bounds(fraction: Double, text: String) {
        let report = ProgressLine.Report(label: "x", fraction: fraction, details: [])
        #expect(ProgressLine.line(report, width: 40, traits: drawn).hasSuffix(text))
    }
}
