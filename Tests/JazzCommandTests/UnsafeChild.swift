import Glibc

/// A built command that runs by itself, so that it can be sent signals, and told what it took.
final class Child {
    /// How a command ended.
    struct End {
        /// The exit status, or 1000 and the number of the signal that ended it.
        var status: Int
        /// The most memory it had, in bytes.
        var memory: Int
        /// Output and errors.
        var text: String
    }

    private let process: pid_t
    private let log: String

    /// Starts `jazz` or `textgen` in a shell's directory.
    ///
    /// - Parameter input: What standard input is read from.
    init(_ words: [String], in shell: Shell, input: String = "/dev/null") throws {
        log = "\(shell.directory)/../\(shell.directory.split(separator: "/").last ?? "").log"
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        // For reading and writing, so that opening a pipe does not wait for its other end.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDWR, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        // Test threads may block signals; a command starts with none blocked and none ignored.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let settings = ["HOME=\(shell.directory)", "XDG_CACHE_HOME=\(shell.directory)/.cache", "LC_ALL=C.UTF-8"]
        // Both lists end in nil and are freed below, after the child has its copies.
        let binary = "\(Shell.binaries ?? "")/\(words[0])"
        let line = ["sh", "-c", "cd \"$0\" && exec \"$@\"", shell.directory, binary] + words.dropFirst()
        var argv = unsafe line.map { unsafe strdup($0) } + [nil]
        var envp = unsafe settings.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let result = unsafe posix_spawn(&identifier, "/bin/sh", &actions, &attributes, &argv, &envp)
        guard result == 0 else { throw SpawnFailure(binary: binary, code: result) }
        process = identifier
    }

    struct SpawnFailure: Error {
        let binary: String
        let code: Int32
    }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process, signal) }

    /// What it has written so far.
    var text: String { Self.read(log) }

    private static func read(_ path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    /// Waits for its end; kills it after so many seconds.
    func end(within seconds: Double = 60) -> End {
        var status: Int32 = 0
        var memory = 0
        var waited = 0.0
        while unsafe waitpid(process, &status, WNOHANG) == 0 {
            // Not by `wait4`: its figure begins with what the tests themselves take, as they did when this was started.
            memory = max(memory, peak)
            usleep(1_000)
            waited += 0.001
            if waited > seconds { kill(process, SIGKILL) }
        }
        let text = text
        _ = unsafe unlink(log)
        return End(
            status: status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 1_000 + Int(status & 0x7F),
            memory: memory, text: text)
    }

    /// The most memory it has had since it became what it is now, in bytes; 0 where that cannot be told any more.
    private var peak: Int {
        let lines = Self.read("/proc/\(process)/status").split(separator: "\n")
        // Until the shell has become the command, the figure is the shell's, or the tests'.
        guard lines.first?.hasSuffix("jazz") ?? false else { return 0 }
        let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: { " \t".contains($0) })
        return (words.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 1024
    }
}
