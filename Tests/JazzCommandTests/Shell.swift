import Glibc
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

    /// Where the commands are: named by the launcher, else built beside the tests.
    static var binaries: String? {
        if let named = unsafe getenv("WOODSHED_BIN").map({ unsafe String(cString: $0) }) { return named }
        return [".build-tests/release", ".build/release"].map { "\(root)/\($0)" }.first {
            unsafe access("\($0)/jazz", X_OK) == 0
        }
    }

    let directory: String
    private let environment: String

    /// A directory that `body` has to itself.
    static func withDirectory(_ body: (Shell) throws -> Void) throws {
        let binaries = try #require(Self.binaries, "build the jazz and textgen commands first")
        let made = run("mktemp -d /tmp/woodshed-XXXXXX").text.split(separator: "\n").first.map(String.init)
        let directory = try #require(made)
        defer { _ = run("rm -rf '\(directory)'") }
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
        guard let pipe = unsafe popen("{ \(script)\n} 2>&1 </dev/null", "r") else {
            return Outcome(status: -1, text: "")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        let status = unsafe pclose(pipe)
        return Outcome(status: status >> 8 & 0xFF, text: String(decoding: bytes, as: UTF8.self))
    }
}
