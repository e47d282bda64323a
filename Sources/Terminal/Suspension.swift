import Glibc
import Synchronization

/// What SIGTSTP (Ctrl-Z) does to a program that has something to put in order before it stands still.
public enum Suspension {
    /// From now on the signal only raises the flag.
    public static func catchSignals() {
        _ = asked.load(ordering: .relaxed)
        guard !Interruption.isIgnored(SIGTSTP) else { return }
        _ = signal(SIGTSTP) { _ in asked.store(true, ordering: .relaxed) }
    }

    /// Whether a signal has arrived since ``suspend()``.
    public static var isRaised: Bool { asked.load(ordering: .relaxed) }

    /// Stands still until SIGCONT.
    public static func suspend() {
        asked.store(false, ordering: .relaxed)
        raise(SIGSTOP)
    }
}

private let asked = Atomic<Bool>(false)
