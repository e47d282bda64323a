import Glibc

/// A clock that may be read in a signal handler.
enum Clock {
    /// Milliseconds from some fixed moment, at least 1 and never going back.
    static func milliseconds() -> Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000 + 1
    }
}
