/// One command of a fenced `console` block and what the page says it prints.
struct ConsoleExample {
    var line: Int
    var command: String
    /// Expected lines of output and errors; `…` stands for anything within a line, a line of `…` for any lines.
    var output: [String]

    /// The commands of all `console` blocks of `markdown`, in order.
    ///
    /// A block is left out when the line before it is a comment that begins `<!-- not run`, which gives the reason.
    static func examples(in markdown: String) -> [ConsoleExample] {
        var examples: [ConsoleExample] = []
        var isInside = false
        var isSkipped = false
        var previous = ""
        for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if !isInside {
                isInside = line == "```console"
                isSkipped = isInside && previous.hasPrefix("<!-- not run")
            } else if line == "```" {
                isInside = false
            } else if line.hasPrefix("$ "), !isSkipped {
                examples.append(ConsoleExample(line: index + 1, command: String(line.dropFirst(2)), output: []))
            } else if !isSkipped, let last = examples.indices.last {
                examples[last].output.append(String(line))
            }
            if !line.isEmpty { previous = String(line) }
        }
        return examples
    }

    /// The page with what these commands print now, in place of what it promises.
    static func replacing(_ fresh: [(example: ConsoleExample, lines: [String])], in markdown: String) -> String {
        var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (example, printed) in fresh.sorted(by: { $0.example.line > $1.example.line }) {
            lines.replaceSubrange(example.line..<example.line + example.output.count, with: printed)
        }
        return lines.joined(separator: "\n")
    }

    /// Whether `actual` is what the example promises.
    func matches(_ actual: [String]) -> Bool {
        Self.matches(output[...], actual[...])
    }

    private static func matches(_ pattern: ArraySlice<String>, _ lines: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return lines.isEmpty }
        if first == "…" {
            return (lines.startIndex...lines.endIndex).contains { matches(pattern.dropFirst(), lines[$0...]) }
        }
        guard let line = lines.first, matches(line: line, first) else { return false }
        return matches(pattern.dropFirst(), lines.dropFirst())
    }

    private static func matches(line: String, _ pattern: String) -> Bool {
        let pieces = pattern.split(separator: "…", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count > 1 else { return line == pattern }
        guard line.hasPrefix(pieces[0]), line.hasSuffix(pieces[pieces.count - 1]) else { return false }
        var rest = line.dropFirst(pieces[0].count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= pieces[pieces.count - 1].count
    }
}
