import Glibc

/// A program run beside this one, its standard input and output in our hands.
package final class Child {
    /// What a program left behind.
    package struct Ending {
        /// The exit status, or 128 and the number of the signal that ended it.
        package var status: Int
        /// The most memory it had at once, in bytes.
        package var peakMemory: Int
    }

    private let process: pid_t
    private var input: Int32
    private var output: Int32
    private var ended = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: A path, or a name to look for on the PATH.
    ///   - environment: Set beside, or in place of, this program's own variables.
    ///   - showsErrors: Whether its standard error is ours; otherwise it goes nowhere.
    /// - Throws: `ChildError` where it cannot be started.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], showsErrors: Bool = false
    )
        throws(ChildError)
    {
        // All four ends are closed below or in deinit.
        let toChild = try Self.pipe(for: program)
        let fromChild = try Self.pipe(for: program)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, toChild.read, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, fromChild.write, 1)
        if !showsErrors { unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        // This program ignores closed pipes, catches Ctrl-C, and has threads that block signals; the other starts afresh.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGTERM] { unsafe sigaddset(&signals, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        var blocked = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // Both lists end in nil and are freed after the child has its copies.
        var argv = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var envp = unsafe Self.settings(environment).map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let code = unsafe posix_spawnp(&identifier, program, &actions, &attributes, &argv, &envp)
        close(toChild.read)
        close(fromChild.write)
        process = identifier
        (input, output) = (toChild.write, fromChild.read)
        guard code == 0 else {
            ended = true
            throw ChildError(program: program, code: code)
        }
    }

    deinit {
        if !ended {
            kill(process, SIGKILL)
            _ = reap()
        }
        if input >= 0 { close(input) }
        if output >= 0 { close(output) }
    }

    private static func pipe(for program: String) throws(ChildError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw ChildError(program: program, code: errno) }
        // Another child must not keep an end of this one's pipes open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func settings(_ added: [String: String]) -> [String] {
        var settings: [String] = []
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let setting = unsafe String(cString: text)
            if added[String(setting.prefix { $0 != "=" })] == nil { settings.append(setting) }
            unsafe entry += 1
        }
        return settings + added.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// Writes to its standard input; false where it no longer listens.
    package func write(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            // At most as many bytes as the slice has are read from it.
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(input, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    /// Ends its standard input.
    package func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Waits for standard output.
    ///
    /// - Returns: what there was to read, nothing at its end; nil if `seconds` went by in silence.
    package func read(waiting seconds: Double) -> [UInt8]? {
        var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, Int32(seconds * 1_000)) > 0 else { return nil }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        // At most chunk.count bytes are written to the chunk's own storage.
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(output, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { return nil }
        return Array(chunk.prefix(max(0, count)))
    }

    /// Sends it Ctrl-C.
    package func interrupt() { kill(process, SIGINT) }

    /// Waits for its end.
    package func reap() -> Ending {
        var status: Int32 = 0
        var usage = rusage()
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        ended = true
        let signal = status & 0x7F
        return Ending(
            status: signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal), peakMemory: usage.ru_maxrss * 1_024)
    }
}

/// Why a program could not be started.
package struct ChildError: Error {
    package var program: String
    /// The `errno`.
    package var code: Int32
}
