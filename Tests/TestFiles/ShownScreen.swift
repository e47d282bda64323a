/// What a terminal shows after all that it was sent: enough of one to read back what a full-screen program draws.
///
/// Specification: ECMA-48, 8.3 (CUP, ED, SGR); the private modes 1049 (the other screen) and 25 (the cursor) of xterm.
package struct ShownScreen {
    package private(set) var cells: [[Character]]
    /// Whether a cell is lit.
    package private(set) var lit: [[Bool]]
    package private(set) var isOtherScreen = false
    package private(set) var showsCursor = true
    /// Whether anything was coloured.
    package private(set) var hasColour = false
    /// What is not understood.
    package private(set) var strange: [String] = []

    package init(_ text: String, columns: Int, rows: Int) {
        cells = [[Character]](repeating: [Character](repeating: " ", count: columns), count: rows)
        lit = [[Bool]](repeating: [Bool](repeating: false, count: columns), count: rows)
        var (row, column, isLit) = (0, 0, false)
        var rest = Substring(text)
        while let character = rest.first {
            rest.removeFirst()
            switch character {
            case "\u{1B}":
                guard rest.first == "[", let end = rest.firstIndex(where: { $0.isLetter }) else { return }
                let numbers = rest[rest.index(after: rest.startIndex)..<end]
                let command = rest[end]
                rest = rest[rest.index(after: end)...]
                switch (command, numbers) {
                case ("H", _):
                    let place = numbers.split(separator: ";").compactMap { Int($0) }
                    (row, column) = (place.first.map { $0 - 1 } ?? 0, place.count > 1 ? place[1] - 1 : 0)
                case ("J", "2"):
                    for row in cells.indices {
                        for column in cells[row].indices { (cells[row][column], lit[row][column]) = (" ", false) }
                    }
                case ("m", _):
                    let codes = numbers.split(separator: ";")
                    isLit = codes.contains("7")
                    hasColour = hasColour || codes.contains("38")
                case ("h", "?1049"): isOtherScreen = true
                case ("l", "?1049"): isOtherScreen = false
                case ("h", "?25"): showsCursor = true
                case ("l", "?25"): showsCursor = false
                case ("K", _): break
                default: strange.append("\(numbers)\(command)")
                }
            case "\r": column = 0
            case "\n", "\r\n":
                row += 1
                if character == "\r\n" { column = 0 }
            default:
                if cells.indices.contains(row), cells[row].indices.contains(column) {
                    cells[row][column] = character
                    lit[row][column] = isLit
                } else {
                    strange.append("\(character) at \(row), \(column)")
                }
                column += 1
            }
        }
    }

    package var lines: [String] { cells.map { String($0) } }
    package var text: String { lines.joined(separator: "\n") }

    /// The words that are lit, row by row.
    package var litText: [String] {
        zip(cells, lit).compactMap { cells, lit in
            let text = String(zip(cells, lit).filter(\.1).map(\.0))
            return text.allSatisfy(\.isWhitespace) ? nil : text
        }
    }
}
