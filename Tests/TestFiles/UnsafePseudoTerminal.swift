import Glibc

/// A built command at a pseudo-terminal of its own, typed at and watched as a person would.
package final class TerminalRun {
    private let process: pid_t
    private let master: Int32
    /// All that it has shown.
    package private(set) var shown = ""

    /// - Parameters:
    ///   - program: Its path.
    ///   - environment: All of its environment.
    ///   - directory: Where it runs; nil for where the tests do.
    package init(
        _ program: String, _ arguments: [String], environment: [String], in directory: String? = nil,
        columns: Int = 80, rows: Int = 24
    ) {
        master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // ioctl_tty(2): TIOCSPTLCK unlocks the other side, TIOCGPTN tells its number.
        var (lock, number): (CInt, CUnsignedInt) = (0, 0)
        let isThere = unsafe ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0
        precondition(isThere, "no pseudo-terminal: errno \(errno)")
        let name = "/dev/pts/\(number)"
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens is the one that its Ctrl-C comes from.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let (result, identifier) = unsafe unsafeSpawn(
            program, arguments, environment: environment, in: directory, actions: &actions, leadsSession: true)
        precondition(result == 0, "cannot start \(program): errno \(result)")
        process = identifier
    }

    deinit {
        kill(process, SIGKILL)
        var status: Int32 = 0
        _ = unsafe waitpid(process, &status, WNOHANG)
        close(master)
    }

    /// Makes the terminal another size, which its program is told.
    package func resize(columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    package func send(_ signal: Int32) { kill(process, signal) }

    /// Whether what is typed is echoed and comes line by line, as a shell wants it.
    package var isCooked: Bool {
        var settings = termios()
        guard unsafe tcgetattr(master, &settings) == 0 else { return false }
        return settings.c_lflag & tcflag_t(ICANON | ECHO) == tcflag_t(ICANON | ECHO)
    }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe write(master, bytes, bytes.count)
    }

    /// Waits until it has shown a text since the last time; nil if that takes half a minute.
    package func wait(for text: String) -> String? {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        var bytes: [UInt8] = []
        for _ in 0..<300 {
            var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
            let count = unsafe read(master, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
            let seen = String(decoding: bytes, as: UTF8.self)
            if seen.contains(text) {
                shown += seen
                return seen
            }
        }
        shown += String(decoding: bytes, as: UTF8.self)
        return nil
    }

    /// Waits until something holds, taking what is shown meanwhile; false if that takes half a minute.
    package func wait(until condition: () -> Bool) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        for _ in 0..<600 {
            if condition() { return true }
            var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, 50) > 0 else { continue }
            let count = unsafe read(master, &chunk, chunk.count)
            guard count > 0 else { break }
            shown += String(decoding: chunk[..<count], as: UTF8.self)
        }
        return condition()
    }

    /// Waits for the end; its exit status, or 1000 and the number of the signal that ended it.
    package func status() -> Int {
        var status: Int32 = 0
        for attempt in 0..<3_000 {
            if unsafe waitpid(process, &status, WNOHANG) == process { break }
            if attempt == 2_999 { kill(process, SIGKILL) }
            usleep(10_000)
        }
        return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 1_000 + Int(status & 0x7F)
    }
}
