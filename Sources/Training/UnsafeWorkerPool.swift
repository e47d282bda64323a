import Glibc
import Synchronization

/// Threads that wait for work, so that none has to be made for each step.
///
/// Which thread does which item is left to chance; results must not depend on it.
package final class WorkerPool: Sendable {
    private let shared: Shared
    private let threads: [pthread_t]

    /// A pool of `count` threads, the caller's included; fewer where the system gives no more.
    package init(threads count: Int) {
        let shared = Shared()
        self.shared = shared
        var threads: [pthread_t] = []
        while threads.count < count - 1 {
            var thread = pthread_t()
            let context = unsafe Unmanaged.passRetained(shared)
            let code = unsafe pthread_create(
                &thread, nil,
                { context in
                    let shared = unsafe Unmanaged<Shared>.fromOpaque(context!).takeRetainedValue()
                    shared.work()
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
        shared.stop()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Runs `body` once for each of 0..<`count`, on this and the other threads, and returns when all have ended.
    ///
    /// Not to be called from several threads at once, nor from within `body`.
    package func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        guard count > 0 else { return }
        let job = Job(count: count, body: body)
        shared.publish(job)
        job.run()
        shared.wait(for: job)
    }
}

/// A number of items of which each is taken by one thread.
private final class Job: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)
    private let ended = Atomic<Int>(0)

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    var isComplete: Bool { ended.load(ordering: .acquiring) == count }

    /// Takes items until none is left; returns whether the last to end was one of them.
    @discardableResult
    func run() -> Bool {
        var endedLast = false
        while true {
            let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard item < count else { return endedLast }
            body(item)
            endedLast = ended.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count
        }
    }
}

/// The job at hand, guarded by a mutex. The two condition variables and the mutex live from `init` to `deinit`, at
/// addresses that do not move.
@safe private final class Shared: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let published = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let completed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var job: Job?
    private var number = 0
    private var isStopping = false

    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(published, nil)
        unsafe pthread_cond_init(completed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(completed)
        unsafe pthread_cond_destroy(published)
        unsafe pthread_mutex_destroy(mutex)
        unsafe completed.deallocate()
        unsafe published.deallocate()
        unsafe mutex.deallocate()
    }

    func publish(_ new: Job) {
        locked {
            job = new
            number += 1
            unsafe pthread_cond_broadcast(published)
        }
    }

    func stop() {
        locked {
            isStopping = true
            unsafe pthread_cond_broadcast(published)
        }
    }

    func wait(for job: Job) {
        locked {
            while !job.isComplete { unsafe pthread_cond_wait(completed, mutex) }
            self.job = nil
        }
    }

    /// A worker's life.
    func work() {
        var seen = 0
        while true {
            var next: Job?
            let goesOn = locked {
                while number == seen && !isStopping { unsafe pthread_cond_wait(published, mutex) }
                seen = number
                next = job
                return !isStopping
            }
            guard goesOn else { return }
            // A worker that wakes late finds the job done and gone.
            if let next, next.run() { locked { _ = unsafe pthread_cond_signal(completed) } }
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
