internal import Glibc

/// Wakes threads that wait: a semaphore of the system's.
///
/// The semaphore lies in memory of its own, which lives as long as this object and is never moved.
@safe final class Signal: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func raise() { unsafe sem_post(semaphore) }

    func wait() { while unsafe sem_wait(semaphore) != 0, errno == EINTR {} }
}
