import FoundationEssentials
import Glibc
import Prose
import Testing

@Suite struct CorpusReadingTests {
    @Test("What cannot be read says why") func refused() {
        #expect(throws: ProseError.missing(file: "/no/such/file")) { try Corpus.read("/no/such/file") }
        #expect(throws: ProseError.isDirectory(file: "/")) { try Corpus.read("/") }
        #expect(throws: ProseError.empty(file: "/dev/null")) { try Corpus.read("/dev/null") }
    }

    @Test("An endless binary device ends at its first NUL", .timeLimit(.minutes(1))) func endless() {
        #expect(throws: ProseError.binary(file: "/dev/zero", offset: 0)) { try Corpus.read("/dev/zero") }
    }

    @Test("A file of several chunks is read whole") func whole() throws {
        let line = "The woodshed is where one practises.\n"
        let text = String(repeating: line, count: 20_000)
        let path = FileManager.default.temporaryDirectory.path + "/woodshed-corpus-\(getpid()).txt"
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { _ = unsafe unlink(path) }
        let bytes = Array(text.utf8)
        #expect(unsafe write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        let corpus = try Corpus.read(path)
        #expect(corpus.text == text)
        #expect(corpus.name == path)
    }
}
