import Glibc
import TestFiles
import Testing

/// A run of the built `textgen`, its output going to files, in a directory of its own that also holds its cache.
final class CommandRun {
    /// The directory; removed with the last run that uses it.
    let place: Place
    private let process: ChildProcess
    private let number: Int

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
        do {
            process = try ChildProcess(
                Place.binary, arguments, environment: variables, output: output ?? "\(place.path)/out\(number)",
                errors: "\(place.path)/err\(number)")
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Waits for the end; the exit status, or 1000 and the number of the signal that ended it. What is not over in a
    /// minute and a half is ended.
    var status: Int { process.status() }

    /// Whether it has ended; does not wait.
    var hasEnded: Bool { process.hasEnded }

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

    /// How many bytes it has handed to `write` so far, whatever file they went to.
    var bytesWritten: Int { process.bytesWritten }

    /// Ends it as a power cut would.
    func destroy() { process.send(SIGKILL) }

    /// Sends Ctrl-C.
    func interrupt() { process.send(SIGINT) }

    /// Waits until `condition` holds; false if that takes half a minute.
    func wait(until condition: () -> Bool) -> Bool {
        for _ in 0..<3_000 {
            if condition() { return true }
            usleep(10_000)
        }
        return false
    }
}

/// A temporary directory in which commands run, with their cache.
final class Place {
    private let directory = TemporaryDirectory()
    private var runs = 0

    var path: String { directory.path }

    func nextNumber() -> Int {
        runs += 1
        return runs
    }

    /// Writes a file of the directory and returns its path.
    func write(_ name: String, _ bytes: [UInt8]) -> String { directory.store(bytes, as: name) }

    /// Makes a link of the directory and returns its path.
    func link(_ name: String, to target: String, isHard: Bool) -> String {
        directory.link(name, to: target, isHard: isHard)
    }

    /// The models in its cache.
    var models: [String] { cached.filter { $0.hasSuffix(".safetensors") } }

    /// The states of interrupted training runs in its cache.
    var checkpoints: [String] { cached.filter { $0.hasSuffix(".checkpoint") } }

    /// All that is in its cache.
    var cached: [String] { Self.list(path + "/cache/woodshed/text").map { path + "/cache/woodshed/text/" + $0 } }

    /// The names in a directory, sorted; with those of its directories, these before what is in them.
    static func list(_ path: String, recursive: Bool = false) -> [String] {
        TemporaryDirectory.names(in: path, recursive: recursive)
    }

    static func bytes(_ path: String) -> [UInt8] { TemporaryDirectory.content(of: path) ?? [] }

    static func read(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    /// The built command.
    static let binary: String = {
        guard let folder = BuiltCommands.folder else { preconditionFailure("build the commands first") }
        return "\(folder)/textgen"
    }()
}

extension TerminalRun {
    /// The built `textgen` at a terminal.
    convenience init(_ arguments: [String], in place: Place) {
        self.init(
            Place.binary, arguments,
            environment: ["XDG_CACHE_HOME=\(place.path)/cache", "LANG=C.UTF-8", "TERM=xterm", "NO_COLOR=1"])
    }
}

extension Place {
    /// A small model of a verse, learned anew: its path. The verse is verse.txt.
    func verseModel() -> String {
        let verse = (0..<80).map { "round the ragged rock \($0 * 37 % 100)\nthe ragged rascal ran, and ran\n" }.joined()
        let model = path + "/verse.safetensors"
        let run = CommandRun(
            ["train", write("verse.txt", Array(verse.utf8)), "-o", model, "--steps", "150", "--hidden", "24"], in: self)
        #expect(run.status == 0, "\(run.errors)")
        return model
    }
}
