import Commands
import Recurrent
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
        case .training: extent.total(beside: torch == nil ? 0 : 2)
        case .sampling, .batchSampling: extent.total(beside: torch == nil ? 0 : 1)
        case .controls, .team: extent.total(beside: 1)
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
        case .training(let workload, let precision):
            let task = TorchTask(.training, workload, threads: item.threads)
            var autocast = task
            autocast?.autocast = true
            // With tiles there is more than is measured in registers.
            let hasCeiling = precision == .float32 || !Kernels.chosen.name.contains("amx")
            let outcome = try duel(
                TrainingBenchmark(workload, precision, threads: item.threads), [task, autocast].compactMap { $0 },
                ceiling: hasCeiling ? Ceiling(threads: item.threads, precision: precision) : nil)
            var figure = figure(item, .training, outcome)
            figure.gigaflops = figure.value * Double(workload.trainingOperations) * 1e-9
            return [figure]
        case .sampling(let workload, let format, let isUneven):
            let outcome = try duel(
                SamplingBenchmark(
                    workload, format: format, threads: item.threads, options: SamplingOptions(temperature: 0.8),
                    isUneven: isUneven),
                [TorchTask(.sampling, workload, threads: item.threads)].compactMap { $0 }, ceiling: nil)
            return [figure(item, .sampling, outcome)]
        case .batchSampling(let workload):
            let outcome = try duel(
                BatchSamplingBenchmark(workload, threads: item.threads),
                [TorchTask(.sampling, workload, threads: item.threads)].compactMap { $0 }, ceiling: nil)
            return [figure(item, .sampling, outcome)]
        case .team(let workload):
            return [try team(item, workload)]
        case .controls(let workload, let cutsEarly):
            return [try controls(item, workload, SamplingBenchmark.allControls(cutsEarly: cutsEarly))]
        }
    }

    /// How many times as fast several threads are as one.
    private mutating func team(_ item: BenchmarkList.Item, _ workload: Workload) throws -> Figure {
        var rounds = 0
        func tock() {
            rounds += 1
            tick(Double(rounds) / Double(extent.rounds))
        }
        let duel = Duel(extent: extent)
        let outcome =
            workload.time > 1
            ? try duel.run(
                TrainingBenchmark(workload, .float32, threads: item.threads),
                against: [TrainingBenchmark(workload, .float32, threads: 1)], ceiling: nil, tick: tock)
            : try duel.run(
                BatchSamplingBenchmark(workload, threads: item.threads),
                against: [BatchSamplingBenchmark(workload, threads: 1)], ceiling: nil, tick: tock)
        return Figure(
            name: item.name, title: item.title, group: .team, threads: item.threads, value: outcome.ratios[0] ?? 0,
            unit: .times, goals: item.goals)
    }

    private mutating func controls(_ item: BenchmarkList.Item, _ workload: Workload, _ all: SamplingOptions) throws
        -> Figure
    {
        var rounds = 0
        let outcome = try Duel(extent: extent).run(
            SamplingBenchmark(workload, options: all, isUneven: true),
            against: [SamplingBenchmark(workload, options: SamplingOptions(temperature: 0.8), isUneven: true)],
            ceiling: nil
        ) {
            rounds += 1
            tick(Double(rounds) / Double(extent.rounds))
        }
        return Figure(
            name: item.name, title: item.title, group: .controls, threads: item.threads,
            value: outcome.ratios[0].map { 1 / $0 - 1 } ?? 0, unit: .slower, goals: item.goals)
    }

    private mutating func duel(
        _ here: some Contender, _ tasks: [TorchTask], ceiling: Ceiling?
    ) throws -> (Duel.Outcome, String?) {
        var others: [TorchContender] = []
        if let torch {
            for (slot, task) in tasks.enumerated() {
                others.append(try TorchContender(torch, task, slot: slot) { tick(0) })
            }
        }
        var rounds = 0
        let outcome = try Duel(extent: extent).run(here, against: others, ceiling: ceiling) {
            rounds += 1
            tick(Double(rounds) / Double(extent.rounds))
        }
        return (outcome, others.first?.variant)
    }

    private func figure(_ item: BenchmarkList.Item, _ group: Figure.Group, _ result: (Duel.Outcome, String?)) -> Figure
    {
        let (outcome, variant) = result
        var figure = Figure(
            name: item.name, title: item.title, group: group, threads: item.threads, value: outcome.rate,
            unit: .tokensPerSecond)
        figure.ceiling = outcome.ceiling
        figure.torch = outcome.others.first ?? nil
        figure.torchVariant = variant
        figure.ratio = outcome.ratios.first ?? nil
        if outcome.others.count > 1 { (figure.autocast, figure.autocastRatio) = (outcome.others[1], outcome.ratios[1]) }
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
