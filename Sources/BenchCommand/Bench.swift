import ArgumentParser
import Commands
import Terminal
import Training

/// The command `woodshed-bench`, which `./woodshed bench` builds and runs.
struct Bench: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "woodshed-bench",
        abstract: "Measures how fast Woodshed learns and writes on this machine.",
        discussion: """
            Prints tokens a second for training and sampling, per cent of the ceiling it measures itself, the time from \
            process start to the first character, and peak memory. Documentation/Benchmarks.md says what each line does.

            EXAMPLES
              ./woodshed bench
              ./woodshed bench --against-torch --only train
              ./woodshed bench --quick --only sample/lstm/2x256 --json

            EXIT STATUS
              0 done, 64 wrong usage, 65 unusable data, 66 missing input, 69 something needed is missing, 130 Ctrl-C
            """,
        version: version)

    @Flag(help: "Run PyTorch's counterpart in turns with each, and print the ratios. Needs python3 with torch.")
    var againstTorch = false

    @Flag(help: "A few seconds instead of minutes; the figures are rough.")
    var quick = false

    @Option(
        help: ArgumentHelp(
            "Measure only what has this in its name (start, train, sample, 2x256, int8, …); may be repeated.",
            valueName: "pattern"))
    var only: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The threads that training and batches use. (default: all cores)", valueName: "number"))
    var threads: Int?

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Print Markdown.")
    var markdown = false

    func validate() throws {
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads is \(threads); it must be 1 to 1024")
        }
        if json, markdown { throw ValidationError("--json and --markdown exclude each other; give one") }
        let suite = Suite(threads: threads ?? 2)
        for pattern in only where suite.matching([pattern]).isEmpty {
            let names = suite.items.map(\.name).joined(separator: " ")
            throw ValidationError("--only \(pattern) matches nothing; there are: \(names)")
        }
    }

    func run() throws {
        Interruption.catchSignals()
        let count = threads ?? Processors.available
        let items = Suite(threads: count).matching(only)
        let console = Console("woodshed-bench", isQuiet: false)
        let torch = againstTorch ? try Torch() : nil
        var report = Report(surroundings: .here(threads: count, torch: torch?.about), figures: [])
        var measuring = Measuring(items, isQuick: quick, torch: torch, console: console)
        do {
            try measuring.run { report.figures.append($0) }
        } catch {
            // What is known by now took its time.
            if !report.figures.isEmpty { print(report) }
            throw error
        }
        print(report)
    }

    private func print(_ report: Report) {
        Descriptor.output.write(json ? report.json : markdown ? report.markdown : report.text)
    }
}
