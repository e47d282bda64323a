import ArgumentParser
import Commands
import Jazz
import Repertoire

/// How eighths lie in time, and how exactly the lead is played.
struct FeelArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The long eighth to the short one, 1 (even) to 3; 2 is triplets. Default: as players do at the tempo.",
            valueName: "ratio"))
    var swing: Double?

    @Flag(help: "Even eighths, as --swing 1.")
    var straight = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How far the lead's timing strays from the grid, 0 to 1; 1 is as players do.", valueName: "amount"))
    var humanize: Double?

    @Flag(help: "The lead exactly on the grid, as --humanize 0.")
    var quantize = false

    @Flag(help: "Hold the piano's pedal through each chord, as in ballads.")
    var pedal = false

    func validate() throws {
        if let swing, !Swing.ratios.contains(swing) {
            throw ValidationError("--swing \(swing) is out of reach; choose 1 (even) to 3")
        }
        if let humanize, !(0...1).contains(humanize) {
            throw ValidationError("--humanize \(humanize) is not possible; choose 0 to 1")
        }
        if straight, swing != nil { throw ValidationError("--straight is --swing 1; leave one of the two out") }
        if quantize, humanize != nil { throw ValidationError("--quantize is --humanize 0; leave one of the two out") }
    }

    /// Sets what these options decide.
    func apply(to recipe: inout PieceRecipe) {
        recipe.swing = straight ? 1 : swing
        recipe.humanity = quantize ? 0 : humanize ?? 1
        recipe.hasPedal = pedal
    }
}
