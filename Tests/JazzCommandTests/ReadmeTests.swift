import Testing

/// README.md is executed: what it shows is what the program prints today.
@Suite struct ReadmeTests {
    static let examples = ConsoleExample.examples(in: Shell.run("cat '\(Shell.root)/README.md'").text)

    @Test func readmeHasExamples() {
        #expect(Self.examples.count >= 15)
    }

    /// One after the other in one directory, as a reader would type them.
    @Test func examplesPrintWhatReadmeShows() throws {
        try Shell.withDirectory { shell in
            for example in Self.examples {
                let printed = shell(example.command).text
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
}
