import BenchCommand
import Testing

@Suite struct FigureTests {
    private func figure(_ value: Double, _ unit: Figure.Unit, goals: [Goal]) -> Figure {
        var figure = Figure(name: "n", title: "t", group: .training, value: value, unit: unit)
        figure.goals = goals
        return figure
    }

    @Test("Goals that the run tells nothing about are not judged") func unknown() {
        var figure = figure(100, .tokensPerSecond, goals: [.ratio(2), .ceilingFraction(0.8)])
        #expect(figure.verdicts.isEmpty)
        figure.gigaflops = 80
        figure.ceiling = 100
        #expect(figure.verdicts == "≥ 80 % ok")
        figure.ratio = 1.99
        #expect(figure.verdicts == "≥ 2.0 × short, ≥ 80 % ok")
        figure.ratio = 2
        #expect(figure.verdicts == "≥ 2.0 × ok, ≥ 80 % ok")
    }

    @Test("A ceiling of zero has no fraction") func noCeiling() {
        var figure = figure(1, .tokensPerSecond, goals: [])
        figure.gigaflops = 1
        figure.ceiling = 0
        #expect(figure.ceilingFraction == nil)
    }

    @Test("An upper bound is met by less") func upperBounds() {
        #expect(figure(0.0199, .seconds, goals: [.atMost(0.02)]).verdicts == "≤ 20.0 ms ok")
        #expect(figure(0.0201, .seconds, goals: [.atMost(0.02)]).verdicts == "≤ 20.0 ms over")
        #expect(figure(31e6, .bytes, goals: [.atMost(30 * 1_048_576)]).verdicts == "≤ 30.0 MiB ok")
        #expect(figure(1.4698, .natsPerCharacter, goals: [.atMost(1.4697)]).verdicts == "≤ 1.4697 nats over")
    }

    @Test(
        "Values are written in their unit",
        arguments: [
            (9_502.4, .tokensPerSecond, "9,502"), (94_999.6, .tokensPerSecond, "95,000"),
            (2_812_345, .tokensPerSecond, "2,812k"), (0.01234, .seconds, "12.3 ms"), (68.04, .seconds, "68.0 s"),
            (1_048_576 * 20.5, .bytes, "20.5 MiB"), (1.52894, .natsPerCharacter, "1.5289 nats"),
            (-0.00012, .bitsPerCharacter, "-0.0001 bits"),
        ] as [(Double, Figure.Unit, String)])
    func units(value: Double, unit: Figure.Unit, text: String) {
        #expect(unit.text(value) == text)
    }
}
