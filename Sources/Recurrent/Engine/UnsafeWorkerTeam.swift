internal import CKernels
import Glibc
import Synchronization

/// Threads that go through a piece of work side by side, meeting at barriers.
///
/// Where they wait, for one another or for the next piece, they do so in a loop for a moment before they sleep: mostly it is over
/// at once, but on a busy machine the thread that is waited for may not be running.
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
        shared.publish(nil, nil, count: count)
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Runs `body` on every thread of the team and returns when all have ended.
    ///
    /// Denormal numbers count as zero meanwhile. Not to be called from several threads at once, nor from within `body`.
    public func run(_ body: @escaping @Sendable (Worker) -> Void) {
        run(threads: count, body)
    }

    /// Runs `body` on as many threads as `pace` thinks fastest, which learns from the time it takes.
    ///
    /// - Parameter units: how much work it is, by the same measure each time.
    func run(_ pace: inout Pace, units: Double, _ body: @escaping @Sendable (Worker) -> Void) {
        let start = Self.seconds()
        run(threads: pace.count, body)
        pace.record(seconds: Self.seconds() - start, units: units)
    }

    /// The same for work that may take long.
    ///
    /// - Parameters:
    ///   - units: 0 where the time it takes says nothing.
    ///   - shouldStop: asked on this thread every few milliseconds. Once it is true, ``Worker/goesOn(after:)`` is false.
    /// - Returns: whether `shouldStop` never was true.
    func run(
        _ pace: inout Pace, units: Double, unless shouldStop: () -> Bool, _ body: @escaping @Sendable (Worker) -> Void
    ) -> Bool {
        let start = Self.seconds()
        let isWhole = run(threads: pace.count, unless: shouldStop, body)
        if isWhole { pace.record(seconds: Self.seconds() - start, units: units) }
        return isWhole
    }

    /// The same on the first few threads of the team.
    func run(threads: Int, unless shouldStop: () -> Bool, _ body: @escaping @Sendable (Worker) -> Void) -> Bool {
        withoutActuallyEscaping(shouldStop) { shouldStop in
            let watch = Watch(shouldStop)
            run(threads: threads, watch: watch, body)
            return watch.end()
        }
    }

    /// Runs `body` on the first few threads of the team.
    func run(threads: Int, _ body: @escaping @Sendable (Worker) -> Void) { run(threads: threads, watch: nil, body) }

    private func run(threads: Int, watch: Watch?, _ body: @escaping @Sendable (Worker) -> Void) {
        let threads = min(threads, count)
        guard threads > 1 else {
            return flushingDenormals { body(Worker(index: 0, count: 1, barrier: nil, watch: watch)) }
        }
        shared.publish(body, watch, count: threads)
        flushingDenormals { body(Worker(index: 0, count: threads, barrier: shared.barrier, watch: watch)) }
        shared.waitForAll(watch)
    }

    private static func seconds() -> Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }

    /// Runs `body` once for each of 0..<`items`, each thread taking a run of neighbours.
    public func perform(_ items: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard items > 1 else {
            if items == 1 { flushingDenormals { body(0) } }
            return
        }
        run { worker in
            for item in worker.slice(of: items) { body(item) }
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
    private let shared: Barrier?
    private let watch: Watch?

    fileprivate init(index: Int, count: Int, barrier: Barrier?, watch: Watch? = nil) {
        self.index = index
        self.count = count
        shared = barrier
        self.watch = watch
    }

    /// A thread that has no team.
    static let alone = Worker(index: 0, count: 1, barrier: nil)

    /// Its part of `items`: neighbours, and about as many as the others have.
    public func slice(of items: Int) -> Range<Int> {
        items * index / count..<items * (index + 1) / count
    }

    /// Waits until all threads of the team have come here.
    func barrier() { shared?.wait(count, index == 0 ? watch : nil) }

    /// Whether the work is still wanted. A thread that hears that it is not leaves out what is left to do, but comes to every barrier:
    /// the others wait for it there.
    ///
    /// - Parameter work: the products of two numbers, or the like, that were made since this was last asked.
    func goesOn(after work: Int) -> Bool {
        guard let watch else { return true }
        if index == 0 { watch.ask(after: work) }
        return !watch.isOver
    }
}

/// Waits in a loop for what mostly comes at once: at first hot, then giving way to whatever else wants the processor.
private struct Backoff {
    private var turns = 0

    /// - Returns: false when it has been long enough to go to sleep instead. What is waited for may be a thread that a sleeping one
    ///   makes room for; one that only gives way stays in its queue.
    mutating func wait() -> Bool {
        turns += 1
        if turns < 2000 { ck_pause() } else { sched_yield() }
        return turns < 2100
    }
}

/// Whoever handed out the work, and may no longer want it. Only the thread that did so asks, and only until the work ends.
private final class Watch: @unchecked Sendable {
    private let over = Atomic<Bool>(false)
    private var shouldStop: (() -> Bool)?
    private var work = 0

    /// The work between two questions: a hundredth of a second on a slow processor.
    private static let interval = 1 << 23

    init(_ shouldStop: @escaping () -> Bool) { self.shouldStop = shouldStop }

    var isOver: Bool { over.load(ordering: .relaxed) }

    func ask(after work: Int) {
        self.work += work
        guard self.work >= Self.interval else { return }
        self.work = 0
        ask()
    }

    func ask() {
        if !isOver, let shouldStop, shouldStop() { over.store(true, ordering: .relaxed) }
    }

    /// Forgets whom to ask, for other threads may keep this a little longer.
    ///
    /// - Returns: whether the work was wanted to its end.
    func end() -> Bool {
        shouldStop = nil
        return !isOver
    }
}

/// A place to sleep until something has come true. The condition variable and its mutex live from `init` to `deinit`, at addresses
/// that do not move.
@safe private final class Bed: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let sleepers = Atomic<Int>(0)

    /// How long whoever has something to watch sleeps at most, in nanoseconds.
    private static let nap = 20_000_000

    init() {
        var clock = pthread_condattr_t()
        unsafe pthread_condattr_init(&clock)
        unsafe pthread_condattr_setclock(&clock, CLOCK_MONOTONIC)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, &clock)
        unsafe pthread_condattr_destroy(&clock)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Returns when `isTrue` is. Whoever makes it true calls ``wake()`` afterwards; both orders are sequentially consistent, so
    /// either the sleeper sees the change or the other sees the sleeper.
    func sleep(until isTrue: () -> Bool) {
        unsafe pthread_mutex_lock(mutex)
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while !isTrue() { unsafe pthread_cond_wait(changed, mutex) }
        sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// The same for a thread that has something to watch meanwhile.
    func sleep(until isTrue: () -> Bool, watching watch: Watch) {
        while true {
            unsafe pthread_mutex_lock(mutex)
            sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
            if !isTrue() {
                var end = timespec()
                unsafe clock_gettime(CLOCK_MONOTONIC, &end)
                end.tv_nsec += Self.nap
                if end.tv_nsec >= 1_000_000_000 {
                    (end.tv_sec, end.tv_nsec) = (end.tv_sec + 1, end.tv_nsec - 1_000_000_000)
                }
                unsafe pthread_cond_timedwait(changed, mutex, &end)
            }
            sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
            unsafe pthread_mutex_unlock(mutex)
            if isTrue() { return }
            watch.ask()
        }
    }

    func wake() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        unsafe pthread_mutex_lock(mutex)
        unsafe pthread_cond_broadcast(changed)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits awake for a while, then asleep.
    func wait(_ watch: Watch? = nil, until isTrue: () -> Bool) {
        var backoff = Backoff()
        while !isTrue() {
            guard !backoff.wait() else { continue }
            guard let watch else { return sleep(until: isTrue) }
            return sleep(until: isTrue, watching: watch)
        }
    }
}

/// A barrier.
private final class Barrier: Sendable {
    private let arrived = Atomic<Int>(0)
    private let generation = Atomic<Int>(0)
    private let bed = Bed()

    func wait(_ count: Int, _ watch: Watch?) {
        let now = generation.load(ordering: .acquiring)
        if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count {
            arrived.store(0, ordering: .relaxed)
            generation.store(now + 1, ordering: .sequentiallyConsistent)
            bed.wake()
            return
        }
        bed.wait(watch) { generation.load(ordering: .sequentiallyConsistent) != now }
    }
}

/// The work at hand. `body` and `watch` are written before `work` is changed and read after, by those of the threads only that take part.
private final class SharedWork: @unchecked Sendable {
    let barrier = Barrier()
    /// The number of the work, times 2¹⁶, and how many threads take part.
    private let work = Atomic<Int>(0)
    private let running = Atomic<Int>(0)
    private let (start, end) = (Bed(), Bed())
    private var body: (@Sendable (Worker) -> Void)?
    private var watch: Watch?

    /// Hands out new work; nil sends everyone home.
    func publish(_ body: (@Sendable (Worker) -> Void)?, _ watch: Watch?, count: Int) {
        self.body = body
        self.watch = watch
        running.store(count - 1, ordering: .relaxed)
        let number = work.load(ordering: .relaxed) >> 16 + 1
        work.store(number << 16 + count, ordering: .sequentiallyConsistent)
        start.wake()
    }

    func waitForAll(_ watch: Watch?) {
        end.wait(watch) { running.load(ordering: .sequentiallyConsistent) == 0 }
        body = nil
        self.watch = nil
    }

    /// A thread's life.
    func work(index: Int) {
        var seen = 0
        while true {
            start.wait { work.load(ordering: .sequentiallyConsistent) != seen }
            seen = work.load(ordering: .acquiring)
            let count = seen & 0xFFFF
            // Work for fewer threads goes on without this one, which does not wait for the next hotly.
            guard index < count else {
                start.sleep { work.load(ordering: .sequentiallyConsistent) != seen }
                continue
            }
            guard let body else { return }
            body(Worker(index: index, count: count, barrier: barrier, watch: watch))
            if running.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0 { end.wake() }
        }
    }
}
