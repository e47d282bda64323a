import Glibc

/// Runs the same work on several threads at once, the caller's included, and returns when all have ended.
///
/// Fewer threads where the system gives no more; the number that ran is returned.
@discardableResult
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) -> Int {
    let work = Work(body)
    var threads: [pthread_t] = []
    while threads.count < count - 1 {
        var thread = pthread_t()
        // The thread owns the reference that it is given.
        let context = unsafe Unmanaged.passRetained(work)
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                unsafe Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            break
        }
        threads.append(thread)
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
    return threads.count + 1
}

private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
