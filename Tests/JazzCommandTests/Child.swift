import TestFiles

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

    private let process: ChildProcess
    private let name: String
    private let logs = TemporaryDirectory()

    /// Starts `jazz` or `textgen` in a shell's directory.
    ///
    /// - Parameters:
    ///   - input: What standard input is read from.
    ///   - more: Variables that are added to its environment.
    init(
        _ words: [String], in shell: Shell, input: String = "/dev/null", adding more: [String: String] = [:]
    ) throws {
        name = words[0]
        process = try ChildProcess(
            "\(Shell.binaries ?? "")/\(name)", Array(words.dropFirst()),
            environment: [
                "HOME": shell.directory, "XDG_CACHE_HOME": "\(shell.directory)/.cache", "LC_ALL": "C.UTF-8",
            ].merging(more) { $1 }, in: shell.directory, input: input, output: logs["log"])
    }

    /// Sends a signal.
    func send(_ signal: Int32) { process.send(signal) }

    /// What it has written so far.
    var text: String { String(decoding: logs.content("log") ?? [], as: UTF8.self) }

    /// Waits for its end; kills it after so many seconds.
    func end(within seconds: Double = 60) -> End {
        var memory = 0
        let status = process.status(within: seconds) { memory = max(memory, process.peakMemory(of: name)) }
        return End(status: status, memory: memory, text: text)
    }
}
