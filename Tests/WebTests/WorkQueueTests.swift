import Synchronization
import Testing

@testable import Web

@Suite struct WorkQueueTests {
    /// A queue whose thread is this one, once told.
    private final class Hand: Sendable {
        let bodies = Mutex<[@Sendable () -> Void]>([])
    }

    @Test func clientsTakeTurns() throws {
        let hand = Hand()
        let queue = WorkQueue(threads: 1, most: 100, mostOfClient: 50) { body in
            hand.bodies.withLock { $0.append(body) }
        }
        let done = Mutex<[String]>([])
        for number in 1...5 { try queue.add("greedy") { done.withLock { $0.append("greedy \(number)") } } }
        try queue.add("modest") { done.withLock { $0.append("modest") } }
        try queue.add("last") {
            done.withLock { $0.append("last") }
            queue.close()
        }
        for body in hand.bodies.withLock({ $0 }) { body() }
        #expect(done.withLock { $0 } == ["greedy 1", "modest", "last"])
    }

    @Test func neitherOneClientNorAllOfThemHaveMoreThanTheirShareWaiting() throws {
        let queue = WorkQueue(threads: 0, most: 5, mostOfClient: 3) { _ in }
        for _ in 0..<3 { try queue.add("a") {} }
        #expect(throws: WorkQueue.Refusal.clientFull) { try queue.add("a") {} }
        for _ in 0..<2 { try queue.add("b") {} }
        #expect(throws: WorkQueue.Refusal.full) { try queue.add("c") {} }
        #expect(queue.count == 5)
    }
}
