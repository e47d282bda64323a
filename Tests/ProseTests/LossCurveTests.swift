import Prose
import Testing

@Suite struct LossCurveTests {
    private func curve(_ count: Int) -> LossCurve {
        var curve = LossCurve()
        for step in 0..<count {
            curve.points.append(
                .init(
                    step: step * 10, seconds: Double(step) / 4, tokens: step * 1_000,
                    training: step == 0 ? nil : 3 - Double(step) / 8,
                    heldOut: step % 3 == 0 ? 3.25 - Double(step) / 10 : nil,
                    rate: 0.005))
        }
        return curve
    }

    @Test("What is written as CSV is read again; a torn last line is left out") func csv() throws {
        let text = curve(7).csv
        #expect(
            text.hasPrefix("step,seconds,tokens,training_loss,held_out_loss,learning_rate\n0,0.00,0,,3.25000,0.005\n"))
        #expect(LossCurve(csv: text) == curve(7))
        #expect(LossCurve(csv: String(text.dropLast(20)))?.points.count == 6)
        #expect(LossCurve(csv: "step,loss\n1,2\n") == nil)
    }

    @Test("The drawing has the highest loss at the top and is as wide as asked; nothing draws nothing") func drawing() {
        let lines = curve(9).drawing(columns: 60, rows: 8, unicode: false)
        #expect(lines.count == 10)
        #expect(lines.allSatisfy { $0.count <= 60 && $0.unicodeScalars.allSatisfy { $0.value < 128 } })
        #expect(lines[0].hasPrefix(" 3.25 |o"))
        #expect(lines[7].last == ".")
        #expect(lines[8].hasSuffix("80 updates"))
        #expect(LossCurve().drawing(columns: 60, unicode: true).isEmpty)
        #expect(LossCurve().svg.hasSuffix("</svg>\n"))
        #expect(curve(9).svg.components("<polyline") == 2)
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int { indices.count { self[$0...].hasPrefix(part) } }
}
