import Dispatch
import Glibc
import Recurrent
import Synchronization
import Testing

@testable import Training

@Suite("Several processes that train one network") struct ShardsTests {
    /// What ranks would send over MPI, between threads of this process.
    final class Mailroom: Sendable {
        private struct State {
            var letters: [String: [[UInt8]]] = [:]
        }

        private let state = Mutex(State())
        let count: Int

        init(_ count: Int) { self.count = count }

        func put(_ bytes: [UInt8], _ address: String) {
            state.withLock { $0.letters[address, default: []].append(bytes) }
        }

        func take(_ address: String) -> [UInt8] {
            while true {
                let letter = state.withLock { state -> [UInt8]? in
                    guard let first = state.letters[address]?.first else { return nil }
                    state.letters[address]!.removeFirst()
                    return first
                }
                if let letter { return letter }
                sched_yield()
            }
        }
    }

    struct ThreadRanks: Ranks {
        let room: Mailroom
        let rank: Int
        var count: Int { room.count }

        private static func bytes(_ numbers: [Float]) -> [UInt8] {
            numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
        }

        private static func numbers(_ bytes: [UInt8]) -> [Float] {
            stride(from: 0, to: bytes.count, by: 4).map { start in
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
            }
        }

        func exchange(
            _ sent: Range<Int>, of numbers: [Float], to next: Int, for received: inout [Float], from previous: Int
        ) {
            room.put(Self.bytes(Array(numbers[sent])), "\(rank) to \(next)")
            let numbers = Self.numbers(room.take("\(previous) to \(rank)"))
            #expect(numbers.count == received.count)
            received = numbers
        }

        func broadcast(_ bytes: inout [UInt8]) { bytes = gather(bytes)[0] }

        func gather(_ bytes: [UInt8]) -> [[UInt8]] {
            for other in 0..<count { room.put(bytes, "all of \(rank) to \(other)") }
            return (0..<count).map { room.take("all of \($0) to \(rank)") }
        }
    }

    static func options(shards: Int) -> TrainingOptions {
        var options = CheckpointTests.options()
        (options.shards, options.layerDropout, options.weightDrop, options.threads) = (shards, 0.1, 0.1, 1)
        return options
    }

    /// The result of each rank, or its error.
    static func run(
        ranks count: Int, options: [TrainingOptions], checkpoints: CheckpointPlan? = nil, stopAt: Int = .max
    ) -> [Result<TrainingResult, any Error>] {
        let room = Mailroom(count)
        let results = Mutex([Int: Result<TrainingResult, any Error>]())
        let group = DispatchGroup()
        for rank in 0..<count {
            DispatchQueue(label: "rank \(rank)").async(group: group) {
                let result = Result { () throws -> TrainingResult in
                    var generator = ValidationStreamsTests.Generator(state: 1)
                    let network = try Network(
                        NetworkConfiguration(cell: .lstm, inputSizes: [4], hiddenSize: 12, layers: 2, outputSize: 4),
                        using: &generator)
                    var trainer = Trainer(options[rank % options.count], checkpoints: checkpoints)
                    trainer.ranks = ThreadRanks(room: room, rank: rank)
                    var steps = 0
                    return try trainer.run(
                        network, training: TokenSequences(CheckpointTests.songs),
                        validation: TokenSequences([TrainerTests.song(60)]),
                        // One of them is told to stop; the others learn of it.
                        progress: { steps = $0.step }, shouldStop: { rank == count - 1 && steps >= stopAt })
                }
                results.withLock { $0[rank] = result }
            }
        }
        group.wait()
        return (0..<count).map { rank in results.withLock { $0[rank]! } }
    }

    @Test("One to four processes, and one alone, give the same weights to the last bit") func sameBits() throws {
        let alone = try CheckpointTests.run(nil, options: Self.options(shards: 4))
        for count in 1...4 {
            for result in Self.run(ranks: count, options: [Self.options(shards: 4)]) {
                CheckpointTests.expectEqual(try result.get(), alone, "\(count) processes")
            }
        }
    }

    @Test("Shards change the order of sums and nothing else") func nearlyTheSame() throws {
        let (one, four) = (
            try CheckpointTests.run(nil, options: Self.options(shards: 1)),
            try CheckpointTests.run(nil, options: Self.options(shards: 3))
        )
        #expect(one.network.parameters != four.network.parameters)
        #expect(abs(try #require(one.validationLoss) - #require(four.validationLoss)) < 0.02)
    }

    @Test("A run that two stopped goes on with three, and alone", arguments: [1, 3]) func resumes(ranks: Int) throws {
        let options = Self.options(shards: 4)
        let folder = try CheckpointTests.Folder()
        let whole = try CheckpointTests.run(nil, options: options)
        var plan = CheckpointPlan(path: folder.checkpoint, interval: 1e9)
        for result in Self.run(ranks: 2, options: [options], checkpoints: plan, stopAt: 29) {
            #expect(try result.get().ending == .interrupted)
        }
        plan.resumes = true
        for result in Self.run(ranks: ranks, options: [options], checkpoints: plan) {
            CheckpointTests.expectEqual(try result.get(), whole, "\(ranks) processes go on")
        }
    }

    @Test("A checkpoint of other shards is refused, and one from before there were shards goes on")
    func otherShards() throws {
        let folder = try CheckpointTests.Folder()
        var plan = CheckpointPlan(path: folder.checkpoint, interval: 1e9)
        _ = try CheckpointTests.run(plan, options: Self.options(shards: 2), stopAt: 29)
        plan.resumes = true
        let plain = plan
        #expect(throws: TrainingError.self) { try CheckpointTests.run(plain, options: Self.options(shards: 1)) }
        let old = RunIdentity(items: [("seed", "1")])
        #expect(RunIdentity(items: [("seed", "1"), ("number of shards", "1")]).difference(from: old) == nil)
        #expect(RunIdentity(items: [("number of shards", "2")]).difference(from: old)?.found == "1")
    }

    @Test("Processes that were given other options, or have nothing to do, are told so") func refusals() {
        var other = Self.options(shards: 4)
        other.learningRate *= 2
        for result in Self.run(ranks: 2, options: [Self.options(shards: 4), other]) {
            guard case .failure(let error) = result else {
                Issue.record("two learning rates were taken")
                continue
            }
            #expect("\(error)".contains("the learning rate of rank 1 is"))
        }
        for result in Self.run(ranks: 3, options: [Self.options(shards: 2)]) {
            guard case .failure(let error) = result else {
                Issue.record("two shards were taken for three")
                continue
            }
            #expect("\(error)".contains("--shards 3"))
        }
    }

    @Test("Every shard has an owner, in order, and every row a shard", arguments: [1, 2, 3, 5, 8, 64])
    func owners(count: Int) {
        for ranks in 1...count {
            let shards = Shards(count, batch: 64, numbers: 1, ranks: ThreadRanks(room: Mailroom(ranks), rank: 0))
            #expect(shards.rows.flatMap(Array.init) == Array(0..<64))
            let owners = shards.rows.indices.map { shards.owner($0) }
            #expect(owners == owners.sorted() && Set(owners) == Set(0..<ranks))
        }
    }

    /// The total on every rank, and how many numbers each has sent.
    static func totals(shards count: Int, ranks: Int, numbers: Int) -> [(total: [Float], sent: Int)] {
        let room = Mailroom(ranks)
        let results = Mutex([Int: (total: [Float], sent: Int)]())
        let group = DispatchGroup()
        for rank in 0..<ranks {
            DispatchQueue(label: "rank \(rank)").async(group: group) {
                let shards = Shards(count, batch: count, numbers: numbers, ranks: ThreadRanks(room: room, rank: rank))
                let total = shards.total { shard in
                    // Sums of such numbers come out otherwise in any other order.
                    (0..<numbers).map { number in
                        Float(1 + (shard * 7_919 + number * 104_729) % 1_009) / 97 * (shard % 3 == 0 ? -1e3 : 1)
                    }
                }
                let plan = ExchangePlan(shards: count, numbers: numbers, rank: rank, of: ranks)
                let sent = plan.steps.reduce(0) { sum, step in
                    if case .trade(let trade) = step { sum + trade.given.count + trade.kept.count } else { sum }
                }
                results.withLock { $0[rank] = (total!, sent) }
            }
        }
        group.wait()
        return results.withLock { all in (0..<ranks).map { all[$0]! } }
    }

    @Test(
        "Gradients are added along the tree of the shards, whoever adds which of their numbers",
        arguments: [1, 2, 3, 4, 5, 7, 8, 13], [1, 2, 3, 30, 257])
    func totals(count: Int, numbers: Int) {
        let alone = Self.totals(shards: count, ranks: 1, numbers: numbers)[0].total
        for ranks in 1...count {
            for (rank, result) in Self.totals(shards: count, ranks: ranks, numbers: numbers).enumerated() {
                #expect(result.total.map(\.bitPattern) == alone.map(\.bitPattern), "rank \(rank) of \(ranks)")
            }
        }
    }

    @Test("A rank sends twice the numbers at most, however many ranks there are", arguments: [2, 4, 8, 16])
    func sent(ranks: Int) {
        for (_, sent) in Self.totals(shards: ranks, ranks: ranks, numbers: 1_600) {
            #expect(sent == 2 * 1_600 * (ranks - 1) / ranks)
        }
    }
}
