internal import Glibc

/// Sockets of the system's, as numbers. None of them ever blocks.
///
/// Buffers are Swift arrays, whose length bounds every call; addresses are structures on the stack with their own size beside
/// them.
enum Socket {
    enum Outcome: Equatable {
        /// So many bytes.
        case moved(Int)
        /// Not now.
        case again
        /// The other side is gone.
        case closed
    }

    /// A socket that listens.
    ///
    /// - Parameters:
    ///   - address: In numbers, of version 4 or 6.
    ///   - port: 0 for any that is free.
    /// - Returns: The socket and its port.
    static func listening(_ address: String, port: Int) throws(WebError) -> (socket: Int32, port: Int) {
        let isVersion6 = address.contains(":")
        let number = socket(isVersion6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard number >= 0 else { throw .system(action: "cannot open a socket", code: errno) }
        var isDone = false
        defer { if !isDone { close(number) } }
        var yes: Int32 = 1
        unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let code = isVersion6 ? bind6(number, address, port) : bind4(number, address, port)
        switch code {
        case 0: break
        case EADDRINUSE: throw .portInUse(address: address, port: port)
        case EADDRNOTAVAIL, EINVAL: throw .badAddress(address)
        default: throw .system(action: "cannot listen on port \(port) of \(address)", code: code)
        }
        guard listen(number, 1024) == 0 else {
            throw errno == EADDRINUSE
                ? .portInUse(address: address, port: port) : .system(action: "cannot listen", code: errno)
        }
        isDone = true
        return (number, portOf(number, isVersion6))
    }

    private static let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    private static func bind4(_ number: Int32, _ text: String, _ port: Int) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        guard unsafe inet_pton(AF_INET, text, &address.sin_addr) == 1 else { return EINVAL }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    private static func bind6(_ number: Int32, _ text: String, _ port: Int) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(port).bigEndian
        guard unsafe inet_pton(AF_INET6, text, &address.sin6_addr) == 1 else { return EINVAL }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    /// Both structures have the port in the same place.
    private static func portOf(_ number: Int32, _ isVersion6: Bool) -> Int {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(number, $0, &size) }
        }
        return result == 0 ? Int(in_port_t(bigEndian: address.sin6_port)) : 0
    }

    /// The next connection; nil where none waits. `isFull` tells that the process has no number left for it.
    static func accept(_ listener: Int32) -> (socket: Int32?, isFull: Bool) {
        let number = Glibc.accept(listener, nil, nil)
        if number >= 0 {
            _ = fcntl(number, F_SETFL, O_NONBLOCK)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            var yes: Int32 = 1
            unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            return (number, false)
        }
        return (nil, errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
    }

    /// Reads at most `limit` bytes to the end of `buffer`.
    static func read(_ number: Int32, to buffer: inout [UInt8], limit: Int) -> Outcome {
        var outcome = Outcome.again
        let room = unsafe [UInt8](unsafeUninitializedCapacity: max(1, limit)) { space, count in
            let read = unsafe recv(number, space.baseAddress!, space.count, 0)
            count = max(0, read)
            outcome = read > 0 ? .moved(read) : read == 0 ? .closed : isTemporary ? .again : .closed
        }
        buffer += room
        return outcome
    }

    /// Writes what goes at once of `bytes`.
    static func write(_ number: Int32, _ bytes: ArraySlice<UInt8>) -> Outcome {
        guard !bytes.isEmpty else { return .moved(0) }
        let written = unsafe bytes.withUnsafeBytes {
            unsafe send(number, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
        }
        return written >= 0 ? .moved(written) : isTemporary ? .again : .closed
    }

    private static var isTemporary: Bool { errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR }

    /// Tells the other side that nothing follows.
    static func endWriting(_ number: Int32) { shutdown(number, Int32(SHUT_WR)) }

    static func close(_ number: Int32) { _ = Glibc.close(number) }

    /// Lets the process have as many files as it may, at most `wanted`.
    ///
    /// - Returns: How many it has.
    static func raiseFileLimit(to wanted: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        if limit.rlim_cur < UInt(wanted) {
            limit.rlim_cur = min(limit.rlim_max, UInt(wanted))
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Lets the calling thread wait behind those that answer pages.
    static func lowerPriority() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5) }

    /// Seconds of a clock that never goes back.
    static func now() -> Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
