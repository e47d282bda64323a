import Numerics
import Harmony
import TestSupport
import Testing

@Suite struct ChartLibraryTests {
    /// The samples with their forms: bars of a chorus, sections, time signature.
    static let samples: [(name: String, bars: Int, sections: String, meter: String)] = [
        ("ballad", 32, "A A B A", "4/4"), ("blues", 12, "A", "4/4"), ("bossa", 32, "A A B A", "4/4"),
        ("dominants", 24, "A B C", "4/4"), ("jazz-blues", 12, "A", "4/4"), ("minor-blues", 12, "A", "4/4"),
        ("minor-song", 32, "A A B A", "4/4"), ("modal", 32, "A A B A", "4/4"),
        ("rhythm-changes", 32, "A A B A", "4/4"), ("turnarounds", 16, "A B C D", "4/4"),
        ("two-five-one", 16, "A B", "4/4"), ("waltz", 32, "A B A C", "3/4"),
    ]

    static func library() throws -> ChartLibrary {
        ChartLibrary(
            try samples.map { sample in
                let path = PackageFiles.path("samples/\(sample.name).chart")
                return (sample.name, try #require(PackageFiles.text(path)))
            })
    }

    @Test func theSamplesHaveTheirForms() throws {
        let library = try Self.library()
        for sample in Self.samples {
            let chart = try library.chart(named: sample.name)
            #expect(chart.bars.count == sample.bars, "\(sample.name)")
            #expect(chart.sections.map(\.label).joined(separator: " ") == sample.sections, "\(sample.name)")
            #expect(chart.meter.description == sample.meter)
            #expect(chart.key != nil && chart.tempo != nil && chart.style != nil && !chart.title.isEmpty)
            #expect(try library.text(named: sample.name).hasPrefix("# Form: "))
            let length = sample.sections == "A" ? 12 : sample.bars / chart.sections.count
            #expect(chart.sections.allSatisfy { $0.bars.count == length }, "\(sample.name)")
        }
    }

    @Test func picksEveryChartAndTheSameForTheSameSeed() throws {
        let library = try Self.library()
        var picked: Set<String> = []
        for seed in 0..<200 {
            var first = SplitMix64(seed: UInt64(seed))
            var second = SplitMix64(seed: UInt64(seed))
            let name = try #require(library.pick(using: &first))
            #expect(library.pick(using: &second) == name)
            picked.insert(name)
        }
        #expect(picked == Set(Self.samples.map(\.name)))
        var generator = SplitMix64(seed: 1)
        #expect(ChartLibrary([]).pick(using: &generator) == nil)
    }

    @Test func namesTheChartsThereAre() throws {
        let library = ChartLibrary([("one", "C | D"), ("two", "title: Zwei\nE")])
        #expect(try library.chart(named: "one").title == "one")
        #expect(try library.chart(named: "two").title == "Zwei")
        let error = #expect(throws: HarmonyError.self) { try library.chart(named: "three") }
        #expect(error?.description == "there is no sample chart \"three\"; there are one, two")
    }
}
