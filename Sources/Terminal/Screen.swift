/// A screen of characters, of which only what has changed is sent to the terminal.
///
/// A picture is drawn anew each time; ``changes(colour:)`` compares it with the one before, cell by cell. Nothing of a
/// library's is needed for that: the sequences are those that every terminal of the last thirty years obeys (ECMA-48, 8.3:
/// CUP, SGR).
public struct Screen: Sendable {
    /// How a character looks.
    public struct Look: Hashable, Sendable {
        /// One of the 256 colours; nil for the terminal's own.
        public var colour: UInt8?
        public var isBold: Bool
        /// Whether light and dark are swapped.
        public var isLit: Bool

        public init(colour: UInt8? = nil, isBold: Bool = false, isLit: Bool = false) {
            self.colour = colour
            self.isBold = isBold
            self.isLit = isLit
        }

        public static let plain = Look()
    }

    private struct Cell: Equatable {
        var character: Character = " "
        var look = Look.plain
        /// Whether the character before it takes up this cell too.
        var isCovered = false
    }

    public let columns: Int
    public let rows: Int
    /// Whether only ASCII is drawn; what is none is written in its likeness, or as a question mark.
    public var isASCII = false
    private var cells: [Cell]
    /// What the terminal shows; empty where that is not known.
    private var shown: [Cell] = []

    /// A screen of which the terminal shows nothing yet.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = [Cell](repeating: Cell(), count: self.columns * self.rows)
    }

    /// Empties the picture.
    public mutating func clear() {
        for index in cells.indices { cells[index] = Cell() }
    }

    /// Draws a text, cut at the right edge or at `limit` columns. What a terminal would obey is shown instead.
    public mutating func put(_ text: String, row: Int, column: Int, look: Look = .plain, limit: Int = .max) {
        guard (0..<rows).contains(row), column >= 0 else { return }
        var place = column
        let end = min(columns, limit > columns ? columns : column + limit)
        for shown in text.shownInLine {
            let character = isASCII && !shown.isASCII ? Self.likeness[shown] ?? "?" : shown
            let width = Self.width(of: character)
            guard width > 0 else { continue }
            guard place + width <= end else { return }
            cells[row * columns + place] = Cell(character: character, look: look)
            if width == 2 { cells[row * columns + place + 1] = Cell(look: look, isCovered: true) }
            place += width
        }
    }

    private static let likeness: [Character: Character] = [
        "“": "\"", "”": "\"", "‘": "'", "’": "'", "…": ".", "–": "-", "♭": "b", "♯": "#", "△": "^", "ø": "0",
    ]

    /// What has to be sent so that the terminal shows the picture; empty where it does.
    ///
    /// - Parameter colour: Whether colours are sent; what is lit stays lit without.
    public mutating func changes(colour: Bool) -> String {
        var out = ""
        if shown.isEmpty { out += "\u{1B}[0m\u{1B}[2J" }
        var look = Look.plain
        for row in 0..<rows {
            // Where the terminal's cursor stands, if it is in this row.
            var cursor: Int?
            for column in 0..<columns {
                let index = row * columns + column
                let cell = cells[index]
                guard shown.isEmpty ? cell != Cell() : cell != shown[index], !cell.isCovered else { continue }
                if cursor != column { out += "\u{1B}[\(row + 1);\(column + 1)H" }
                if cell.look != look {
                    out += Self.sequence(cell.look, colour: colour)
                    look = cell.look
                }
                out.append(cell.character)
                cursor = column + Self.width(of: cell.character)
            }
        }
        if look != .plain { out += "\u{1B}[0m" }
        shown = cells
        return out
    }

    /// The picture as lines of text, for those who look at it without a terminal.
    public var lines: [String] {
        (0..<rows).map { row in
            String(cells[row * columns..<(row + 1) * columns].filter { !$0.isCovered }.map(\.character))
        }
    }

    /// Whether the character at a place is lit.
    public func isLit(row: Int, column: Int) -> Bool { cells[row * columns + column].look.isLit }

    private static func sequence(_ look: Look, colour: Bool) -> String {
        var codes = ["0"]
        if look.isBold { codes.append("1") }
        if look.isLit { codes.append("7") }
        if colour, let number = look.colour { codes.append("38;5;\(number)") }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    /// The columns that a character takes: none for what joins the one before, two for those of East Asia and pictures
    /// (Unicode Standard Annex 11).
    static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x300...0x36F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F,
            0xFEFF:
            return 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
