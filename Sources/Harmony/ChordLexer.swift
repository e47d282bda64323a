/// The place at which a symbol stops making sense.
struct ChordFault: Error {
    let offset: Int
}

/// A piece of a chord symbol and where it starts.
struct ChordToken: Equatable {
    enum Kind: Equatable {
        /// "maj" and its like; a triangle says that the seventh is meant even where no number follows.
        case major(isTriangle: Bool)
        case minor, dominant, diminished, halfDiminished, augmented, suspended, altered, lydian, phrygian
        case added, omitted
        /// A number with its accidental: −1 lowered, 1 raised.
        case number(Int, accidental: Int)
        case accidental(Int)
        /// "+" or "-": an accidental, or a word for augmented or minor.
        case sign(Int)
        /// "(" or "[" and their ends, and what parts the notes within or behind: a comma, a space, a slash.
        case open, close, comma, space, slash
    }

    var kind: Kind
    let offset: Int

    /// Whether it stands for no note: what is on its two sides is apart.
    var isGap: Bool {
        switch kind {
        case .open, .close, .comma, .space, .slash: true
        default: false
        }
    }

    /// The number it is, with its accidental; nil for anything else.
    var number: (value: Int, accidental: Int)? {
        guard case .number(let value, let accidental) = kind else { return nil }
        return (value, accidental)
    }
}

/// Cuts a chord symbol into tokens.
struct ChordLexer {
    /// What stands behind the last slash of a symbol.
    enum Foot {
        case bass(NoteName)
        /// Another chord, over which the first is played; where it begins, in characters.
        case chord(String, offset: Int)
    }

    private let characters: [Unicode.Scalar]
    private let offsets: [Int]
    private let roots: ChordParser.Roots
    private var position = 0
    private var depth = 0
    private var hasNumber = false

    init(_ symbol: String, roots: ChordParser.Roots) {
        self.roots = roots

        var scalars: [Unicode.Scalar] = []
        var offsets: [Int] = []
        for (offset, character) in symbol.enumerated() {
            for scalar in character.unicodeScalars {
                for plain in Self.plain(scalar) {
                    scalars.append(plain)
                    offsets.append(offset)
                }
            }
        }
        characters = scalars
        self.offsets = offsets + [symbol.count]
    }

    /// One spelling of what has several in Unicode.
    private static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar {
        case "\u{266D}": ["b"]
        case "\u{266F}", "\u{FF03}": ["#"]
        case "\u{1D12B}": ["b", "b"]
        case "\u{1D12A}": ["#", "#"]
        case "\u{2010}"..."\u{2014}", "\u{2212}", "\u{207B}": ["-"]
        case "\u{207A}": ["+"]
        case "\u{2206}", "\u{25B2}", "\u{25B3}", "\u{25B5}": ["\u{0394}"]
        case "\u{00BA}", "\u{02DA}", "\u{25CB}", "\u{25E6}": ["\u{00B0}"]
        case "\u{00D8}", "\u{2205}", "\u{2300}": ["\u{00F8}"]
        case "\u{00A0}", "\t": [" "]
        case "\u{00B2}", "\u{00B3}": [Unicode.Scalar(UInt8(scalar.value - 0x80))]
        case "\u{00B9}": ["1"]
        case "\u{2074}"..."\u{2079}": [Unicode.Scalar(UInt8(scalar.value - 0x2040))]
        default: [scalar]
        }
    }

    /// Words that are read in capitals and small letters alike.
    private static let words: [(String, ChordToken.Kind)] = [
        ("half-diminished", .halfDiminished), ("half diminished", .halfDiminished),
        ("halfdiminished", .halfDiminished), ("half-dim", .halfDiminished), ("halfdim", .halfDiminished),
        ("diminished", .diminished), ("dim", .diminished), ("augmented", .augmented), ("aug", .augmented),
        ("suspended", .suspended), ("sus", .suspended), ("altered", .altered), ("alt", .altered),
        ("major", .major(isTriangle: false)), ("maj", .major(isTriangle: false)), ("minor", .minor), ("min", .minor),
        ("dominant", .dominant), ("dom", .dominant), ("lydian", .lydian), ("lyd", .lydian), ("phrygian", .phrygian),
        ("phryg", .phrygian), ("added", .added), ("add", .added), ("omit", .omitted), ("no", .omitted),
        ("flat", .accidental(-1)), ("sharp", .accidental(1)),
    ]

    /// Longest first where one spelling begins another.
    private static let spellings: [(String, ChordToken.Kind)] = [
        ("ma", .major(isTriangle: false)), ("Ma", .major(isTriangle: false)), ("MA", .major(isTriangle: false)),
        ("mi", .minor), ("Mi", .minor), ("MI", .minor), ("M", .major(isTriangle: false)),
        ("j", .major(isTriangle: false)), ("^", .major(isTriangle: true)), ("\u{0394}", .major(isTriangle: true)),
        ("m", .minor), ("o", .diminished), ("\u{00B0}", .diminished), ("\u{00F8}", .halfDiminished),
        ("h", .halfDiminished), ("+", .sign(1)), ("-", .sign(-1)), ("b", .accidental(-1)), ("#", .accidental(1)),
        ("(", .open), ("[", .open), (")", .close), ("]", .close), (",", .comma), (" ", .space),
        ("13", .number(13, accidental: 0)), ("11", .number(11, accidental: 0)), ("2", .number(2, accidental: 0)),
        ("3", .number(3, accidental: 0)), ("4", .number(4, accidental: 0)), ("5", .number(5, accidental: 0)),
        ("6", .number(6, accidental: 0)), ("7", .number(7, accidental: 0)), ("9", .number(9, accidental: 0)),
    ]

    private static let table =
        words.map { (spelling: Array($0.0.unicodeScalars), kind: $0.1, isWord: true) }
        + spellings.map { (spelling: Array($0.0.unicodeScalars), kind: $0.1, isWord: false) }

    /// The root, the tokens after it and what the chord stands on.
    mutating func read() throws(ChordFault) -> (root: NoteName, tokens: [ChordToken], foot: Foot?) {
        guard let root = noteName() else { throw fault() }
        var tokens: [ChordToken] = []
        var foot: Foot?
        while position < characters.count, foot == nil {
            if characters[position] == "/" {
                let slash = position
                position += 1
                if depth == 0, let read = try readFoot() {
                    foot = read
                    continue
                }
                // What stands behind is a number or a word: "6/9", "7/b9", "m/maj7".
                guard position < characters.count, characters[position] != "/", !tokens.isEmpty || isNumber(position)
                else { throw fault() }
                tokens.append(ChordToken(kind: .slash, offset: offsets[slash]))
                continue
            }
            tokens.append(try token())
        }
        if position < characters.count || depth != 0 { throw fault() }
        return (root, tokens, foot)
    }

    private func fault() -> ChordFault { ChordFault(offset: offsets[position]) }

    private func isNumber(_ index: Int) -> Bool {
        let digits = "23456791b#".unicodeScalars
        return index < characters.count && digits.contains(characters[index])
    }

    /// A bass note or a chord behind a slash; nil, and nothing read, where neither stands there.
    private mutating func readFoot() throws(ChordFault) -> Foot? {
        let start = position
        while position < characters.count, characters[position] == " " { position += 1 }
        let first = position
        if let name = noteName() {
            if position == characters.count { return .bass(name) }
            for index in position..<characters.count where characters[index] == "/" && !isNumber(index + 1) {
                throw ChordFault(offset: offsets[index])
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: characters[first...])
            position = characters.count
            return .chord(String(view), offset: offsets[first])
        }
        if roots == .every, let name = noteName(isLowerCase: true), position == characters.count { return .bass(name) }
        position = start
        return nil
    }

    private mutating func token() throws(ChordFault) -> ChordToken {
        let offset = offsets[position]
        // "madd9" is a minor triad with a ninth and "Madd9" a major one, not "ma" and something unknown.
        for (spelling, kind) in [
            ("madd", ChordToken.Kind.minor), ("Madd", .major(isTriangle: false)), ("MAdd", .major(isTriangle: false)),
        ] where starts(with: Array(spelling.unicodeScalars), isWord: false) {
            position += 1
            return ChordToken(kind: kind, offset: offset)
        }
        for entry in Self.table where starts(with: entry.spelling, isWord: entry.isWord) {
            if entry.kind == .open { depth += 1 }
            if entry.kind == .close { depth -= 1 }
            if depth < 0 || depth > 1 { throw fault() }
            position += entry.spelling.count
            // "7 sharp 9" is a chord; of "C sharp 7" the sharp would be the root's.
            if case .accidental = entry.kind, entry.isWord, !hasNumber { throw fault() }
            if case .number = entry.kind { hasNumber = true }
            // "dim." and "min." are abbreviations; "3rd" and "5th" are numbers.
            let isLetters = entry.spelling.allSatisfy { $0.properties.isAlphabetic } && entry.spelling != ["b"]
            if isLetters, starts(with: ["."], isWord: false) { position += 1 }
            if case .number = entry.kind,
                ["rd", "th", "nd"].contains(where: { starts(with: Array($0.unicodeScalars), isWord: false) })
            {
                position += 2
            }
            return ChordToken(kind: entry.kind, offset: offset)
        }
        throw fault()
    }

    private func starts(with spelling: [Unicode.Scalar], isWord: Bool) -> Bool {
        guard position + spelling.count <= characters.count else { return false }
        return spelling.indices.allSatisfy { index in
            let read = characters[position + index]
            return read == spelling[index] || (isWord && Self.lowered(read) == spelling[index])
        }
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }

    /// A note name: a letter with up to two accidentals, the German H, or a name such as "Cis", "Es" and "Bes".
    private mutating func noteName(isLowerCase: Bool = false) -> NoteName? {
        guard position < characters.count else { return nil }
        let first = characters[position]
        let letters = Array((isLowerCase ? "cdefgabh" : "CDEFGABH").unicodeScalars)
        guard let letter = letters.firstIndex(of: first), letter < 7 || roots == .every else { return nil }
        position += 1
        var accidental = 0
        while position < characters.count, let step = NoteNameReader.accidental(characters[position]),
            abs(accidental + step) <= 2, accidental * step >= 0
        {
            accidental += step
            position += 1
        }
        if accidental == 0, roots == .every { accidental = syllable(after: first) }
        return NoteName(letter: min(letter, 6), accidental: accidental)
    }

    /// "is" raises and "es" lowers; of E and A the "e" is left out, but "Esus" is a chord on E.
    private mutating func syllable(after letter: Unicode.Scalar) -> Int {
        func isNext(_ text: String) -> Bool { starts(with: Array(text.unicodeScalars), isWord: false) }
        if isNext("is") || isNext("es") {
            position += 2
            return characters[position - 2] == "i" ? 1 : -1
        }
        guard Self.lowered(letter) == "e" || Self.lowered(letter) == "a", isNext("s"), !isNext("sus") else { return 0 }
        position += 1
        return -1
    }
}
