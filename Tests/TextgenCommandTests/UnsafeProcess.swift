import FoundationEssentials
import Glibc

/// A run of the built `textgen`, its output going to files, in a directory of its own that also holds its cache.
final class CommandRun {
    /// The directory; removed with the last run that uses it.
    let place: Place
    private let process: pid_t
    private let number: Int
    private var isOver = false

    /// Starts the command.
    ///
    /// - Parameters:
    ///   - arguments: What follows the command's name.
    ///   - environment: Added to an otherwise empty environment with a cache in `place`.
    ///   - output: Where standard output goes instead of a file.
    init(_ arguments: [String], in place: Place, environment: [String: String] = [:], output: String? = nil) {
        self.place = place
        number = place.nextNumber()
        var variables = ["XDG_CACHE_HOME": place.path + "/cache", "LANG": "C.UTF-8"]
        variables.merge(environment) { $1 }
        let words = ["textgen"] + arguments
        let settings = variables.map { "\($0.key)=\($0.value)" }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        let out = output ?? "\(place.path)/out\(number)"
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, out, flags, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "\(place.path)/err\(number)", flags, 0o600)
        // Test threads may block signals; a command starts with none blocked and none ignored.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // Both lists end in nil and are freed below, after the child has its copies.
        var argv = unsafe words.map { unsafe strdup($0) } + [nil]
        var envp = unsafe settings.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let result = unsafe posix_spawn(&identifier, Place.binary, &actions, &attributes, &argv, &envp)
        precondition(result == 0, "cannot start \(Place.binary): errno \(result)")
        process = identifier
    }

    deinit {
        if !isOver {
            kill(process, SIGKILL)
            _ = status
        }
    }

    /// Waits for the end; the exit status, or 1000 and the number of the signal that ended it. What is not over in a
    /// minute and a half is ended.
    lazy var status: Int = {
        var status: Int32 = 0
        for attempt in 0... {
            if unsafe waitpid(process, &status, WNOHANG) == process { break }
            if attempt == 18_000 { kill(process, SIGKILL) }
            usleep(5_000)
        }
        isOver = true
        return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 1_000 + Int(status & 0x7F)
    }()

    /// Whether it has ended; does not wait.
    var hasEnded: Bool {
        if isOver { return true }
        var information = unsafe siginfo_t()
        // Its status is left for `status` to collect.
        let result = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return unsafe result == 0 && information._sifields._kill.si_pid == process
    }

    /// Waits for five milliseconds.
    func pause() { usleep(5_000) }

    /// What it wrote to standard output; waits for the end.
    var output: String {
        _ = status
        return outputSoFar
    }

    /// What it wrote to standard error; waits for the end.
    var errors: String {
        _ = status
        return errorsSoFar
    }

    /// What it has written to standard output so far.
    var outputSoFar: String { Place.read("\(place.path)/out\(number)") }

    /// What it has written to standard error so far.
    var errorsSoFar: String { Place.read("\(place.path)/err\(number)") }

    /// How many bytes it has handed to `write` so far, whatever file they went to (proc(5), `/proc/PID/io`).
    var bytesWritten: Int {
        let lines = Place.read("/proc/\(process)/io").split(separator: "\n")
        return lines.first { $0.hasPrefix("wchar: ") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    }

    /// Ends it as a power cut would.
    func destroy() { kill(process, SIGKILL) }

    /// Sends Ctrl-C.
    func interrupt() { kill(process, SIGINT) }

    /// Waits until `condition` holds; false if that takes half a minute.
    func wait(until condition: () -> Bool) -> Bool {
        for _ in 0..<3_000 {
            if condition() { return true }
            usleep(10_000)
        }
        return false
    }
}

/// A temporary directory.
final class Place {
    let path: String
    private var runs = 0

    init() {
        var generator = SystemRandomNumberGenerator()
        path =
            FileManager.default.temporaryDirectory.path + "/woodshed-textgen-"
            + String(generator.next() as UInt64, radix: 36)
        precondition(unsafe mkdir(path, 0o700) == 0, "cannot make \(path)")
    }

    deinit {
        for name in Self.list(path, recursive: true).reversed() { _ = unsafe remove(path + "/" + name) }
        _ = unsafe rmdir(path)
    }

    func nextNumber() -> Int {
        runs += 1
        return runs
    }

    /// Writes a file of the directory and returns its path.
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = path + "/" + name
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
        precondition(written == bytes.count, "cannot write \(file)")
        close(descriptor)
        return file
    }

    /// Makes a link of the directory and returns its path.
    func link(_ name: String, to target: String, isHard: Bool) -> String {
        let link = path + "/" + name
        let result = unsafe isHard ? Glibc.link(target, link) : symlink(target, link)
        precondition(result == 0, "cannot link \(link)")
        return link
    }

    /// The models in its cache.
    var models: [String] { cached.filter { $0.hasSuffix(".safetensors") } }

    /// The states of interrupted training runs in its cache.
    var checkpoints: [String] { cached.filter { $0.hasSuffix(".checkpoint") } }

    /// All that is in its cache.
    var cached: [String] { Self.list(path + "/cache/woodshed/text").map { path + "/cache/woodshed/text/" + $0 } }

    /// The names in a directory, sorted; with those of its directories, these before what is in them.
    static func list(_ path: String, recursive: Bool = false) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard recursive else { return names.sorted() }
        return names.sorted().flatMap { name in
            [name] + list(path + "/" + name, recursive: true).map { name + "/" + $0 }
        }
    }

    static func bytes(_ path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func read(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    /// The built command: in $WOODSHED_BIN, or beside the running tests.
    static let binary: String = {
        var directories: [String] = []
        if let value = unsafe getenv("WOODSHED_BIN") { unsafe directories.append(String(cString: value)) }
        for argument in CommandLine.arguments + ["/proc/self/exe"] {
            guard let resolved = unsafe realpath(argument, nil) else { continue }
            defer { unsafe free(resolved) }
            let path = unsafe String(cString: resolved)
            directories.append(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        }
        let found = directories.map { $0 + "/textgen" }.first { unsafe access($0, X_OK) == 0 }
        precondition(found != nil, "no textgen in \(directories); set WOODSHED_BIN to the build folder")
        return found!
    }()
}
