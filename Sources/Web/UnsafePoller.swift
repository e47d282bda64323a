internal import Glibc

/// Waits for many sockets at once (POSIX poll), and for a call of another thread.
///
/// The system is told the length of the array that it is handed.
struct Poller: ~Copyable {
    struct Event {
        var socket: Int32
        var canRead: Bool
        var canWrite: Bool
        /// The other side has closed the connection.
        var isGone: Bool
        /// The other side sends no more.
        var isHalfClosed: Bool
    }

    private let bell: Doorbell
    private var entries: [pollfd] = []
    private var places: [Int32: Int] = [:]

    init() throws(WebError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .system(action: "cannot wait for threads", code: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        bell = Doorbell(out: ends[0], into: ends[1])
        watch(ends[0], reads: true, writes: false)
    }

    deinit {
        Glibc.close(bell.out)
        Glibc.close(bell.into)
    }

    /// What rings the bell: for other threads.
    var doorbell: Doorbell { bell }

    struct Doorbell: Sendable {
        fileprivate let out: Int32
        fileprivate let into: Int32

        /// Has ``wait(milliseconds:)`` return.
        func ring() {
            var one: UInt8 = 1
            _ = unsafe Glibc.write(into, &one, 1)
        }
    }

    /// What is to be told of a socket, from now on.
    mutating func watch(_ socket: Int32, reads: Bool, writes: Bool, halfClose: Bool = false) {
        let events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0) | (halfClose ? Self.halfClose : 0)
        let entry = pollfd(fd: socket, events: Int16(events), revents: 0)
        if let place = places[socket] {
            entries[place] = entry
        } else {
            places[socket] = entries.count
            entries.append(entry)
        }
    }

    /// POLLRDHUP, which is Linux's own.
    private static let halfClose: Int32 = 0x2000

    mutating func forget(_ socket: Int32) {
        guard let place = places.removeValue(forKey: socket) else { return }
        entries.swapAt(place, entries.count - 1)
        entries.removeLast()
        if place < entries.count { places[entries[place].fd] = place }
    }

    /// What happened, and whether the bell rang; after `milliseconds` at the latest.
    mutating func wait(milliseconds: Int32) -> (events: [Event], rang: Bool) {
        let count = unsafe poll(&entries, nfds_t(entries.count), milliseconds)
        guard count > 0 else { return ([], false) }
        var result: [Event] = []
        var rang = false
        for entry in entries where entry.revents != 0 {
            let found = Int32(entry.revents)
            guard entry.fd != bell.out else {
                var waste = [UInt8](repeating: 0, count: 4096)
                while unsafe Glibc.read(bell.out, &waste, waste.count) == waste.count {}
                rang = true
                continue
            }
            result.append(
                Event(
                    socket: entry.fd, canRead: found & POLLIN != 0, canWrite: found & POLLOUT != 0,
                    isGone: found & (POLLERR | POLLHUP | POLLNVAL) != 0, isHalfClosed: found & Self.halfClose != 0))
        }
        return (result, rang)
    }
}
