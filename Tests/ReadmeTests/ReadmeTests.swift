import Glibc
import Testing

/// README.md is executed: what it shows is what the program prints today.
@Suite struct ReadmeTests {
    static let root = String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined())
    static let sessions = ConsoleExample.sessions(in: read("\(root)/README.md"))

    @Test func readmeHasExamples() {
        #expect(Self.sessions.count >= 5)
    }

    @Test(arguments: sessions) func examplesPrintWhatReadmeShows(_ session: [ConsoleExample]) throws {
        let binaries = try #require(Self.binaries, "build the jazz and textgen commands first")
        let directory = try Self.temporaryDirectory()
        defer { _ = Self.shell("rm -rf '\(directory)'", in: "/") }
        for example in session {
            let printed = Self.shell(
                example.command, in: directory,
                environment: "PATH='\(binaries)':\"$PATH\" HOME=. XDG_CACHE_HOME='\(directory)/.cache' NO_COLOR=1")
            var lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last == "" { lines.removeLast() }
            #expect(
                example.matches(lines),
                """
                README.md line \(example.line): \(example.command)
                promised:
                \(example.output.joined(separator: "\n"))
                printed:
                \(printed)
                """)
        }
    }

    @Test func matchingIsStrictExceptForDots() {
        let example = ConsoleExample(line: 1, command: "", output: ["seed …", "…", "done"])
        #expect(example.matches(["seed 7", "a", "b", "done"]))
        #expect(example.matches(["seed 7", "done"]))
        #expect(!example.matches(["seed 7", "done", "more"]))
        #expect(!example.matches(["sead 7", "done"]))
        #expect(!ConsoleExample(line: 1, command: "", output: ["a … b … c"]).matches(["a x b"]))
        #expect(!ConsoleExample(line: 1, command: "", output: []).matches(["unexpected"]))
    }

    /// Where the commands are: named by the launcher, else beside the test bundle.
    static var binaries: String? {
        if let named = getenv("WOODSHED_BIN") { return unsafe String(cString: named) }
        let built = ".build-tests/release"
        return access("\(root)/\(built)/jazz", X_OK) == 0 ? "\(root)/\(built)" : nil
    }

    static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/woodshed-readme-XXXXXX".utf8CString)
        try #require(unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) } != nil)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func read(_ path: String) -> String {
        shell("cat '\(path)'", in: "/")
    }

    /// What a command prints, errors included.
    static func shell(_ command: String, in directory: String, environment: String = "") -> String {
        let script = "cd '\(directory)' && export \(environment.isEmpty ? "LC_ALL=C.UTF-8" : environment) && { \(command)\n} 2>&1 </dev/null"
        guard let pipe = unsafe popen(script, "r") else { return "" }
        defer { unsafe pclose(pipe) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
