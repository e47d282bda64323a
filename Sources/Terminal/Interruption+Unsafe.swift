import Glibc
import Synchronization

/// What ends a process from within a signal handler, where only a few calls may be made (POSIX.1-2017, XSH 2.4.3).
extension Interruption {
    static func setCleanUp(_ body: @escaping @convention(c) () -> Void) {
        cleanUp.store(unsafe unsafeBitCast(body, to: Int.self), ordering: .releasing)
    }

    /// Cleans up, begins a new line where a line of progress may stand, and ends the process.
    static func end(_ status: Int32) -> Never {
        let body = cleanUp.exchange(0, ordering: .acquiring)
        // Only `setCleanUp` stores anything else than 0 here.
        if body != 0 { unsafe unsafeBitCast(body, to: (@convention(c) () -> Void).self)() }
        if isatty(2) == 1 {
            var newline = UInt8(ascii: "\n")
            _ = unsafe write(2, &newline, 1)
        }
        _exit(status)
    }

    /// Lets the signals through again, where whoever started this process had blocked them: a mask is inherited.
    static func unblock(_ numbers: [Int32]) {
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for number in numbers { unsafe sigaddset(&mask, number) }
        unsafe _ = pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    }

    static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// The function that is called before the end, as its address; 0 for none.
private let cleanUp = Atomic<Int>(0)
