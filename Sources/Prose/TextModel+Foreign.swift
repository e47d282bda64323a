public import Recurrent

/// Models made by other programs, which know neither the end-of-sequence token nor the unknown one.
extension TextModel {
    /// A model of a network from elsewhere, and of its tokens in the order of their ids.
    ///
    /// Where the vocabulary begins with this program's two marks nothing is changed. Otherwise the network gets both: they
    /// read as nothing and are never written, and what it says of its own tokens stays the same to the last bit. Where each
    /// line was a document, what ended a line becomes the mark of the end. Words, byte pairs and bytes have the marks always.
    ///
    /// - Throws: `ProseError.badVocabulary` where a token is not one character, or occurs twice; `.noLineEnd`;
    ///   `.wrongNetwork` where the network reads or writes another number of tokens.
    public init(
        foreign network: Network, vocabulary: [String], kind: Tokenizer.Kind = .characters, holdsAnyBytes: Bool = false,
        layout: TextLayout = .document
    ) throws(ProseError) {
        let count = vocabulary.count
        let shape = network.configuration
        guard shape.inputSizes == [count], shape.outputSize == count else {
            throw .wrongNetwork(inputSizes: shape.inputSizes, outputSize: shape.outputSize, vocabularySize: count)
        }
        if kind != .characters || vocabulary.starts(with: Tokenizer.specials) {
            try self.init(
                network: network,
                tokenizer: Tokenizer(vocabulary: vocabulary, kind: kind, holdsAnyBytes: holdsAnyBytes), layout: layout)
            return
        }
        var order: [Int?] = vocabulary.indices.map { $0 }
        if layout == .lines {
            guard let end = vocabulary.firstIndex(of: "\n") else { throw .noLineEnd }
            order.remove(at: end)
            order = [end, nil] + order
        } else {
            order = [nil, nil] + order
        }
        let tokenizer: Tokenizer
        let characters = order.dropFirst(Tokenizer.specials.count).map { vocabulary[$0!] }
        do {
            tokenizer = try Tokenizer(vocabulary: Tokenizer.specials + characters)
        } catch {
            guard case .badVocabulary(let entry, let text) = error else { throw error }
            throw .badVocabulary(entry: order[entry] ?? entry, text: text)
        }
        try self.init(
            network: Self.reordered(network, order), tokenizer: tokenizer, layout: layout, readsStart: layout == .lines)
    }

    /// The network and its tokens as the other program had them; all of both where the model was learned here.
    ///
    /// - Throws: `ProseError.wrongNetwork` where a damaged model has no tokens but the marks.
    public func foreign() throws(ProseError) -> (network: Network, vocabulary: [String]) {
        guard !readsStart else { return (network, tokenizer.vocabulary) }
        return (
            try Self.reordered(network, (Tokenizer.specials.count..<tokenizer.count).map { $0 }),
            tokenizer.characters.map { String($0) }
        )
    }

    private static func reordered(_ network: Network, _ order: [Int?]) throws(ProseError) -> Network {
        do {
            return try network.withTokens(order.map { token in token.map { .same($0) } ?? .never })
        } catch {
            let shape = network.configuration
            throw .wrongNetwork(
                inputSizes: shape.inputSizes, outputSize: shape.outputSize, vocabularySize: order.count)
        }
    }
}
