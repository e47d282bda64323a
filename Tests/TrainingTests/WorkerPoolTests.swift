import Synchronization
import Testing
import Training

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8]) func everyItemIsDoneOnceAndBeforeTheReturn(threads: Int) {
        let pool = WorkerPool(threads: threads)
        for round in 0..<500 {
            let count = round % 20
            let counts = Counts(count)
            pool.perform(count) { counts.add($0) }
            #expect(counts.all == [Int](repeating: 1, count: count))
        }
    }

    @Test func poolsComeAndGo() {
        let total = Counts(1)
        for _ in 0..<200 {
            let pool = WorkerPool(threads: 4)
            pool.perform(3) { _ in total.add(0) }
        }
        #expect(total.all == [600])
    }

    private final class Counts: Sendable {
        private let counts: Mutex<[Int]>

        init(_ count: Int) { counts = Mutex([Int](repeating: 0, count: count)) }

        func add(_ index: Int) { counts.withLock { $0[index] += 1 } }

        var all: [Int] { counts.withLock { $0 } }
    }
}
