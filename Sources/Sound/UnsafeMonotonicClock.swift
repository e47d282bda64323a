internal import Glibc

/// The clock that never goes back.
enum MonotonicClock {
    /// Nanoseconds from some fixed moment.
    static func nanoseconds() -> Int {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// The same in seconds.
    static func seconds() -> Double { Double(nanoseconds()) * 1e-9 }
}
