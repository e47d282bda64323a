/// Rows of cells under a heading, laid out for people or as Markdown.
package struct Table: Sendable, Equatable {
    /// Where a column's cells stand.
    package enum Alignment: Sendable { case left, right }

    /// The columns' headings.
    package var headings: [String]
    package var alignments: [Alignment]
    package var rows: [[String]]

    /// - Parameter columns: Headings, and where the cells under them stand.
    package init(_ columns: [(heading: String, alignment: Alignment)], rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "rows of \(columns.count) cells")
        headings = columns.map(\.heading)
        alignments = columns.map(\.alignment)
        self.rows = rows
    }

    /// The same table without the columns that have nothing under their heading.
    package var compact: Table {
        let kept = headings.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        var table = self
        table.headings = kept.map { headings[$0] }
        table.alignments = kept.map { alignments[$0] }
        table.rows = rows.map { row in kept.map { row[$0] } }
        return table
    }

    /// Columns two spaces apart, no spaces at the ends of lines.
    package var text: String {
        let widths = headings.indices.map { column in
            ([headings] + rows).reduce(0) { max($0, $1[column].count) }
        }
        return ([headings] + rows).map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += (column > 0 ? "  " : "") + (alignments[column] == .left ? cell + space : space + cell)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// A Markdown table.
    package var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        let rule = "|" + alignments.map { $0 == .left ? "---|" : "---:|" }.joined() + "\n"
        return line(headings) + rule + rows.map(line).joined()
    }
}
