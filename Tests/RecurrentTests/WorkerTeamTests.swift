@testable import Recurrent
import Synchronization
import Testing

@Suite struct WorkerTeamTests {
    @Test(arguments: [1, 2, 3, 8]) func everyItemIsDoneOnceAndBeforeTheReturn(threads: Int) {
        let team = WorkerTeam(threads: threads)
        for round in 0..<500 {
            let count = round % 20
            let counts = Counts(count)
            team.perform(count) { counts.add($0) }
            #expect(counts.all == [Int](repeating: 1, count: count))
        }
    }

    @Test func teamsComeAndGo() {
        let total = Counts(1)
        for _ in 0..<200 {
            let team = WorkerTeam(threads: 4)
            team.perform(3) { _ in total.add(0) }
        }
        #expect(total.all == [600])
    }

    @Test(arguments: [1, 2, 5]) func theSlicesCoverAllItemsOnce(threads: Int) {
        let team = WorkerTeam(threads: threads)
        for items in 0..<20 {
            let counts = Counts(items)
            team.run { worker in
                for item in worker.slice(of: items) { counts.add(item) }
            }
            #expect(counts.all == [Int](repeating: 1, count: items))
        }
    }

    /// The thread that asks may be the one that does the work, or one that waits for it.
    @Test(arguments: [1, 2, 5]) func whatIsNoLongerWantedEndsAndNobodyIsLeftBehind(threads: Int) {
        let team = WorkerTeam(threads: threads)
        for last in [0, threads - 1] {
            var asked = 0
            let done = Counts(threads)
            let isWhole = team.run(
                threads: threads,
                unless: {
                    asked += 1
                    return asked == 3
                },
                { worker in
                    if worker.index == last {
                        while worker.goesOn(after: 1 << 20) {}
                    }
                    worker.barrier()
                    done.add(worker.index)
                })
            #expect(!isWhole && asked >= 3)
            #expect(done.all == [Int](repeating: 1, count: threads))
        }
        let isWhole = team.run(threads: threads, unless: { false }, { worker in worker.barrier() })
        #expect(isWhole)
    }

    private final class Counts: Sendable {
        private let counts: Mutex<[Int]>

        init(_ count: Int) { counts = Mutex([Int](repeating: 0, count: count)) }

        func add(_ index: Int) { counts.withLock { $0[index] += 1 } }

        var all: [Int] { counts.withLock { $0 } }
    }
}
