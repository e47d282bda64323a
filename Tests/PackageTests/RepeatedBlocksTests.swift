import TestSupport
import Testing

@Suite struct RepeatedBlocksTests {
    /// As many lines make a block that should be written once.
    static let lines = 12

    private static func sources(_ pattern: String) throws -> [(path: String, text: String)] {
        let list = try #require(
            PackageFiles.output(of: "cd '\(PackageFiles.path(""))' && find \(pattern) -type f | LC_ALL=C sort"))
        return try list.split(separator: "\n").map(String.init).map {
            ($0, try #require(PackageFiles.text(PackageFiles.path($0))))
        }
    }

    @Test func noTwoCommandsAndNoTwoModulesSayTheSame() throws {
        let files = try Self.sources("Sources -name '*.swift' -o -name '*.[ch]' -path 'Sources/*'")
        #expect(files.count > 300 && Set(files.map { $0.path.split(separator: "/")[1] }).count > 20)
        #expect(RepeatedBlocks.find(in: files, lines: Self.lines) == [])
    }

    @Test func blocksAreFoundWhateverTheirIndentation() {
        let block = (1...12).map { "let number\($0) = \($0)" }
        let first = "import A\n\n" + block.joined(separator: "\n") + "\n}\n"
        let second = "func f() {\n" + block.map { "\t  \($0)\n" }.joined(separator: "\n    // Why.\n") + "}\n"
        let files = [("a.swift", first), ("b.swift", second)]
        #expect(RepeatedBlocks.find(in: files, lines: 12) == ["a.swift:3 and b.swift:2: let number1 = 1"])
        #expect(RepeatedBlocks.find(in: files, lines: 13) == [])
        #expect(RepeatedBlocks.find(in: [("a.swift", first + first)], lines: 12).count == 1)
        let other = second.replacing("number7", with: "count7")
        #expect(RepeatedBlocks.find(in: [("a.swift", first), ("b.swift", other)], lines: 12) == [])
    }
}
