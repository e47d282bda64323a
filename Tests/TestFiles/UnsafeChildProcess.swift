import Glibc

/// A program that runs by itself, its output going to files, so that it can be watched and sent signals.
package final class ChildProcess {
    private let identifier: pid_t
    private var isOver = false

    package struct SpawnFailure: Error {
        let program: String
        let code: Int32
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: All of its environment.
    ///   - directory: Where it runs; nil for where the tests do.
    ///   - input: What standard input is read from.
    ///   - output: The file that standard output goes to.
    ///   - errors: The one that errors go to; nil for the same.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String], in directory: String? = nil,
        input: String = "/dev/null", output: String, errors: String? = nil
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        // For reading and writing, so that opening a pipe does not wait for its other end.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDWR, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        if let errors {
            unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        } else {
            unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        let (code, identifier) = unsafe unsafeSpawn(
            program, arguments, environment: environment.map { "\($0.key)=\($0.value)" }, in: directory,
            actions: &actions)
        guard code == 0 else { throw SpawnFailure(program: program, code: code) }
        self.identifier = identifier
    }

    deinit {
        if !isOver {
            send(SIGKILL)
            _ = status()
        }
    }

    package func send(_ signal: Int32) {
        if !isOver { kill(identifier, signal) }
    }

    /// Whether it has ended; does not wait.
    package var hasEnded: Bool {
        if isOver { return true }
        var information = unsafe siginfo_t()
        // Its status is left for `status` to collect.
        let result = unsafe waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
        return unsafe result == 0 && information._sifields._kill.si_pid == identifier
    }

    private var found = 0

    /// Waits for the end: the exit status, or 1000 and the number of the signal that ended it.
    ///
    /// - Parameters:
    ///   - seconds: Then it is killed.
    ///   - each: Called every few milliseconds until then.
    package func status(within seconds: Double = 90, each: () -> Void = {}) -> Int {
        guard !isOver else { return found }
        var status: Int32 = 0
        var waited = 0.0
        while unsafe waitpid(identifier, &status, WNOHANG) == 0 {
            each()
            usleep(2_000)
            waited += 0.002
            if waited > seconds { send(SIGKILL) }
        }
        isOver = true
        found = status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 1_000 + Int(status & 0x7F)
        return found
    }

    /// The most memory it has had since it became the program `name`, in bytes; 0 where that cannot be told any more.
    ///
    /// Not what `wait4` says: that figure begins with what the tests themselves take, as they did when this was started.
    package func peakMemory(of name: String) -> Int {
        let lines = text("status").split(separator: "\n")
        // Until it has become the program, the figure is that of the tests.
        guard lines.first?.hasSuffix(name) ?? false else { return 0 }
        let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: { " \t".contains($0) })
        return (words.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 1024
    }

    /// How many bytes it has handed to `write` so far, whatever file they went to (proc(5), `/proc/PID/io`).
    package var bytesWritten: Int {
        let lines = text("io").split(separator: "\n")
        return lines.first { $0.hasPrefix("wchar: ") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    }

    private func text(_ name: String) -> String {
        String(decoding: TemporaryDirectory.content(of: "/proc/\(identifier)/\(name)") ?? [], as: UTF8.self)
    }
}
