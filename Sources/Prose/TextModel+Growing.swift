internal import Numerics
import Recurrent

/// A model that goes on learning from another text, which may have characters or words that it does not know.
extension TextModel {
    /// The same model with the characters or words of a corpus that it lacks, the commonest first; its own keep their ids.
    ///
    /// A new character begins as its nearest relative that is known: the same letter in the other case or without its
    /// accent, else as the mean of its kind (letters, digits, spaces, other marks), else as the mean of all. A new word begins as
    /// the same word in other cases, new signs as the mean of those that begin alike, and where there are none either begins as
    /// the mean of the rarest of its kind. The score is lowered, or raised, by how much rarer it is in the corpus. New words
    /// are those that the corpus alone would be learned with. A vocabulary of byte pairs or bytes stays as it is: it can spell
    /// anything.
    ///
    /// - Parameters:
    ///   - corpus: What it will learn from.
    ///   - layout: What one document of the corpus is.
    ///   - limit: The most characters it may have then, or the most words of the corpus that are considered.
    /// - Returns: The model, and the characters or words that are new to it.
    /// - Throws: `ProseError.wrongNetwork` where the network becomes too large.
    public func knowing(
        _ corpus: Corpus, layout: TextLayout, limit: Int? = nil
    ) throws(ProseError) -> (model: TextModel, new: [String]) {
        let starts = readsStart || layout != .document
        let limit = limit ?? Tokenizer.defaultLimit(tokenizer.kind)
        let fresh: [(text: String, origin: TokenOrigin)]
        switch tokenizer.table {
        case .bytes: fresh = []
        case .characters: fresh = freshCharacters(corpus, layout, limit)
        case .words(let table): fresh = freshWords(table, corpus, layout, limit)
        }
        guard !fresh.isEmpty else {
            return (try TextModel(network: network, tokenizer: tokenizer, layout: layout, readsStart: starts), [])
        }
        let origins = (0..<tokenizer.count).map { TokenOrigin.same($0) } + fresh.map(\.origin)
        do {
            let grown = try Tokenizer(vocabulary: tokenizer.vocabulary + fresh.map(\.text), kind: tokenizer.kind)
            return (
                try TextModel(
                    network: network.withTokens(origins), tokenizer: grown, layout: layout, readsStart: starts),
                fresh.map(\.text)
            )
        } catch let error as ProseError {
            throw error
        } catch {
            throw .wrongNetwork(
                inputSizes: network.configuration.inputSizes, outputSize: network.configuration.outputSize,
                vocabularySize: origins.count)
        }
    }

    private func freshCharacters(
        _ corpus: Corpus, _ layout: TextLayout, _ limit: Int
    ) -> [(text: String, origin: TokenOrigin)] {
        corpus.counts.present.filter { scalar, _ in
            tokenizer.token(scalar.value) == Tokenizer.unknown && (layout != .lines || scalar != "\n")
        }.sorted { ($1.count, $0.scalar.value) < ($0.count, $1.scalar.value) }
            .prefix(max(0, limit - tokenizer.characters.count)).map {
                (String($0.scalar), origin(of: $0.scalar, corpus))
            }
    }

    /// So many of the rarest that are known say together what another rare one is like.
    private static let rarest = 64

    private func freshWords(
        _ table: WordTable, _ corpus: Corpus, _ layout: TextLayout, _ limit: Int
    ) -> [(text: String, origin: TokenOrigin)] {
        let common = WordTable.commonest(corpus, layout: layout, limit: limit)
        let fresh = common.filter { table.token($0.text) == nil }.prefix(Tokenizer.largest - table.texts.count)
        guard !fresh.isEmpty else { return [] }
        // Words in other cases, signs by how they begin.
        func family(_ text: [UInt32]) -> String {
            WordReader.isLetter(text[0]) ? Tokenizer.spelling(text).lowercased() : Tokenizer.spelling([text[0]])
        }
        let counts = Dictionary(common.map { ($0.text, $0.count) }, uniquingKeysWith: +)
        var relatives: [String: [Int]] = [:]
        for (index, text) in table.texts.enumerated() { relatives[family(text), default: []].append(index) }
        let rarest = [false, true].map { isWord in
            Array(table.texts.indices.filter { table.isWord[$0] == isWord }.suffix(Self.rarest))
        }
        return fresh.map { text, count in
            let known = relatives[family(text)] ?? []
            let others = known.isEmpty ? rarest[WordReader.isLetter(text[0]) ? 1 : 0] : known
            guard !others.isEmpty else { return (Tokenizer.spelling(text), .mean([Tokenizer.unknown], rarer: 0)) }
            // The rarest that are known were there once or twice.
            let usual =
                known.isEmpty
                ? 2 : Double(known.reduce(1) { $0 + (counts[table.texts[$1]] ?? 0) }) / Double(known.count)
            let rarer = naturalLogarithm((Double(count) + 1) / usual)
            return (
                Tokenizer.spelling(text),
                .mean(others.map { $0 + Tokenizer.specials.count }, rarer: Float(min(5, max(-10, rarer))))
            )
        }
    }

    /// What a new character is taken for at first.
    private func origin(of scalar: Unicode.Scalar, _ corpus: Corpus) -> TokenOrigin {
        var relatives = tokenizer.characters.filter { $0.isRelative(of: scalar) }
        if relatives.isEmpty { relatives = tokenizer.characters.filter { $0.kind == scalar.kind } }
        if relatives.isEmpty { relatives = tokenizer.characters }
        guard !relatives.isEmpty else { return .mean([Tokenizer.unknown], rarer: 0) }
        let known = relatives.reduce(0) { $0 + corpus.counts[$1] }
        let usual = (Double(known) + 1) / Double(relatives.count)
        let rarer = naturalLogarithm((Double(corpus.counts[scalar]) + 1) / usual)
        return .mean(
            relatives.map { Int(tokenizer.token($0.value)) }, rarer: Float(min(5, max(-10, rarer))))
    }
}

extension Unicode.Scalar {
    fileprivate enum Kind { case letter, digit, space, other }

    fileprivate var kind: Kind {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .decimalNumber, .letterNumber, .otherNumber: .digit
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: .space
        default: .other
        }
    }

    /// Whether both are one letter but for case and accents.
    fileprivate func isRelative(of other: Unicode.Scalar) -> Bool {
        kind == .letter && other.kind == .letter && plain == other.plain
    }

    private var plain: Unicode.Scalar? {
        String(self).decomposed.unicodeScalars.first?.properties.lowercaseMapping.unicodeScalars.first
    }
}
