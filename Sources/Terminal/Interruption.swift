import Glibc
import Synchronization

/// What SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal is gone) do.
///
/// A program that has nothing to keep ends at once: ``begin(cleanUp:)``. One that has, asks them to wait:
/// ``catchSignals()`` until ``release()``. The exit status says which signal it was: 130, 143 or 129.
public enum Interruption {
    static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// From now on a signal ends the process at once, with status 128 and its number. A SIGHUP that is ignored already, as
    /// `nohup` has it, stays so.
    ///
    /// - Parameter cleanUp: Called before, on whatever thread and in whatever state; it may do no more than a signal
    ///   handler may (POSIX.1-2017, XSH 2.4.3).
    public static func begin(cleanUp: @escaping @convention(c) () -> Void = {}) {
        setCleanUp(cleanUp)
        defers.store(false, ordering: .relaxed)
        listen()
    }

    /// From now on the first signal only raises the flag. A second ends the process at once, but for one that comes with
    /// the first: `timeout` sends each signal twice.
    public static func catchSignals() {
        defers.store(true, ordering: .relaxed)
        listen()
    }

    /// From now on SIGUSR1 is taken for SIGINT: the only signal that `mpirun` hands on to all of its processes.
    public static func takeUserSignals() {
        _ = signal(SIGUSR1, handle)
        unblock([SIGUSR1])
    }

    /// Ends what ``catchSignals()`` began: signals end the process at once again. A flag that is raised stays so.
    public static func release() {
        defers.store(false, ordering: .relaxed)
    }

    /// Whether a signal has arrived.
    public static var isRaised: Bool { caught.load(ordering: .relaxed) != 0 }

    /// The exit status that says which signal it was; 0 without one.
    public static var exitStatus: Int32 {
        let number = caught.load(ordering: .relaxed)
        return number == 0 ? 0 : 128 + number
    }

    /// Lowers the flag: what was to be ended has ended.
    package static func lower() {
        caught.store(0, ordering: .relaxed)
        caughtAt.store(0, ordering: .relaxed)
    }

    /// From now on writing to a closed pipe is an error, EPIPE, and no longer the end of the process.
    public static func ignoreClosedPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    private static func listen() {
        // Touched here, so that the handler never has to initialise them.
        _ = (caught.load(ordering: .relaxed), caughtAt.load(ordering: .relaxed))
        for number in signals where number != SIGHUP || !isIgnored(number) { _ = signal(number, handle) }
        unblock(signals)
    }

    /// The handler itself.
    private static let handle: @convention(c) (Int32) -> Void = { received in
        let number = received == SIGUSR1 ? SIGINT : received
        let now = Clock.milliseconds()
        let first = caughtAt.compareExchange(expected: 0, desired: now, ordering: .relaxed).original
        if first == 0 { caught.store(number, ordering: .relaxed) }
        if !defers.load(ordering: .relaxed) || (first != 0 && now - first >= 100) { Interruption.end(128 + number) }
    }
}

private let caught = Atomic<Int32>(0)
private let caughtAt = Atomic<Int>(0)
private let defers = Atomic<Bool>(false)
