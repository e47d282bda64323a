import Glibc
import Testing

/// Results that are kept beside the tests. `WOODSHED_RECORD=1 ./woodshed test` writes them anew; then read the difference.
enum Golden {
    static let isRecording = unsafe getenv("WOODSHED_RECORD") != nil

    /// Writes a file of the repository.
    static func write(_ text: String, to path: String) throws {
        let file = try #require(unsafe fopen("\(Shell.root)/\(path)", "w"))
        defer { unsafe fclose(file) }
        let bytes = Array(text.utf8)
        let written = unsafe fwrite(bytes, 1, bytes.count, file)
        #expect(written == bytes.count)
    }
}
