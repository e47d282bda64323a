import TestFiles
import Testing

/// Runs the built commands as a person would, each in a directory of its own.
struct Shell {
    /// What a command left behind.
    struct Outcome {
        var status: Int32
        /// Output and errors, as a terminal would show them.
        var text: String
    }

    /// The package's folder.
    static let root = String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined())

    /// Where the commands are.
    static var binaries: String? { BuiltCommands.folder }

    let directory: String
    private let environment: String

    /// A directory that `body` has to itself.
    static func withDirectory(_ body: (Shell) throws -> Void) throws {
        let binaries = try #require(Self.binaries, "build the jazz and textgen commands first")
        let temporary = TemporaryDirectory()
        let directory = temporary.path
        defer { withExtendedLifetime(temporary) {} }
        try body(
            Shell(
                directory: directory,
                environment: "PATH='\(binaries)':\"$PATH\" HOME='\(directory)' XDG_CACHE_HOME='\(directory)/.cache' "
                    + "NO_COLOR=1 LC_ALL=C.UTF-8"))
    }

    /// Runs a line of shell in the directory, without input.
    func callAsFunction(_ command: String) -> Outcome {
        Self.run("cd '\(directory)' && export \(environment) && { \(command)\n}")
    }

    static func run(_ script: String) -> Outcome {
        let (status, bytes) = shellOutput("{ \(script)\n} 2>&1 </dev/null")
        return Outcome(status: status, text: String(decoding: bytes, as: UTF8.self))
    }
}
