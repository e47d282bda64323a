import ArgumentParser
import Commands
import Repertoire

/// What the players beside the lead have learned from: shared by the commands that have a band.
struct PlayerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A model made by jazz train-backward, by which bars written anew join what follows. Default: the one that comes "
                + "with jazz.", valueName: "file"))
    var backwardModel: String?

    @Option(
        help: ArgumentHelp(
            "A bass model made by jazz train-bass. Default: the one that comes with jazz.", valueName: "file"))
    var bassModel: String?

    @Option(
        help: ArgumentHelp(
            "A drummer's table made by jazz train-drums. Default: the one that comes with jazz.", valueName: "file"))
    var drumTable: String?

    /// All are read.
    func add(to files: inout FileUses) {
        files.reads(backwardModel, as: "--backward-model")
        files.reads(bassModel, as: "--bass-model")
        files.reads(drumTable, as: "--drum-table")
    }

    /// - Parameter lead: The lead's model; nil for the one that comes with jazz.
    func models(lead: String?) throws -> BandModels {
        try BandModels(lead: lead, backward: backwardModel, bass: bassModel, drums: drumTable)
    }
}
