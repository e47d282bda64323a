internal import Numerics
import Recurrent

/// A model that goes on learning from another text, which may have characters that it does not know.
extension TextModel {
    /// The same model with the characters of a corpus that it lacks, the commonest first; its own keep their ids.
    ///
    /// A new character begins as its nearest relative that is known: the same letter in the other case or without its
    /// accent, else as the mean of its kind (letters, digits, spaces, other marks), else as the mean of all. Its score is
    /// lowered, or raised, by how much rarer it is in the corpus. A vocabulary of words, byte pairs or bytes stays as it is.
    ///
    /// - Parameters:
    ///   - corpus: What it will learn from.
    ///   - layout: What one document of the corpus is.
    ///   - limit: The most characters it may have then.
    /// - Returns: The model, and the characters that are new to it.
    /// - Throws: `ProseError.wrongNetwork` where the network becomes too large.
    public func knowing(
        _ corpus: Corpus, layout: TextLayout, limit: Int = Tokenizer.defaultLimit(.characters)
    ) throws(ProseError) -> (model: TextModel, new: [Unicode.Scalar]) {
        let starts = readsStart || layout != .document
        guard tokenizer.kind == .characters else {
            return (try TextModel(network: network, tokenizer: tokenizer, layout: layout, readsStart: starts), [])
        }
        let fresh = corpus.counts.present.filter { scalar, _ in
            tokenizer.token(scalar.value) == Tokenizer.unknown && (layout != .lines || scalar != "\n")
        }.sorted { ($1.count, $0.scalar.value) < ($0.count, $1.scalar.value) }
            .prefix(max(0, limit - tokenizer.characters.count)).map(\.scalar)
        var origins = (0..<tokenizer.count).map { TokenOrigin.same($0) }
        origins += fresh.map { origin(of: $0, corpus) }
        do {
            let grown = try Tokenizer(vocabulary: tokenizer.vocabulary + fresh.map { String($0) })
            return (
                try TextModel(
                    network: network.withTokens(origins), tokenizer: grown, layout: layout, readsStart: starts),
                fresh
            )
        } catch let error as ProseError {
            throw error
        } catch {
            throw .wrongNetwork(
                inputSizes: network.configuration.inputSizes, outputSize: network.configuration.outputSize,
                vocabularySize: origins.count)
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
