/// The place at which a symbol stops making sense.
struct ChordFault: Error {
    let offset: Int
}

/// A piece of a chord symbol and where it starts.
struct ChordToken: Equatable {
    enum Kind: Equatable {
        case major, minor, diminished, halfDiminished, augmented, suspended, altered, added
        /// A number with its accidental: −1 lowered, 1 raised.
        case number(Int, accidental: Int)
        case accidental(Int)
        /// A parenthesis, a comma or a space: what stands on its two sides is apart.
        case gap
    }

    var kind: Kind
    let offset: Int
}

/// Cuts a chord symbol into tokens.
struct ChordLexer {
    private let characters: [Unicode.Scalar]
    private let offsets: [Int]
    private var position = 0

    init(_ symbol: String) {
        var scalars: [Unicode.Scalar] = []
        var offsets: [Int] = []
        for (offset, character) in symbol.enumerated() {
            for scalar in character.unicodeScalars {
                scalars.append(Self.plain(scalar))
                offsets.append(offset)
            }
        }
        characters = scalars
        self.offsets = offsets + [symbol.count]
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{266D}": "b"
        case "\u{266F}": "#"
        case "\u{2212}", "\u{2013}", "\u{2010}", "\u{2011}": "-"
        case "\u{2206}", "\u{25B3}": "\u{0394}"
        case "\u{00BA}": "\u{00B0}"
        case "\u{00D8}": "\u{00F8}"
        default: scalar
        }
    }

    /// Longest first where one spelling begins another.
    private static let spellings: [(String, ChordToken.Kind)] = [
        ("maj", .major), ("Maj", .major), ("MAJ", .major), ("min", .minor), ("Min", .minor), ("MIN", .minor),
        ("dim", .diminished), ("Dim", .diminished), ("aug", .augmented), ("Aug", .augmented),
        ("sus", .suspended), ("Sus", .suspended), ("alt", .altered), ("Alt", .altered), ("add", .added),
        ("Add", .added), ("ma", .major), ("Ma", .major), ("MA", .major), ("mi", .minor), ("Mi", .minor),
        ("MI", .minor), ("M", .major), ("j", .major), ("^", .major), ("\u{0394}", .major), ("m", .minor),
        ("-", .minor), ("o", .diminished), ("\u{00B0}", .diminished), ("\u{00F8}", .halfDiminished),
        ("h", .halfDiminished), ("+", .augmented), ("b", .accidental(-1)), ("#", .accidental(1)), ("(", .gap),
        (")", .gap), (",", .gap), (" ", .gap), ("13", .number(13, accidental: 0)), ("11", .number(11, accidental: 0)),
        ("2", .number(2, accidental: 0)), ("3", .number(3, accidental: 0)), ("4", .number(4, accidental: 0)),
        ("5", .number(5, accidental: 0)), ("6", .number(6, accidental: 0)), ("7", .number(7, accidental: 0)),
        ("9", .number(9, accidental: 0)),
    ]

    private static let words = spellings.map { (spelling: Array($0.0.unicodeScalars), kind: $0.1) }

    /// The root, the tokens after it and the bass of a slash chord.
    mutating func read() throws(ChordFault) -> (root: NoteName?, tokens: [ChordToken], bass: NoteName?) {
        guard let root = noteName() else { throw fault() }
        var tokens: [ChordToken] = []
        var bass: NoteName?
        var depth = 0
        while position < characters.count, bass == nil {
            if characters[position] == "/" {
                if isSixNine(tokens) {
                    tokens.append(ChordToken(kind: .gap, offset: offsets[position]))
                    position += 1
                    continue
                }
                if depth > 0 { throw fault() }
                position += 1
                guard let name = noteName() else { throw fault() }
                bass = name
                continue
            }
            if characters[position] == "(" { depth += 1 }
            if characters[position] == ")" { depth -= 1 }
            if depth < 0 || depth > 1 { throw fault() }
            tokens.append(try token())
        }
        if position < characters.count || depth != 0 { throw fault() }
        return (root, tokens, bass)
    }

    private func fault() -> ChordFault { ChordFault(offset: offsets[position]) }

    private func isSixNine(_ tokens: [ChordToken]) -> Bool {
        tokens.last?.kind == .number(6, accidental: 0) && position + 1 < characters.count
            && characters[position + 1] == "9"
    }

    private mutating func token() throws(ChordFault) -> ChordToken {
        let offset = offsets[position]
        // "madd9" is a minor triad with a ninth, not "ma" and something unknown.
        if starts(with: Array("madd".unicodeScalars)) {
            position += 1
            return ChordToken(kind: .minor, offset: offset)
        }
        for word in Self.words where starts(with: word.spelling) {
            position += word.spelling.count
            return ChordToken(kind: word.kind, offset: offset)
        }
        throw fault()
    }

    private func starts(with spelling: [Unicode.Scalar]) -> Bool {
        characters[position...].starts(with: spelling)
    }

    private mutating func noteName() -> NoteName? {
        guard position < characters.count,
            let letter = Array("CDEFGAB".unicodeScalars).firstIndex(of: characters[position])
        else { return nil }
        position += 1
        var accidental = 0
        while position < characters.count, let step = NoteNameReader.accidental(characters[position]),
            abs(accidental + step) <= 2, accidental * step >= 0
        {
            accidental += step
            position += 1
        }
        return NoteName(letter: letter, accidental: accidental)
    }
}
