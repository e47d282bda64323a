import Harmony
import Improvisation
import Numerics
import Recurrent
import Sampling
import Testing

@Suite struct ProgressionInventorTests {
    /// An untrained network: the masks alone must hold the form together.
    static func chart(_ form: InventedForm, meter: String, key: String, seed: UInt64) throws -> (Chart, FormPlan) {
        var random = Xoshiro256StarStar(seed: seed)
        let network = try Network(ModelKind.changes.configuration(hiddenSize: 12), using: &random)
        let key = try #require(Key(key))
        let plan = form.plan(meter: try #require(Meter(meter)), isMinor: form.isMinor ?? key.isMinor, using: &random)
        let inventor = ProgressionInventor(engine: StepEngine(network), options: .plain)
        return (try inventor.chart(plan, key: key, random: random), plan)
    }

    @Test(arguments: InventedForm.allCases) func everyChartHasItsForm(_ form: InventedForm) throws {
        let seed = UInt64.random(in: 0...1 << 40)
        for offset in 0..<30 {
            let meter = ["4/4", "3/4", "5/4", "6/8", "12/8", "1/4", "7/4"][offset % 7]
            let key = ["C", "Eb", "F#", "Am", "Bbm", "Db"][offset % 6]
            let (chart, plan) = try Self.chart(form, meter: meter, key: key, seed: seed + UInt64(offset))
            let comment: Comment = "seed \(seed + UInt64(offset)), \(meter) in \(key)\n\(chart.text)"
            #expect(chart.bars.count == plan.bars, comment)
            #expect(chart.sections.map(\.bars.count) == plan.sections.map(\.bars), comment)
            #expect(chart.sections.map(\.label) == plan.sections.map(\.label), comment)
            // The end is the tonic's.
            let last = chart.bars[chart.bars.count - 1]
            let isMinor = plan.isMinor
            #expect(last.chords.count == 1 && last.chords[0].chord.root == Key(key)?.tonic.pitchClass, comment)
            let family = last.chords[0].chord.family
            #expect(family == (form == .blues ? .dominant : isMinor ? .minor : .major), comment)
            // A section that returns is the same up to its own ending.
            for (section, bars) in zip(plan.sections, chart.sections.map(\.bars)) {
                guard let source = section.source else { continue }
                let other = chart.sections[source].bars
                for bar in 0..<section.copiedBars {
                    #expect(
                        chart.bars[bars.lowerBound + bar].chords.map(\.chord)
                            == chart.bars[other.lowerBound + bar].chords.map(\.chord), comment)
                }
            }
            if form == .blues || form == .minorBlues {
                let tonic = try #require(Key(key)).tonic.pitchClass
                #expect(chart.bars[0].chords[0].chord.root == tonic, comment)
                #expect(chart.bars[4].chords[0].chord.root == (tonic + 5) % 12, comment)
                #expect(chart.bars[10].chords[0].chord.root == tonic, comment)
            }
            #expect(try ChartParser.parse(chart.text) == chart, comment)
        }
    }

    @Test func theSeedDecides() throws {
        let first = try Self.chart(.aaba, meter: "4/4", key: "F", seed: 3).0
        #expect(try Self.chart(.aaba, meter: "4/4", key: "F", seed: 3).0 == first)
        #expect(try Self.chart(.aaba, meter: "4/4", key: "F", seed: 4).0 != first)
    }

    @Test func anotherKeyIsTheSameMusic() throws {
        let first = try Self.chart(.abac, meter: "4/4", key: "C", seed: 5).0
        let second = try Self.chart(.abac, meter: "4/4", key: "A", seed: 5).0
        for (bar, other) in zip(first.bars, second.bars) {
            #expect(bar.chords.map { ($0.chord.root + 9) % 12 } == other.chords.map(\.chord.root))
        }
    }

    @Test func picksEveryFormAndPlausibleKeys() {
        var random = Xoshiro256StarStar(seed: 1)
        let forms = (0..<400).map { _ in InventedForm.pick(using: &random) }
        #expect(Set(forms) == Set(InventedForm.allCases))
        let keys = (0..<400).map { _ in Key.pick(isMinor: nil, using: &random) }
        #expect(keys.contains { $0.isMinor } && keys.count { !$0.isMinor } > 250)
        #expect(keys.allSatisfy { abs($0.signature) <= 6 })
        #expect((0..<50).allSatisfy { _ in Key.pick(isMinor: true, using: &random).isMinor })
    }
}
