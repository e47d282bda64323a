import Cluster
import Commands
import Numerics
import Recurrent
import Terminal
import Training

/// How long the processes of `./woodshed cluster` take to add up their gradients, beside the update that it is a part of, and what
/// follows for more processes than there are.
struct ExchangeBenchmark {
    /// A way to give all ranks the sum of all.
    enum Method: CaseIterable {
        /// That of training: each rank adds a part of the numbers.
        case halves
        /// Sums go up a tree of ranks and the total down again, all numbers at a time.
        case tree
        /// Each rank hands on a part of the numbers to the next. The order of a sum depends on the number of ranks.
        case ring
    }

    /// What was measured of one network.
    struct Result {
        var workload: Workload
        /// The numbers of a gradient.
        var numbers: Int
        /// Seconds, in the order of the methods.
        var exchanges: [Double]
        /// Seconds of a whole update by all ranks, and by one that computes all of a batch.
        var update, alone: Double
    }

    let ranks: any Ranks
    let isQuick: Bool
    let threads: Int

    private static let workloads = [
        Workload(cell: .lstm, hidden: 256, layers: 2, batch: 64, time: 64, vocabulary: 65),
        Workload(cell: .lstm, hidden: 512, layers: 2, batch: 64, time: 64, vocabulary: 65),
        Workload(cell: .lstm, hidden: 256, layers: 2, batch: 64, time: 64, vocabulary: 10_000, embedding: 256),
    ]

    /// Measures all there is and tells it, in Markdown.
    func run(_ console: inout Console) throws -> String {
        var results: [Result] = []
        console.status("measuring how fast numbers travel")
        let link = link()
        for workload in Self.workloads {
            console.status("measuring \(workload.network), V \(workload.vocabulary)")
            let numbers = workload.configuration.parameterCount
            let exchanges = Method.allCases.map { method in
                median { exchange(method, numbers) }
            }
            try results.append(
                Result(
                    workload: workload, numbers: numbers, exchanges: exchanges,
                    update: update(workload, ranks), alone: update(workload, nil)))
        }
        console.clear()
        return ExchangeReport(
            ranks: ranks.count, threads: threads, link: link, addingSeconds: addingSeconds(), results: results
        ).markdown
    }

    /// What one exchange with another rank takes: seconds for any, and for each byte more.
    private func link() -> ExchangeModel.Link {
        let last = ranks.count - 1
        func seconds(_ count: Int, times: Int) -> Double {
            let sent = [Float](repeating: 1, count: count)
            var received = sent
            return median {
                guard ranks.rank == 0 || ranks.rank == last else { return }
                for _ in 0..<times {
                    ranks.exchange(0..<count, of: sent, to: last - ranks.rank, for: &received, from: last - ranks.rank)
                }
            } / Double(times)
        }
        let (few, many) = (seconds(1, times: 100), seconds(1 << 20, times: 1))
        return ExchangeModel.Link(latency: few, bytesPerSecond: Double(4 << 20) / max(1e-9, many - few))
    }

    /// The seconds that adding one number takes.
    private func addingSeconds() -> Double {
        let count = 1 << 20
        var sum = [Float](repeating: 1, count: count)
        let more = sum
        return median { more.add(0..<count, to: &sum) } / Double(count)
    }

    /// The median of some rounds; of each the time of the slowest rank, all having begun together.
    private func median(_ body: () -> Void) -> Double {
        body()
        let rounds = (0..<(isQuick ? 5 : 21)).map { _ in
            _ = ranks.any(false)
            let start = Environment.seconds()
            body()
            return ranks.gathered([Environment.seconds() - start]).max() ?? 0
        }
        return Statistics.median(rounds) ?? 0
    }

    private func exchange(_ method: Method, _ count: Int) {
        var sums = [[Float](repeating: 1, count: count)]
        switch method {
        case .halves:
            ExchangePlan(shards: ranks.count, numbers: count, rank: ranks.rank, of: ranks.count).carryOut(&sums, ranks)
        case .tree: tree(&sums[0])
        case .ring: ring(&sums[0])
        }
    }

    private func tree(_ sum: inout [Float]) {
        let (rank, all) = (ranks.rank, 0..<sum.count)
        var nothing: [Float] = []
        var received = sum
        var step = 1
        while step < ranks.count, rank % (2 * step) == 0 {
            if rank + step < ranks.count {
                ranks.exchange(0..<0, of: [], to: rank + step, for: &received, from: rank + step)
                received.add(all, to: &sum)
            }
            step *= 2
        }
        if rank > 0 {
            ranks.exchange(all, of: sum, to: rank - step, for: &nothing, from: rank - step)
            ranks.exchange(0..<0, of: [], to: rank - step, for: &sum, from: rank - step)
        }
        while step > 1 {
            step /= 2
            guard rank + step < ranks.count else { continue }
            ranks.exchange(all, of: sum, to: rank + step, for: &nothing, from: rank + step)
        }
    }

    private func ring(_ sum: inout [Float]) {
        let (count, rank) = (ranks.count, ranks.rank)
        let (next, previous) = ((rank + 1) % count, (rank + count - 1) % count)
        func part(_ number: Int) -> Range<Int> {
            let part = (number + 2 * count) % count
            return part * sum.count / count..<(part + 1) * sum.count / count
        }
        for step in 0..<2 * (count - 1) {
            let (sent, kept) = (part(rank - step), part(rank - step - 1))
            var received = [Float](repeating: 0, count: kept.count)
            ranks.exchange(sent, of: sum, to: next, for: &received, from: previous)
            if step < count - 1 {
                received.add(0..<kept.count, to: &sum, at: kept.lowerBound)
            } else {
                sum.replaceSubrange(kept, with: received)
            }
        }
    }

    /// The seconds of an update: by all ranks together, or by each alone with the whole batch where there are none.
    private func update(_ workload: Workload, _ ranks: (any Ranks)?) throws -> Double {
        var options = TrainingBenchmark.options(workload, .float32, threads: threads)
        options.shards = ranks == nil ? 1 : TrainingOptions.shards(ofRanks: self.ranks.count)
        options.steps = isQuick ? 5 : 15
        let benchmark = try TrainingBenchmark(workload, .float32, threads: threads)
        let durations = try benchmark.durations(options, ranks: ranks) { _ in Interruption.isRaised }
        if self.ranks.any(Interruption.isRaised) { throw Failure(.interrupted, "") }
        return self.ranks.gathered([Statistics.median(durations) ?? 0]).max() ?? 0
    }
}
