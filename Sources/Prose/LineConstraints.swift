public import Sampling

/// Lines of so many characters.
public struct LineLength: TextConstraint {
    public let rule: String
    private let lengths: ClosedRange<Int>
    private var column = 0

    public init(_ lengths: ClosedRange<Int>, rule: String = "--line-length") {
        precondition(lengths.lowerBound >= 0 && lengths.upperBound >= 1, "lines of \(lengths) characters")
        self.lengths = lengths
        self.rule = rule
    }

    public mutating func advance(_ scalar: Unicode.Scalar) { column = scalar == "\n" ? 0 : column + 1 }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        scalar == "\n" ? column >= lengths.lowerBound : column < lengths.upperBound
    }

    public var allowsEnd: Bool { column >= lengths.lowerBound }
}

/// So many lines, neither more nor fewer.
public struct LineCount: TextConstraint {
    public let rule: String
    /// The lines that are still to be begun.
    private var left: Int
    public private(set) var isComplete = false

    public init(_ count: Int, rule: String = "--lines-count") {
        precondition(count >= 1, "\(count) lines")
        left = count - 1
        self.rule = rule
    }

    public mutating func advance(_ scalar: Unicode.Scalar) {
        guard scalar == "\n" else { return }
        if left == 0 { isComplete = true } else { left -= 1 }
    }

    public func allows(_ scalar: Unicode.Scalar, left room: Int) -> Bool {
        (scalar == "\n" ? left - 1 : left) <= room && !isComplete
    }

    public var allowsEnd: Bool { left == 0 }
}

/// Lines that begin with the letters of a word, in either case, and end with the last of them.
public struct Acrostic: TextConstraint {
    public let rule: String
    private let letters: [Unicode.Scalar]
    private var line = 0
    private var column = 0

    /// - Parameter word: Its letters; spaces are passed over. At least one.
    public init(_ word: String, rule: String = "--acrostic") {
        letters = word.composed.unicodeScalars.filter { !$0.properties.isWhitespace }
        precondition(!letters.isEmpty, "an acrostic without letters")
        self.rule = rule
    }

    /// The first letter that no token begins with; nil where there is none.
    public func impossible(_ tokenizer: Tokenizer) -> Unicode.Scalar? {
        let beginnings: [Unicode.Scalar]
        switch tokenizer.table {
        case .characters(let table): beginnings = table.characters
        case .words(let table): beginnings = Set(table.texts.map { $0[0] }).compactMap { Unicode.Scalar($0) }
        case .bytes: return nil
        }
        return letters.first { letter in !beginnings.contains { $0.isSame(as: letter) } }
    }

    public var isComplete: Bool { line == letters.count }

    public func allows(anyOf scalars: ClosedRange<UInt32>, left: Int) -> Bool {
        let edges = [scalars.lowerBound, scalars.upperBound].compactMap { Unicode.Scalar($0) }
        guard column == 0, line < letters.count else { return edges.contains { allows($0, left: left) } }
        let letter = letters[line].properties
        let spellings = String(letters[line]) + letter.lowercaseMapping + letter.uppercaseMapping
        return spellings.unicodeScalars.contains { scalars.contains($0.value) && allows($0, left: left) }
    }

    public var allowsEnd: Bool { line == letters.count - 1 && column > 0 }

    public mutating func advance(_ scalar: Unicode.Scalar) {
        (line, column) = scalar == "\n" ? (line + 1, 0) : (line, column + 1)
    }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        guard line < letters.count else { return false }
        // Each line that is still to be begun takes a line's end and a letter.
        let lines = letters.count - 1 - line
        guard column > 0 else { return scalar.isSame(as: letters[line]) && left >= 2 * lines }
        return scalar == "\n" ? left >= max(0, 2 * lines - 1) : left >= 2 * lines
    }
}

/// Letters, words and passages that are not written.
///
/// One letter or digit is banned in both cases; several are a word, banned where it stands alone, in any case; anything else
/// is banned as it is.
public struct Ban: TextConstraint {
    public let rule: String
    private let letters: Set<String>
    private let words: Set<String>
    private let passages: [[Unicode.Scalar]]
    /// The letters since the last character that is none.
    private var word = ""
    private var recent: [Unicode.Scalar] = []
    private let longest: Int
    /// The tokens that are banned wherever they stand.
    private let tokens: [Int]
    /// Whether banned words are among these, or there are none, so that only passages depend on what was written.
    private let isFixed: Bool

    /// - Parameters:
    ///   - texts: None of them empty.
    ///   - tokenizer: What the text is written with; then what is banned anyway is looked up once.
    public init(_ texts: [String], tokenizer: Tokenizer? = nil, rule: String = "--ban") {
        precondition(!texts.contains(""), "nothing cannot be banned")
        let texts = texts.map(\.composed)
        let plain = texts.filter { $0.unicodeScalars.allSatisfy(\.isInWord) }
        letters = Set(plain.filter { $0.unicodeScalars.count == 1 }.map { $0.lowercased() })
        words = Set(plain.filter { $0.unicodeScalars.count > 1 }.map { $0.lowercased() })
        passages = texts.filter { !$0.unicodeScalars.allSatisfy(\.isInWord) }.map { Array($0.unicodeScalars) }
        longest = passages.map(\.count).max() ?? 0
        self.rule = rule
        let areWords = tokenizer?.kind == .words
        isFixed = tokenizer != nil && (areWords || words.isEmpty)
        var tokens: [Int] = []
        let (letters, words, passages) = (letters, words, passages)
        if let tokenizer, tokenizer.tree != nil {
            for token in Tokenizer.specials.count..<tokenizer.count {
                let text = tokenizer.text(CollectionOfOne(token))
                let isBanned =
                    areWords && words.contains(text.lowercased())
                    || text.unicodeScalars.contains { letters.contains($0.small) }
                    || passages.contains { text.unicodeScalars.firstRange(of: $0) != nil }
                if isBanned { tokens.append(token) }
            }
        }
        self.tokens = tokens
    }

    public mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        guard let tree = decoder.tokenizer.tree, isFixed, decoder.isClear, !isBannedWord else {
            return restrictByText(&mask, decoder, left: left)
        }
        for token in tokens { mask.forbid(token, rule: rule) }
        // What was written may be the beginning of a passage that a token completes.
        for passage in passages {
            for old in 0..<min(passage.count, recent.count + 1)
            where recent.suffix(old).elementsEqual(passage.prefix(old)) {
                for token in tree.tokens(beginningWith: Array(passage[old...]), afterWord: decoder.afterWord) {
                    mask.forbid(token, rule: rule)
                }
            }
        }
    }

    public mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        advance(scalar)
        return true
    }

    public mutating func advance(_ scalar: Unicode.Scalar) {
        if !words.isEmpty, scalar.isInWord {
            word.unicodeScalars.append(contentsOf: scalar.small.unicodeScalars)
        } else {
            word = ""
        }
        guard longest > 1 else { return }
        recent.append(scalar)
        if recent.count >= 2 * longest { recent.removeFirst(recent.count - longest + 1) }
    }

    /// Whether the word that stands at the end is banned, so that it has to go on.
    private var isBannedWord: Bool { words.contains(word) }

    public var allowsEnd: Bool { !isBannedWord }

    public func allowsTokenEnd(afterWord: Bool, room: Int) -> Bool { !afterWord || !isBannedWord }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        let isInWord = scalar.isInWord
        if isInWord, !letters.isEmpty, letters.contains(scalar.small) { return false }
        if !isInWord, isBannedWord { return false }
        // At the end of the text nothing would come after it.
        if isInWord, left == 0, words.contains(word + scalar.small) { return false }
        return !passages.contains { passage in
            passage.last == scalar
                && (passage.count == 1
                    || recent.count >= passage.count - 1
                        && recent.suffix(passage.count - 1).elementsEqual(passage.dropLast()))
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isInWord: Bool {
        if value < 0x80 { return WordReader.isLetter(value) }
        return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
    }

    fileprivate var small: String { properties.lowercaseMapping }

    fileprivate func isSame(as other: Unicode.Scalar) -> Bool { self == other || small == other.small }
}
