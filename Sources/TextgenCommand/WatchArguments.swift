import ArgumentParser
import Commands
import Files

/// The options of how a person watches a corpus being learned; none of them changes the model.
struct WatchArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Show a text of the model as it is after each so many updates.", valueName: "updates"))
    var samplesEvery: Int?

    @Option(
        help: ArgumentHelp(
            """
            Keep how the losses go in this file: the numbers where it ends in .csv, a picture where it ends in .svg; may be \
            given several times.
            """, valueName: "file"))
    var log: [String] = []

    @Flag(help: "Draw how the losses went, when it has learned.")
    var curve = false

    /// Those that were given, by name.
    var given: [String] {
        [(samplesEvery != nil, "--samples-every"), (!log.isEmpty, "--log"), (curve, "--curve")].filter(\.0).map(\.1)
    }

    func validate() throws {
        if let samplesEvery, samplesEvery < 1 {
            throw ValidationError("--samples-every is \(samplesEvery); it must be 1 or above")
        }
        for path in log {
            try OutputName.checkIsFile(path, "a log")
            guard [".csv", ".svg"].contains(OutputName.ending(of: path)) else {
                throw ValidationError("--log \(path): name a file that ends in .csv or .svg")
            }
        }
    }

    /// Takes note of the files that are written.
    func add(to files: inout FileUses) { for path in log { files.writes(path, as: "--log") } }
}
