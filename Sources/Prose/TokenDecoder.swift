import Sampling

/// Makes text of tokens, one after the other: a word says something else after a word than after a sign, and a byte alone
/// says nothing.
public struct TokenDecoder: Sendable {
    let tokenizer: Tokenizer
    /// Whether the last token was a word, so that a space stands before the next.
    private(set) var afterWord = false
    private var bytes = RawText.Decoder(isText: true)
    /// What the next token has to begin with: the end of a prompt, which may be the beginning of a token. It is read, not
    /// delivered.
    private var promised: [Unicode.Scalar] = []

    init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        bytes = RawText.Decoder(isText: !tokenizer.holdsAnyBytes)
    }

    /// The tokens that a prompt is read as, and what comes after them.
    ///
    /// The prompt's last word may be the beginning of a longer one, and its last space that before a word: so the last token
    /// is left out where others begin likewise, and the first that is drawn is one of those.
    static func reading(_ prompt: String, _ tokenizer: Tokenizer) -> (tokens: [Int], decoder: TokenDecoder) {
        var decoder = TokenDecoder(tokenizer)
        var cut = tokenizer.cut(prompt)
        guard let tree = tokenizer.tree, tokenizer.kind != .bytes, !cut.isEmpty else {
            for part in cut { decoder.add(part.token) { _ in } }
            return (cut.map(\.token), decoder)
        }
        let all = cut
        // Signs may be one longer token that is none yet.
        let last = cut.removeLast()
        if case .words(let table) = tokenizer.table, !table.isWord(last.token) {
            while let before = cut.last, !table.isWord(before.token) { cut.removeLast() }
        }
        let spelling = Array(tokenizer.spelling(prompt).unicodeScalars)
        while true {
            decoder = TokenDecoder(tokenizer)
            for part in cut { decoder.add(part.token) { _ in } }
            let rest = Array(spelling[(cut.last?.end ?? 0)...])
            if decoder.bytes.rest.isEmpty, tree.begins(with: rest, afterWord: decoder.afterWord) {
                decoder.promised = rest
                return (cut.map(\.token), decoder)
            }
            guard cut.count < all.count else { return (cut.map(\.token), decoder) }
            cut.append(all[cut.count])
        }
    }

    /// Takes a token; `emit` is called with its characters.
    mutating func add(_ token: Int, _ emit: (Unicode.Scalar) -> Void) {
        precondition(token >= 0 && token < tokenizer.count, "token \(token) of a vocabulary of \(tokenizer.count)")
        var promised = promised
        func put(_ scalar: Unicode.Scalar) {
            if promised.isEmpty { emit(scalar) } else { promised.removeFirst() }
        }
        defer { self.promised = promised }
        if token == Tokenizer.eos {
            afterWord = false
            return bytes.finish(put)
        }
        switch tokenizer.table {
        case .characters(let table):
            put(token == Tokenizer.unknown ? "\u{FFFD}" : table.characters[token - Tokenizer.specials.count])
        case .words(let table):
            let isWord = table.isWord(token)
            if isWord, afterWord { put(" ") }
            afterWord = isWord
            guard token != Tokenizer.unknown else { return put("\u{FFFD}") }
            for value in table.texts[token - Tokenizer.specials.count] { put(Unicode.Scalar(value) ?? "\u{FFFD}") }
        case .bytes(let table):
            guard token != Tokenizer.unknown else { return put("\u{FFFD}") }
            for byte in table.piece(Int32(token)) { bytes.add(byte, put) }
        }
    }

    /// Gives up an incomplete character at the end of a text of any bytes; where texts are UTF-8 it is nothing.
    mutating func finish(_ emit: (Unicode.Scalar) -> Void) {
        if tokenizer.holdsAnyBytes { bytes.finish(emit) }
    }

    /// How many characters of the prompt's end were left to the next token.
    var promisedCount: Int { promised.count }

    /// Whether the next token stands alone: nothing was promised, and no character is incomplete.
    var isClear: Bool { promised.isEmpty && bytes.rest.isEmpty }

    /// The characters that an incomplete one may become; nil where none is incomplete.
    var completions: ClosedRange<UInt32>? { bytes.completions }

    /// The tokens that go on with what was promised.
    var fitting: [Int] { tokenizer.tree?.tokens(beginningWith: promised, afterWord: afterWord) ?? [] }

    /// Whether a space stands before a token that comes next.
    func putsSpace(before token: Int) -> Bool {
        guard afterWord, case .words(let table) = tokenizer.table else { return false }
        return table.isWord(token)
    }

    /// Forbids what cannot come next: what is not promised, and what makes no character.
    func restrict(_ mask: inout TokenMask) {
        guard let tree = tokenizer.tree else { return }
        if !promised.isEmpty {
            let rule = "the prompt's end"
            let fitting = Set(fitting)
            for token in 0..<tokenizer.count where !fitting.contains(token) { mask.forbid(token, rule: rule) }
        }
        guard case .bytes(let table) = tokenizer.table, !table.holdsAnyBytes else { return }
        let rule = "characters of UTF-8"
        guard !bytes.rest.isEmpty else {
            for token in tree.fragments { mask.forbid(token, rule: rule) }
            return
        }
        for token in 0..<tokenizer.count where mask[token] {
            if token == Tokenizer.eos || !fits(table.piece(Int32(max(token, Tokenizer.specials.count)))) {
                mask.forbid(token, rule: rule)
            }
        }
    }

    private func fits(_ piece: [UInt8]) -> Bool {
        var bytes = bytes
        for byte in piece {
            guard bytes.allows(byte) else { return false }
            bytes.add(byte) { _ in }
        }
        return true
    }
}
