import Glibc
import Prose
import Testing

@Suite struct CorpusReadingTests {
    private static let line = "The woodshed is where one practises — até amanhã.\r\n"
    private static let text = String(repeating: line, count: 40_000)
    private static let plain = text.replacing("\r\n", with: "\n")

    /// With room for so little in memory that everything of size is mapped.
    private func mapped(_ path: String, pipeLimit: Int = 1 << 30) throws(ProseError) -> Corpus {
        try Corpus.read(path, temporaryDirectory: "/tmp", memoryLimit: 10_000, pipeLimit: pipeLimit)
    }

    @Test("What cannot be read says why") func refused() {
        #expect(throws: ProseError.missing(file: "/no/such/file")) { try Corpus.read("/no/such/file") }
        #expect(throws: ProseError.isDirectory(file: "/")) { try Corpus.read("/") }
        #expect(throws: ProseError.empty(file: "/dev/null")) { try Corpus.read("/dev/null") }
    }

    @Test("An endless binary device ends at its first NUL", .timeLimit(.minutes(1))) func endless() {
        #expect(throws: ProseError.binary(file: "/dev/zero", offset: 0)) { try Corpus.read("/dev/zero") }
    }

    @Test("A file is the same text whether copied, mapped or piped") func whole() throws {
        let file = TemporaryFile(Array(Self.text.utf8))
        var shares: [Double] = []
        let copied = try Corpus.read(file.path) { shares.append($0) }
        #expect(copied.text == Self.plain)
        #expect(copied.name == file.path)
        #expect(shares == shares.sorted() && shares.count > 1 && shares.last == 1)
        let piped = try withPipe(of: Array(Self.text.utf8)) { try mapped($0) }
        for corpus in [try mapped(file.path), piped] {
            #expect(corpus.text == Self.plain)
            #expect(corpus.fingerprint == copied.fingerprint)
            #expect(corpus.characterCount == Self.plain.unicodeScalars.count)
            #expect(corpus.isUnchanged && !corpus.isCut)
        }
    }

    @Test("A pipe that gives too much is told to become a file; so is one that cannot be stored") func pipes() throws {
        let bytes = Array(Self.text.utf8)
        try withPipe(of: bytes) { path in
            #expect(throws: ProseError.tooLarge(file: path, limit: 20_000)) { try mapped(path, pipeLimit: 20_000) }
        }
        try withPipe(of: bytes) { path in
            #expect(throws: ProseError.cannotStore(file: path, directory: "/no", code: ENOENT)) {
                try Corpus.read(path, temporaryDirectory: "/no", memoryLimit: 10)
            }
        }
    }

    /// How many KiB of a mapped file are in memory.
    private func resident(_ path: String) throws -> Int {
        var isIn = false
        var sum = 0
        for line in try Corpus.read("/proc/self/smaps").text.split(separator: "\n") {
            if line.contains("-"), !line.hasPrefix("VmFlags") { isIn = line.hasSuffix(path) }
            if isIn, line.hasPrefix("Rss:") { sum += Int(line.split(separator: " ")[1]) ?? 0 }
        }
        return sum
    }

    @Test("Of a mapped text no more stays in memory than is being read") func givesBack() throws {
        let line = Self.line.replacing("\r\n", with: "\n")
        let file = TemporaryFile(Array(String(repeating: line, count: (40 << 20) / line.utf8.count).utf8))
        let corpus = try mapped(file.path)
        #expect(try resident(file.path) < 17 << 10, "once it was read")
        let tokenizer = Tokenizer(corpus, layout: .document)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .document, holdOut: .last)
        #expect(try resident(file.path) < 17 << 10, "once it was split")
        // As rows read it: windows here and there.
        let length = split.training.lengths[0]
        for place in 0..<2_000 {
            let first = place * 7_919_113 % (length - 64)
            var (inputs, targets): ([Int32], [Int32]) = ([], [])
            split.training.read(sequence: 0, steps: first..<first + 64, inputs: &inputs, targets: &targets)
        }
        #expect(try resident(file.path) < 17 << 10, "once rows were read")
        // The first of two readings may be the one that gives all back.
        #expect(corpus.text(0..<3) == "The" && corpus.text(3..<7) == " woo")
        #expect(try resident(file.path) > 0)
    }

    @Test("A mapped file that is cut reads as unknown characters, and says so") func cut() throws {
        let file = TemporaryFile(Array(Self.text.utf8))
        let corpus = try mapped(file.path)
        let tokenizer = Tokenizer(corpus, layout: .document)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .document, holdOut: .last)
        file.cut(to: 5_000)
        #expect(corpus.isCut && !corpus.isUnchanged)
        var inputs: [Int32] = []
        var targets: [Int32] = []
        split.training.read(sequence: 0, steps: 1_000_000..<1_000_040, inputs: &inputs, targets: &targets)
        #expect(inputs == [Int32](repeating: 1, count: 40))
        #expect(targets == inputs)
        _ = split.training.targetCounts()
        #expect(throws: ProseError.changed(file: file.path)) {
            try CorpusSplit(corpus, tokenizer: tokenizer, layout: .lines)
        }
    }

    @Test("A mapped file that grows stays the text it was, and says that it changed") func grown() throws {
        let file = TemporaryFile(Array(Self.text.utf8))
        let corpus = try mapped(file.path)
        file.append(Array("more".utf8))
        #expect(!corpus.isUnchanged && !corpus.isCut)
        #expect(corpus.text == Self.plain)
    }

    @Test("A file in memory does not care what becomes of it") func kept() throws {
        let file = TemporaryFile(Array(Self.text.utf8))
        let corpus = try Corpus.read(file.path)
        file.cut(to: 0)
        #expect(corpus.isUnchanged && !corpus.isCut)
        #expect(corpus.text == Self.plain)
    }

    @Test("A mapped file that becomes other bytes gives some tokens, and never traps") func overwritten() throws {
        var random = SplitMix(state: UInt64.random(in: .min ... .max))
        let seed = random.state
        let file = TemporaryFile(Array(Self.text.utf8))
        let corpus = try mapped(file.path)
        let tokenizer = Tokenizer(corpus, layout: .document)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .document, holdOut: .last)
        let count = Array(Self.text.utf8).count
        file.cut(to: 0)
        file.append((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        for part in [split.training, split.validation] {
            for start in stride(from: 0, to: part.lengths[0] - 50, by: 1_117) {
                var inputs: [Int32] = []
                var targets: [Int32] = []
                part.read(sequence: 0, steps: start..<start + 50, inputs: &inputs, targets: &targets)
                #expect(inputs.count == 50 && targets.count == 50)
                #expect((inputs + targets).allSatisfy { 0..<Int32(tokenizer.count) ~= $0 }, "seed \(seed)")
            }
            #expect(part.targetCounts().count == tokenizer.count)
        }
        #expect(!corpus.isUnchanged)
    }
}
