import Testing

/// Models.md's section on PyTorch is executed where Python has it.
@Suite struct PythonExampleTests {
    static let hasTorch = Shell.run("python3 -c 'import torch, safetensors.torch'").status == 0

    /// The section, without the remark that keeps `ReadmeTests` from running all of it.
    private static let section: String = {
        let page = Shell.run("cat '\(Shell.root)/Documentation/Models.md'").text
        let start = page.firstRange(of: "## import and export")?.lowerBound ?? page.endIndex
        let rest = page[start...]
        let end = rest.dropFirst().firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex
        return rest[..<end].split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("<!-- not run") }.joined(separator: "\n")
    }()

    /// The code of the first fenced `python` block.
    private static var code: String? {
        guard let start = section.firstRange(of: "```python\n"),
            let end = section[start.upperBound...].firstRange(of: "\n```")
        else { return nil }
        return String(section[start.upperBound..<end.lowerBound])
    }

    @Test("A model goes to PyTorch and back as Models.md shows", .enabled(if: hasTorch, "needs python3 with torch"))
    func pythonExample() throws {
        let code = try #require(Self.code)
        let examples = ConsoleExample.examples(in: Self.section)
        try #require(examples.count == 5)
        try Shell.withDirectory { shell in
            _ = shell("for chart in ballad blues bossa modal waltz; do jazz charts $chart; done > charts.txt")
            _ = shell("cat > charts.py <<'END OF CODE'\n\(code)\nEND OF CODE")
            var printed: [[String]] = []
            for example in examples {
                let text = shell(example.command).text
                printed.append(text.split(separator: "\n").map(String.init))
                #expect(example.matches(printed[printed.count - 1]), "\(example.command)\n\(text)")
            }
            // PyTorch writes what the model that comes back writes, character by character; a text may have line ends.
            #expect(printed[2].count > 0 && printed[2] == printed[4].dropLast())
        }
    }
}
