public import ArgumentParser
import Prose
public import Recurrent
import Terminal
import Training

/// The options of how a corpus is learned. All are part of what a stored model is found by, but for the threads.
struct LearningArguments: ParsableArguments {
    @Flag(help: "Learn the corpus again, even if it is known.")
    var retrain = false

    @Flag(help: "Every line of the corpus is a text of its own: names, titles.")
    var lines = false

    @Option(
        help: ArgumentHelp(
            "Learn for at most this long: 90s, 5m, 1h30m. (default: 3m)", valueName: "duration"),
        transform: { text in
            guard let seconds = DurationText.seconds(text) else {
                throw ValidationError("'\(text)' is not a duration; write 90s, 5m or 1h30m")
            }
            return seconds
        })
    var budget: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Learn in exactly this many steps instead: the same model every time.", valueName: "number"))
    var steps: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The width of the network. (default: by the corpus)", valueName: "units"))
    var hidden: Int?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The depth of the network. (default: 1)", valueName: "number"))
    var layers: Int?

    @Option(help: ArgumentHelp("The network's cell. (default: lstm)", valueName: "kind"))
    var cell: CellKind?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The threads that learn; the model does not depend on them. (default: all)", valueName: "number"))
    var threads: Int?

    /// The options that were given, by name: none of them means anything without learning.
    var given: [String] {
        [
            (retrain, "--retrain"), (lines, "--lines"), (budget != nil, "--budget"), (steps != nil, "--steps"),
            (hidden != nil, "--hidden"), (layers != nil, "--layers"), (cell != nil, "--cell"),
            (threads != nil, "--threads"),
        ].filter(\.0).map(\.1)
    }

    func validate() throws {
        if let steps, steps < 1 { throw ValidationError("--steps is \(steps); it must be 1 or above") }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads is \(threads); it must be 1 to 1024")
        }
        do {
            try NetworkConfiguration(
                inputSizes: [1], hiddenSize: hidden ?? 1, layers: layers ?? 1, outputSize: 1
            ).validate()
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension CellKind: ExpressibleByArgument {}
