import ArgumentParser
import Cluster
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

    @Flag(
        help:
            "Run PyTorch's counterpart in turns with each, in training also under autocast, and print the ratios. Needs python3 with torch."
    )
    var againstTorch = false

    @Option(
        number: "Let so many endless loops run beside it, as other programs do; they end with it.",
        value: "number")
    var busy: Int?

    @Flag(help: "A few seconds instead of minutes; the figures are rough.")
    var quick = false

    @Option(
        help: ArgumentHelp(
            "Measure only what has this in its name (start, train, sample, 2x256, int8, …); may be repeated.",
            valueName: "pattern"))
    var only: [String] = []

    @Option(number: "The threads that training and batches use. (default: all cores)", value: "number")
    var threads: Int?

    @Flag(help: "Measure what textgen learns of a text in a given time instead, and what smaller weights cost.")
    var learning = false

    @Option(help: ArgumentHelp("The text of --learning; its last tenth is held out.", valueName: "file"))
    var corpus: String?

    @Option(
        help: ArgumentHelp(
            "How long --learning learns: 68s, 10m. (default: \(DurationText.words(LearningBenchmark.usualTime)))",
            valueName: "duration"),
        transform: { text in
            guard let seconds = DurationText.seconds(text) else {
                throw ValidationError("'\(text)' is not a duration; write 90s, 5m or 1h30m")
            }
            return seconds
        })
    var seconds: Double?

    @Option(
        help: ArgumentHelp(
            "A model for --learning to measure, in place of learning one; the lead's model for --live.",
            valueName: "file"))
    var model: String?

    @Flag(
        help:
            "Measure how jazz play keeps its time, starts, stops and fails, over the sound card of the tests (some hours; with --quick a minute); with --solos, whether the lead hears a call."
    )
    var live = false

    @Option(
        help: ArgumentHelp(
            "With --live, a folder of solos: how much better the lead of --model foretells an answer after its own call than after another's.",
            valueName: "folder"))
    var solos: String?

    @Flag(
        help:
            "Measure how the processes of ./woodshed cluster -n N bench add up their gradients, which gives this flag by itself, and project it to 1,000 of them. Prints Markdown."
    )
    var exchange = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Further arguments of the textgen that --learning runs, after --.", valueName: "arguments"))
    var textgenArguments: [String] = []

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Print Markdown.")
    var markdown = false

    func validate() throws {
        try OptionCheck.range("--threads", threads, TrainingOptions.threadCounts)
        try OptionCheck.range("--busy", busy, 0...64)
        try checkLive()
        if !live { try checkLearning() }
        try checkExchange()
        if json, markdown { throw ValidationError("--json and --markdown exclude each other; give one") }
        let suite = BenchmarkList(threads: threads ?? 2)
        for pattern in only {
            let found =
                live ? PlayingBenchmark.names.filter { $0.contains(pattern) } : suite.matching([pattern]).map(\.name)
            guard found.isEmpty else { continue }
            let names = (live ? PlayingBenchmark.names : suite.items.map(\.name)).joined(separator: " ")
            throw ValidationError("--only \(pattern) matches nothing; there are: \(names)")
        }
    }

    private func checkLive() throws {
        if solos != nil, !live { throw ValidationError("--live and --solos belong together; give both") }
        guard live else { return }
        if (solos == nil) != (model == nil) {
            throw ValidationError(
                solos == nil
                    ? "--live measures the shipped models, and --model only with --solos; leave it out"
                    : "--live needs a lead's model; name one with --model FILE")
        }
        let other: [(Bool, String)] = [
            (learning, "--learning"), (againstTorch, "--against-torch"), (busy != nil, "--busy"),
            (quick && solos != nil, "--quick"), (!only.isEmpty && solos != nil, "--only"),
            (corpus != nil, "--corpus"), (seconds != nil, "--seconds"), (!textgenArguments.isEmpty, "--"),
        ]
        if let name = other.first(where: \.0)?.1 { throw ValidationError("\(name) has no meaning with --live") }
    }

    private func checkExchange() throws {
        let other: [(Bool, String)] = [
            (live, "--live"), (learning, "--learning"), (againstTorch, "--against-torch"), (busy != nil, "--busy"),
            (!only.isEmpty, "--only"), (json, "--json"),
        ]
        if exchange, let name = other.first(where: \.0)?.1 {
            throw ValidationError("\(name) has no meaning with --exchange")
        }
    }

    private func checkLearning() throws {
        let other: [(Bool, String)] = [
            (againstTorch, "--against-torch"), (quick, "--quick"), (!only.isEmpty, "--only"),
            (threads != nil, "--threads"),
        ]
        let its: [(Bool, String)] = [
            (corpus != nil, "--corpus"), (seconds != nil, "--seconds"), (model != nil, "--model"),
            (!textgenArguments.isEmpty, "--"),
        ]
        if learning, corpus == nil { throw ValidationError("--learning needs a text; name one with --corpus FILE") }
        if let name = (learning ? other : its).first(where: \.0)?.1 {
            throw ValidationError("\(name) has no meaning \(learning ? "with" : "without") --learning")
        }
        if model != nil, seconds != nil || !textgenArguments.isEmpty {
            throw ValidationError("with --model nothing is learned; leave out \(seconds != nil ? "--seconds" : "--")")
        }
    }

    func run() throws {
        if exchange { return try runExchange() }
        Interruption.catchSignals()
        var console = Console("woodshed-bench", isQuiet: false)
        let count = threads ?? Processors.available
        let load = try BusyLoops(busy ?? 0)
        defer { load.end() }
        let torch = againstTorch ? try startedTorch(&console) : nil
        var report = Report(surroundings: .here(threads: count, torch: torch?.about, busy: load.count), figures: [])
        do {
            if live, solos == nil {
                try PlayingBenchmark(isQuick: quick).run(only: only, &console) { report.figures += $0 }
            } else if live {
                report.figures = try LiveBenchmark.figures(model: model ?? "", solos: solos ?? "", &console)
            } else if learning {
                let benchmark = LearningBenchmark(
                    corpus: corpus ?? "", model: model, seconds: seconds ?? LearningBenchmark.usualTime,
                    arguments: textgenArguments)
                try benchmark.run(&console) { report.figures.append($0) }
            } else {
                let items = BenchmarkList(threads: count).matching(only)
                var measuring = Measuring(items, isQuick: quick, torch: torch, console: console)
                try measuring.run { report.figures.append($0) }
            }
        } catch {
            // What is known by now took its time.
            if !report.figures.isEmpty { try write(report) }
            throw error
        }
        try write(report)
    }

    private func runExchange() throws {
        try Cluster.together(begin: Interruption.takeUserSignals, wait: { Environment.wait(seconds: 10) }) { ranks in
            guard let ranks, ranks.count > 1 else {
                throw Failure(
                    .unavailable, "--exchange is between processes, and here is one; run ./woodshed cluster -n 2 bench")
            }
            Interruption.catchSignals()
            var console = Console("woodshed-bench", isQuiet: ranks.rank > 0)
            let text = try ExchangeBenchmark(ranks: ranks, isQuick: quick, threads: threads ?? 1).run(&console)
            Cluster.end()
            if ranks.rank == 0 { try Output.data(text) }
        }
    }

    private func startedTorch(_ console: inout Console) throws -> Torch {
        console.status("starting PyTorch")
        defer { console.clear() }
        return try Torch()
    }

    private func write(_ report: Report) throws {
        let text = json ? report.json : markdown ? report.markdown : report.text
        try Output.data(text)
    }
}
