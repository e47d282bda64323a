import Glibc
import TestFiles

/// A file that disappears with its last reference.
final class TemporaryFile {
    private let directory = TemporaryDirectory()
    let path: String

    init(_ bytes: [UInt8]) { path = directory.store(bytes, as: "text") }

    /// Adds bytes to the end.
    func append(_ bytes: [UInt8]) { TemporaryDirectory.store(bytes, at: path, adding: true) }

    /// Cuts it to so many bytes.
    func cut(to count: Int) {
        let result = unsafe truncate(path, count)
        precondition(result == 0, "cannot cut \(path)")
    }
}

/// Hands `body` the path of a pipe out of which the bytes come.
@discardableResult
func withPipe<Result>(of bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    var ends: [Int32] = [0, 0]
    precondition(unsafe pipe(&ends) == 0, "no pipe: \(errno)")
    let (reader, writer) = (ends[0], ends[1])
    let thread = Thread {
        // Whoever reads may stop early; that must not end the tests.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(writer, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        close(writer)
    }
    defer {
        close(reader)
        thread.join()
    }
    return try body("/dev/fd/\(reader)")
}

/// A thread that runs a closure.
private final class Thread: @unchecked Sendable {
    private var thread = pthread_t()
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
        self.work = work
        let start = unsafe Unmanaged.passRetained(self).toOpaque()
        unsafe pthread_create(
            &thread, nil,
            { argument in
                unsafe Unmanaged<Thread>.fromOpaque(argument!).takeRetainedValue().work()
                return nil
            }, start)
    }

    func join() { pthread_join(thread, nil) }
}
