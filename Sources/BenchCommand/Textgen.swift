import Commands
import Glibc

/// The built `textgen` beside this program.
struct Textgen {
    /// What came of a run.
    struct Run {
        /// The seconds until the first byte of output; nil where there was none.
        var firstByte: Double?
        /// The seconds until its end.
        var seconds: Double
        /// The most memory it had at once, in bytes.
        var peakMemory: Int
    }

    private let program = Installation.directory + "/textgen"
    /// Where it keeps its models.
    private let directory: TemporaryDirectory

    /// - Throws: `Failure` where it is not there.
    init(_ directory: TemporaryDirectory) throws(Failure) {
        self.directory = directory
        guard unsafe access(program, X_OK) == 0 else {
            throw Failure(.unavailable, "\(program) is not there; ./woodshed bench builds both")
        }
    }

    /// Runs it to its end.
    ///
    /// - Parameter showsErrors: Whether it may report on standard error.
    /// - Throws: `Failure` where it fails, and after Ctrl-C.
    func run(_ arguments: [String], showsErrors: Bool = false) throws(Failure) -> Run {
        let start = Environment.seconds()
        let child: Child
        do {
            child = try Child(
                program, arguments, environment: ["XDG_CACHE_HOME": directory.path + "/cache"], showsErrors: showsErrors
            )
        } catch {
            throw Failure(.unavailable, "\(program) cannot be started")
        }
        child.closeInput()
        var first: Double?
        while true {
            try checkInterruption()
            guard let bytes = child.read(waiting: 0.1) else { continue }
            if bytes.isEmpty { break }
            if first == nil { first = Environment.seconds() - start }
        }
        let ending = child.reap()
        try checkInterruption()
        guard ending.status == 0 else {
            let status = Failure.Status(rawValue: Int32(ending.status)) ?? .software
            throw Failure(status, "textgen \(arguments.joined(separator: " ")): ended with status \(ending.status)")
        }
        return Run(firstByte: first, seconds: Environment.seconds() - start, peakMemory: ending.peakMemory)
    }
}
