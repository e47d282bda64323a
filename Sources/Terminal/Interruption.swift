import Glibc
import Synchronization

/// Ctrl-C as a flag: the first asks the program to finish, the second ends it at once.
public enum Interruption {
    /// From now on the first SIGINT or SIGTERM only raises the flag. A second ends the process with status 130 (143),
    /// but for one that comes with the first: `timeout` sends each signal twice.
    public static func catchSignals() {
        // Touched here, so that the handler never has to initialise it.
        caught.store(0, ordering: .relaxed)
        caughtAt.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                let now = Clock.milliseconds()
                let first = caughtAt.compareExchange(expected: 0, desired: now, ordering: .relaxed).original
                if first == 0 {
                    caught.store(number, ordering: .relaxed)
                } else if now - first >= 100 {
                    _exit(128 + number)
                }
            }
        }
    }

    /// Lowers the flag and gives the signals their usual effect back.
    public static func release() {
        for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
        caught.store(0, ordering: .relaxed)
        caughtAt.store(0, ordering: .relaxed)
    }

    /// Whether a signal has arrived.
    public static var isRaised: Bool { caught.load(ordering: .relaxed) != 0 }

    /// The exit status that says which signal it was; 0 without one.
    public static var exitStatus: Int32 {
        let number = caught.load(ordering: .relaxed)
        return number == 0 ? 0 : 128 + number
    }

    /// From now on writing to a closed pipe is an error, EPIPE, and no longer the end of the process.
    public static func ignoreClosedPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }
}

private let caught = Atomic<Int32>(0)
private let caughtAt = Atomic<Int>(0)
