import Glibc
import Testing

/// README.md and the chapters of Documentation are executed: what they show is what the programs print today.
///
/// With `WOODSHED_RECORD=1` in the environment the examples that no longer hold are written anew, where they stand.
@Suite struct ReadmeTests {
    static let pages: [String] = {
        let chapters = Shell.run("cd '\(Shell.root)' && ls README.md Documentation/*.md").text
        return chapters.split(separator: "\n").map(String.init).filter { !examples(of: $0).isEmpty }
    }()

    private static func text(of page: String) -> String { Shell.run("cat '\(Shell.root)/\(page)'").text }

    private static func examples(of page: String) -> [ConsoleExample] {
        ConsoleExample.examples(in: text(of: page))
    }

    @Test func thePagesHaveExamples() {
        let counts = Self.pages.map { ($0, Self.examples(of: $0).count) }
        #expect(counts.reduce(0) { $0 + $1.1 } >= 40, "\(counts)")
        for page in ["README.md", "Documentation/Jazz.md", "Documentation/Textgen.md", "Documentation/Training.md"] {
            #expect(Self.pages.contains(page))
        }
    }

    /// One after the other in one directory, as a reader would type them; each page in a directory of its own.
    @Test(arguments: pages) func examplesPrintWhatIsShown(_ page: String) throws {
        try Shell.withDirectory { shell in
            let written = Self.text(of: page)
            var fresh: [(example: ConsoleExample, lines: [String])] = []
            for example in ConsoleExample.examples(in: written) {
                let printed = shell(example.command).text
                var lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                if lines.last == "" { lines.removeLast() }
                // What takes long says how far it is; how long it takes is the machine's.
                lines.removeAll { Self.isProgress($0) && !example.output.contains($0) }
                if Golden.isRecording {
                    if !example.matches(lines) { fresh.append((example, lines)) }
                    continue
                }
                #expect(
                    example.matches(lines),
                    """
                    \(page) line \(example.line): \(example.command)
                    promised:
                    \(example.output.joined(separator: "\n"))
                    printed:
                    \(printed)
                    """)
            }
            if !fresh.isEmpty { try Golden.write(ConsoleExample.replacing(fresh, in: written), to: page) }
        }
    }

    /// "learning  54 %, held-out loss 1.62, 0:02 left"
    private static func isProgress(_ line: String) -> Bool {
        guard line.first != " ", let end = line.firstRange(of: " %")?.lowerBound else { return false }
        let words = line[..<end].split(separator: " ")
        return words.count > 1 && words.last.flatMap { Int($0) } != nil
            && words.dropLast().allSatisfy { $0.allSatisfy { $0.isLetter && $0.isLowercase } }
    }

    @Test func progressIsToldFromWhatIsSaid() {
        #expect(Self.isProgress("learning  54 %, held-out loss 1.62, 80k tokens/s, 0:02 left"))
        #expect(Self.isProgress("making pieces 100 %"))
        #expect(!Self.isProgress("  range of 90 %, semitones              20.7"))
        #expect(!Self.isProgress("out.wav: 21.2 s at 44100 Hz, peak 37 % of full scale"))
    }

    @Test func everyPageThatIsNamedExists() {
        for page in Shell.run("cd '\(Shell.root)' && ls README.md Documentation/*.md samples/pieces/*.md").text
            .split(separator: "\n").map(String.init)
        {
            let folder = page.split(separator: "/").dropLast().joined(separator: "/")
            for link in Self.links(in: Self.text(of: page)) where !link.contains("://") && !link.hasPrefix("#") {
                let file = link.split(separator: "#").first.map(String.init) ?? link
                let path = Shell.root + "/" + (folder.isEmpty ? "" : folder + "/") + file
                #expect(unsafe access(path, F_OK) == 0, "\(page) links to \(link)")
            }
        }
    }

    /// The targets of Markdown's links.
    private static func links(in text: String) -> [String] {
        text.split(separator: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
            .filter { !$0.contains(" ") && !$0.contains("\n") }
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

    @Test func recordingReplacesOnlyWhatNoLongerHolds() {
        let page = "text\n```console\n$ a\none\n$ b\ntwo\nthree\n$ c\n```\nmore\n"
        let examples = ConsoleExample.examples(in: page)
        let fresh = ConsoleExample.replacing([(examples[1], ["new"]), (examples[2], ["said"])], in: page)
        #expect(fresh == "text\n```console\n$ a\none\n$ b\nnew\n$ c\nsaid\n```\nmore\n")
    }
}
