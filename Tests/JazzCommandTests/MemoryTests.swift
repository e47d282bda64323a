import Glibc
import Testing

/// Nothing takes more than 64 MiB and ten times what it reads, and what it writes is bounded too.
@Suite struct MemoryTests {
    private static func check(_ words: [String], size: Int, in shell: Shell) throws -> Int {
        let end = try Child(words, in: shell).end(within: 120)
        #expect(end.status == 0 || end.status == 65, "\(words): \(end.status), \(end.text.suffix(300))")
        #expect(
            end.memory <= 64 << 20 + 10 * size,
            "\(words): \(end.memory >> 10) KiB for \(size >> 10) KiB; \(end.text.suffix(300))")
        // A refusal is one line; what is shown fits on some pages.
        #expect(end.status == 0 || end.text.split(separator: "\n").count == 1, "\(end.text.suffix(300))")
        #expect(end.text.utf8.count <= 1 << 20, "\(words): \(end.text.utf8.count) bytes")
        return end.memory
    }

    @Test(arguments: HostileFile.all) func aSmallFileTakesLittle(_ file: HostileFile) throws {
        try Shell.withDirectory { shell in
            var memory = 0
            let bytes = file.bytes(60_000)
            try shell.write(bytes, to: "x.mid")
            memory += try Self.check(["jazz", "show", "x.mid"], size: bytes.count, in: shell)
            memory += try Self.check(
                ["jazz", "show", "--bars-per-line", "1", "--svg", "x.svg", "x.mid"], size: bytes.count, in: shell)
            memory += try Self.check(["jazz", "score", "--no-bits", "x.mid"], size: bytes.count, in: shell)
            memory += try Self.check(
                ["jazz", "generate", "-q", "--changes", "x.mid", "y.mid"], size: bytes.count, in: shell)
            // Else nothing was measured.
            #expect(memory > 0)
            #expect(shell("find . -size +20000k").text.isEmpty)
        }
    }

    @Test(arguments: HostileFile.all) func aLargeFileIsReadOrRefused(_ file: HostileFile) throws {
        try Shell.withDirectory { shell in
            var memory = 0
            let bytes = file.bytes(3_000_000)
            try shell.write(bytes, to: "x.mid")
            memory += try Self.check(["jazz", "show", "x.mid"], size: bytes.count, in: shell)
            memory += try Self.check(
                ["jazz", "generate", "-q", "--changes", "x.mid", "y.mid"], size: bytes.count, in: shell)
            #expect(memory > 0)
        }
    }

    @Test func whatIsTooLargeIsNotReadFirst() throws {
        try Shell.withDirectory { shell in
            _ = shell("truncate -s 3G x.mid")
            for words in [
                ["show", "x.mid"], ["score", "x.mid"], ["render", "x.mid", "y.wav"],
                ["generate", "--changes", "x.mid", "y.mid"], ["generate", "--again", "x.mid", "y.mid"],
            ] {
                let end = try Child(["jazz"] + words, in: shell).end()
                #expect(end.status == 65 && end.memory < 64 << 20, "\(words): \(end)")
            }
        }
    }
}

extension Shell {
    /// Writes a file in the directory.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try #require(unsafe fopen("\(directory)/\(name)", "w"))
        defer { unsafe fclose(file) }
        #expect(unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
