import Commands
import Sampling
import Terminal

/// Measures one item after the other, and says how far it is.
struct Measuring {
    let items: [BenchmarkList.Item]
    let isQuick: Bool
    let torch: Torch?
    private var console: Console
    /// The seconds that the items before the current one were thought to take.
    private var done = 0.0
    private var current = (title: "", seconds: 0.0)
    private let start = Environment.seconds()

    init(_ items: [BenchmarkList.Item], isQuick: Bool, torch: Torch?, console: Console) {
        self.items = items
        self.isQuick = isQuick
        self.torch = torch
        self.console = console
    }

    /// Measures them all.
    ///
    /// - Parameter each: Takes each figure as soon as it is known, so that Ctrl-C loses none.
    /// - Throws: `Failure`.
    mutating func run(_ each: (Figure) -> Void) throws {
        defer { console.clear() }
        for item in items {
            current = (item.title, expectedSeconds(item))
            tick(0)
            for figure in try figures(item) { each(figure) }
            done += current.seconds
        }
    }

    /// How long an item takes, roughly: enough to tell how far all of it is.
    private func expectedSeconds(_ item: BenchmarkList.Item) -> Double {
        switch item.work {
        case .start: isQuick ? 2 : 4
        case .training, .sampling, .batchSampling: extent.total(beside: torch != nil)
        case .controls: extent.total(beside: true)
        }
    }

    private var extent: Duel.Extent { isQuick ? .quick : .full }

    private mutating func figures(_ item: BenchmarkList.Item) throws -> [Figure] {
        switch item.work {
        case .start:
            let benchmark = try StartBenchmark()
            let learning = try benchmark.learn()
            let times = isQuick ? 5 : 41
            var count = 0
            let writing = try benchmark.write(times: times) {
                count += 1
                tick(Double(count) / Double(times))
            }
            return writing + [learning]
        case .training(let workload):
            let outcome = try duel(
                TrainingBenchmark(workload, threads: item.threads), item,
                TorchTask(.training, workload, threads: item.threads),
                ceiling: true)
            var figure = figure(item, .training, outcome)
            figure.gigaflops = figure.value * Double(workload.trainingOperations) * 1e-9
            return [figure]
        case .sampling(let workload, let format):
            let outcome = try duel(
                SamplingBenchmark(
                    workload, format: format, threads: item.threads, options: SamplingOptions(temperature: 0.8)), item,
                TorchTask(.sampling, workload, threads: item.threads), ceiling: false)
            return [figure(item, .sampling, outcome)]
        case .batchSampling(let workload):
            let outcome = try duel(
                BatchSamplingBenchmark(workload, threads: item.threads), item,
                TorchTask(.sampling, workload, threads: item.threads),
                ceiling: false)
            return [figure(item, .sampling, outcome)]
        case .controls(let workload, let cutsEarly):
            return [try controls(item, workload, SamplingBenchmark.allControls(cutsEarly: cutsEarly))]
        }
    }

    private mutating func controls(_ item: BenchmarkList.Item, _ workload: Workload, _ all: SamplingOptions) throws
        -> Figure
    {
        var rounds = 0
        let outcome = try Duel(extent: extent).run(
            SamplingBenchmark(workload, options: all, isUneven: true),
            against: SamplingBenchmark(workload, options: SamplingOptions(temperature: 0.8), isUneven: true),
            ceilingThreads: nil
        ) {
            rounds += 1
            tick(Double(rounds) / Double(extent.rounds))
        }
        return Figure(
            name: item.name, title: item.title, group: .controls, threads: item.threads,
            value: outcome.ratio.map { 1 / $0 - 1 } ?? 0, unit: .slower, goals: item.goals)
    }

    private mutating func duel(_ here: some Contender, _ item: BenchmarkList.Item, _ task: TorchTask?, ceiling: Bool)
        throws
        -> (Duel.Outcome, String?)
    {
        var other: TorchContender?
        if let torch, let task { other = try TorchContender(torch, task) { tick(0) } }
        var rounds = 0
        let outcome = try Duel(extent: extent).run(
            here, against: other, ceilingThreads: ceiling ? item.threads : nil
        ) {
            rounds += 1
            tick(Double(rounds) / Double(extent.rounds))
        }
        return (outcome, other?.variant)
    }

    private func figure(_ item: BenchmarkList.Item, _ group: Figure.Group, _ result: (Duel.Outcome, String?)) -> Figure
    {
        let (outcome, variant) = result
        var figure = Figure(
            name: item.name, title: item.title, group: group, threads: item.threads, value: outcome.rate,
            unit: .tokensPerSecond)
        figure.ceiling = outcome.ceiling
        figure.torch = outcome.other
        figure.torchVariant = variant
        figure.ratio = outcome.ratio
        figure.goals = item.goals
        return figure
    }

    /// - Parameter part: The fraction of the current item that is done.
    private mutating func tick(_ part: Double) {
        let total = items.reduce(0) { $0 + expectedSeconds($1) }
        let behind = done + part * current.seconds
        let elapsed = Environment.seconds() - start
        // What was expected is corrected by what it came to, as soon as that says something.
        let pace = behind > 5 ? elapsed / behind : 1
        let details = ["\(DurationText.clock((total - behind) * pace)) left", current.title]
        let fraction = behind / total
        console.progress(ProgressLine.Report(label: "measuring", fraction: fraction, details: details))
    }
}
