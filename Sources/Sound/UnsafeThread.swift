internal import Files
internal import Glibc

/// A thread of the system's, for work that must not share one: making sound in time, or long calculations beside it.
///
/// Signals are left to the other threads, so that Ctrl-C reaches the one that waits for it.
@safe package struct SystemThread: ~Copyable {
    private let thread: pthread_t

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts a thread that runs `run`, which takes what it captures with it.
    ///
    /// - Throws: ``SoundError/synthesizerFailed(reason:)`` where the system has no thread to give.
    package init(_ run: sending @escaping () -> Void) throws(SoundError) {
        var blocked = sigset_t()
        var previous = sigset_t()
        unsafe _ = sigfillset(&blocked)
        // A new thread inherits the mask.
        unsafe _ = pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                unsafe Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            unsafe body.release()
            throw .synthesizerFailed(reason: "no thread: \(systemMessage(code))")
        }
        self.thread = thread
    }

    /// Waits for the thread to end.
    consuming func join() {
        _ = pthread_join(thread, nil)
    }

    /// Real-time priorities: above all ordinary programs, and below the kernel's own.
    enum RealTimePriority: Int32 {
        /// Makes what is heard from events, a block at a time.
        case sound = 40
        /// Makes events, a bar at a time: on a machine that is busy otherwise, the song would wait for them.
        case source = 20
    }

    /// Gives the calling thread a priority; false where the user may not.
    static func raisePriority(_ priority: RealTimePriority) -> Bool {
        var parameters = sched_param()
        parameters.sched_priority = priority.rawValue
        return unsafe pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0
    }

    static func sleep(seconds: Double) {
        usleep(useconds_t(min(max(seconds, 0), 1) * 1e6))
    }

    package static func sleep(milliseconds: Int) {
        usleep(useconds_t(milliseconds * 1000))
    }
}
