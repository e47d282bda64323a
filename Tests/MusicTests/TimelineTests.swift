import Harmony
import Music
import Testing

@Suite struct TimelineTests {
    @Test func joinsWhatIsHeldAndCoversThePiece() throws {
        let chart = try ChartParser.parse("C | % | Dm7 . G7 . | . . C . | N.C.")
        let timeline = Timeline(chart.bars, meter: .common)
        let spans = timeline.spans(until: 9600)
        #expect(spans.map(\.chord.symbol) == ["C", "Dm7", "G7", "C", "N.C."])
        #expect(spans.map(\.start) == [0, 3840, 4800, 6720, 7680])
        #expect(spans.map(\.end) == [3840, 4800, 6720, 7680, 9600])
        for tick in stride(from: 0, to: 9600, by: 37) {
            let expected = chart.chord(atBar: tick / 1920, beat: tick % 1920 / 480)
            #expect(timeline.value(at: tick) == expected)
            #expect(timeline.chord(at: tick) == (expected.isNoChord ? nil : expected))
        }
        #expect(Timeline([], meter: .common).value(at: 5) == nil)
        #expect(Timeline([], meter: .common).spans(until: 0) == [])
    }

    @Test func readFromTheEndWhatHoldsHoldsAsFarFromThere() {
        let timelines = [
            Timeline([.init(start: -5, value: "a"), .init(start: 3, value: "b"), .init(start: 8, value: "c")]),
            Timeline([.init(start: 2, value: "a"), .init(start: 3, value: "b")], period: 4), Timeline<String>(),
        ]
        for timeline in timelines {
            for end in [0, 1, 3, 8, 9, 20] {
                let backward = timeline.backward(from: end)
                for time in 0..<end {
                    let value = timeline.value(at: time)
                    if value != nil { #expect(backward.value(at: end - time) == value, "\(time) of \(end)") }
                }
            }
        }
        #expect(timelines[0].backward(from: 9).entries.map(\.start) == [1, 2, 7])
    }

    @Test func theLastOfSeveralAtOneTimeCounts() {
        let timeline = Timeline([
            .init(start: 8, value: "c"), .init(start: 3, value: "a"), .init(start: 8, value: "d"),
        ])
        #expect(timeline.entries.map(\.value) == ["a", "d"])
        #expect((2...9).map { timeline.value(at: $0) } == [nil, "a", "a", "a", "a", "a", "d", "d"])
        #expect(timeline.next(after: -1) == 3 && timeline.next(after: 3) == 8 && timeline.next(after: 8) == nil)
        #expect(timeline.shifted(by: -4).value(at: 0) == "a")
    }

    @Test func whatRepeatsHasNoEnd() throws {
        let bars = try ChartParser.parse("time: 3/4\nC | F . G").bars
        let once = Timeline(bars, meter: try #require(Meter("3/4")), unit: MetricGrid.ticksPerSlot)
        let forEver = Timeline(bars, meter: try #require(Meter("3/4")), unit: MetricGrid.ticksPerSlot, repeats: true)
        #expect(once.entries.map(\.start) == [0, 36, 60] && forEver.period == 72)
        for slot in 0..<720 {
            #expect(forEver.value(at: slot) == once.value(at: slot % 72))
            let next = try #require(forEver.next(after: slot))
            #expect(next > slot && forEver.value(at: next) != forEver.value(at: slot))
            #expect((slot..<next).allSatisfy { forEver.value(at: $0) == forEver.value(at: slot) })
        }
    }

    @Test func theBassIsHeardForTwoBeats() {
        let notes = [(0, 40), (470, 43), (990, 36)].map { PartNote(start: $0, duration: 9, pitch: $1, velocity: 80) }
        let bass = Timeline(bass: notes)
        #expect(bass.entries.map(\.start) == [0, 12, 25])
        #expect(bass.bassPitch(at: -1) == nil && bass.bassPitch(at: 11) == 40 && bass.bassPitch(at: 12) == 43)
        #expect(bass.bassPitch(at: 48) == 36 && bass.bassPitch(at: 49) == nil)
    }
}
