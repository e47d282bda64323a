/// Runs of lines that stand in more than one place, whatever their indentation.
struct RepeatedBlocks {
    /// Lines that say something: blank ones, comments, imports and lone brackets are passed over.
    private struct Line {
        var number: Int
        var text: String
    }

    /// Places at which the same lines stand, "first.swift:10 and second.swift:40: the first of them".
    static func find(in files: [(path: String, text: String)], lines count: Int) -> [String] {
        var first: [[String]: (path: String, number: Int)] = [:]
        var found: [String] = []
        for (path, text) in files {
            let lines = significant(text)
            var start = 0
            while start + count <= lines.count {
                let block = lines[start..<start + count]
                let key = block.map(\.text)
                if let other = first[key] {
                    found.append("\(other.path):\(other.number) and \(path):\(block[start].number): \(key[0])")
                    start += count
                } else {
                    first[key] = (path, block[start].number)
                    start += 1
                }
            }
        }
        return found
    }

    private static func significant(_ text: String) -> [Line] {
        var lines: [Line] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" }
            let normal = words.joined(separator: " ")
            let saysNothing = !normal.contains { $0.isLetter || $0.isNumber }
            if saysNothing || normal.hasPrefix("//") || words.dropLast().contains("import") { continue }
            lines.append(Line(number: index + 1, text: normal))
        }
        return lines
    }
}
