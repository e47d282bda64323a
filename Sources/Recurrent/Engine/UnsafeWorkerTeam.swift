internal import CKernels
import Glibc
import Synchronization

/// Threads that go through a piece of work side by side, meeting at barriers.
///
/// Between two pieces they wait in a loop for a moment before they sleep, because the next piece mostly follows at once.
public final class WorkerTeam: Sendable {
    private let shared: SharedWork
    private let threads: [pthread_t]

    /// The number of threads, the caller's included.
    public var count: Int { threads.count + 1 }

    /// A team of `count` threads, the caller's included; fewer where the system gives no more.
    public init(threads count: Int) {
        let shared = SharedWork()
        self.shared = shared
        var threads: [pthread_t] = []
        while threads.count < count - 1 {
            var thread = pthread_t()
            let context = unsafe Unmanaged.passRetained(Start(shared: shared, index: threads.count + 1))
            let code = unsafe pthread_create(
                &thread, nil,
                { context in
                    let start = unsafe Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                    flushingDenormals { start.shared.work(index: start.index) }
                    return nil
                }, context.toOpaque())
            guard code == 0 else {
                unsafe context.release()
                break
            }
            threads.append(thread)
        }
        self.threads = threads
    }

    deinit {
        shared.publish(nil, count: count)
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Runs `body` on every thread of the team and returns when all have ended.
    ///
    /// Denormal numbers count as zero meanwhile. Not to be called from several threads at once, nor from within `body`.
    public func run(_ body: @escaping @Sendable (Worker) -> Void) {
        let caller = Worker(index: 0, count: count, threads: shared.barrier)
        guard count > 1 else { return flushingDenormals { body(caller) } }
        shared.publish(body, count: count)
        flushingDenormals { body(caller) }
        shared.waitForAll()
    }

    /// Runs `body` once for each of 0..<`items`, each thread taking a run of neighbours.
    public func perform(_ items: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard items > 1 else {
            if items == 1 { flushingDenormals { body(0) } }
            return
        }
        run { worker in
            for item in worker.share(of: items) { body(item) }
        }
    }

    private final class Start: Sendable {
        let shared: SharedWork
        let index: Int

        init(shared: SharedWork, index: Int) {
            self.shared = shared
            self.index = index
        }
    }
}

/// One thread of a team at work.
public struct Worker: Sendable {
    /// Which one, from 0.
    public let index: Int
    /// Of how many.
    public let count: Int
    fileprivate let threads: Barrier

    /// A thread that has no team.
    static let alone = Worker(index: 0, count: 1, threads: Barrier())

    /// Its part of `items`: neighbours, and about as many as the others have.
    public func share(of items: Int) -> Range<Int> {
        items * index / count..<items * (index + 1) / count
    }

    /// Waits until all threads of the team have come here.
    func barrier() {
        if count > 1 { threads.wait(count) }
    }
}

/// Waits in a loop: at first hot, then giving way to whatever else wants the processor.
private struct Backoff {
    private var turns = 0

    mutating func wait() {
        turns += 1
        if turns < 4000 { ck_pause() } else { sched_yield() }
    }

    /// Whether it has been long enough to go to sleep instead.
    var isExhausted: Bool { turns > 6000 }
}

/// A barrier.
private final class Barrier: Sendable {
    private let arrived = Atomic<Int>(0)
    private let generation = Atomic<Int>(0)

    func wait(_ count: Int) {
        let now = generation.load(ordering: .acquiring)
        if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count {
            arrived.store(0, ordering: .relaxed)
            generation.store(now + 1, ordering: .releasing)
            return
        }
        var backoff = Backoff()
        while generation.load(ordering: .acquiring) == now { backoff.wait() }
    }
}

/// The work at hand. The condition variable and its mutex live from `init` to `deinit`, at addresses that do not move;
/// `body` is written before `number` is raised and read after.
@safe private final class SharedWork: @unchecked Sendable {
    let barrier = Barrier()
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let published = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let number = Atomic<Int>(0)
    private let running = Atomic<Int>(0)
    private var body: (@Sendable (Worker) -> Void)?
    private var count = 1

    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(published, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(published)
        unsafe pthread_mutex_destroy(mutex)
        unsafe published.deallocate()
        unsafe mutex.deallocate()
    }

    /// Hands out new work; nil sends everyone home.
    func publish(_ body: (@Sendable (Worker) -> Void)?, count: Int) {
        unsafe pthread_mutex_lock(mutex)
        self.body = body
        self.count = count
        running.store(count - 1, ordering: .relaxed)
        number.wrappingAdd(1, ordering: .releasing)
        unsafe pthread_cond_broadcast(published)
        unsafe pthread_mutex_unlock(mutex)
    }

    func waitForAll() {
        var backoff = Backoff()
        while running.load(ordering: .acquiring) > 0 { backoff.wait() }
        body = nil
    }

    /// A thread's life.
    func work(index: Int) {
        var seen = 0
        while true {
            var backoff = Backoff()
            while number.load(ordering: .acquiring) == seen, !backoff.isExhausted { backoff.wait() }
            if number.load(ordering: .acquiring) == seen {
                unsafe pthread_mutex_lock(mutex)
                while number.load(ordering: .acquiring) == seen { unsafe pthread_cond_wait(published, mutex) }
                unsafe pthread_mutex_unlock(mutex)
            }
            seen += 1
            guard let body else { return }
            body(Worker(index: index, count: count, threads: barrier))
            running.wrappingSubtract(1, ordering: .releasing)
        }
    }
}
