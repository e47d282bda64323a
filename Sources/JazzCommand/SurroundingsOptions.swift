import ArgumentParser
import Commands
import Jazz
import Repertoire

/// What is played before the first chorus and after the last.
struct SurroundingsOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Bars of the band alone before that, 0 to \(Ensemble.mostIntroBars): the end of the form; chart for the "
                + "introduction that the changes have.", valueName: "n|chart"))
    var intro = Intro.bars(0)

    @Flag(help: "Play the verse of the changes before the first chorus.")
    var verse = false

    @Flag(help: "End the last chorus with the coda of the changes.")
    var coda = false

    @Flag(help: "Add a bar on the tonic at the end.")
    var finalBar = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Bars of clicks before everything, 1 to \(CountIn.bars.upperBound), on the beats.", valueName: "n"))
    var countIn: Int?

    /// What the band plays alone.
    enum Intro: ExpressibleByArgument {
        case bars(Int)
        case chart

        init?(argument: String) {
            if argument == "chart" {
                self = .chart
            } else if let count = Int(argument) {
                self = .bars(count)
            } else {
                return nil
            }
        }

        var defaultValueDescription: String { "0" }
    }

    /// What of the chart is played once.
    var once: Set<ChartFrame.Part> {
        var parts: Set<ChartFrame.Part> = []
        if case .chart = intro { parts.insert(.introduction) }
        if verse { parts.insert(.verse) }
        if coda { parts.insert(.coda) }
        return parts
    }

    func validate() throws {
        if case .bars(let count) = intro {
            try OptionCheck.range("--intro", count, 0...Ensemble.mostIntroBars, unit: "bars")
        }
        try OptionCheck.range("--count-in", countIn, CountIn.bars, unit: "bars")
    }

    /// Sets what these options decide.
    func apply(to recipe: inout PieceRecipe) {
        if case .bars(let count) = intro { recipe.introBars = count }
        recipe.hasFinalBar = finalBar
        recipe.barsCountedIn = countIn ?? 0
    }
}
