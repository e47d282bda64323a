public import Recurrent

/// Models made by other programs, which know neither the end-of-sequence token nor the unknown one.
extension TextModel {
    /// A model of a network from elsewhere, and of its tokens in the order of their ids.
    ///
    /// Where the vocabulary begins with this program's two marks nothing is changed. Otherwise the network gets both: they
    /// read as nothing and are never written, and what it says of its own tokens stays the same to the last bit.
    ///
    /// - Throws: `ProseError.badVocabulary` where a token is not one character, or occurs twice;
    ///   `.wrongNetwork` where the network reads or writes another number of tokens.
    public init(foreign network: Network, vocabulary: [String]) throws(ProseError) {
        let count = vocabulary.count
        let shape = network.configuration
        guard shape.inputSizes == [count], shape.outputSize == count else {
            throw .wrongNetwork(inputSizes: shape.inputSizes, outputSize: shape.outputSize, vocabularySize: count)
        }
        if vocabulary.starts(with: CharacterTokenizer.specials) {
            try self.init(network: network, tokenizer: CharacterTokenizer(vocabulary: vocabulary))
            return
        }
        let tokenizer: CharacterTokenizer
        do {
            tokenizer = try CharacterTokenizer(vocabulary: CharacterTokenizer.specials + vocabulary)
        } catch {
            guard case .badVocabulary(let entry, let text) = error else { throw error }
            throw .badVocabulary(entry: entry - CharacterTokenizer.specials.count, text: text)
        }
        try self.init(network: Self.resized(network, tokens: tokenizer.count), tokenizer: tokenizer, readsStart: false)
    }

    /// The network and its tokens as the other program had them; all of both where the model was learned here.
    ///
    /// - Throws: `ProseError.wrongNetwork` where a damaged model has no tokens but the marks.
    public func foreign() throws(ProseError) -> (network: Network, vocabulary: [String]) {
        guard !readsStart else { return (network, tokenizer.vocabulary) }
        return (
            try Self.resized(network, tokens: tokenizer.characters.count), tokenizer.characters.map { String($0) }
        )
    }

    /// The same network with more tokens before the first, or without some of the first.
    private static func resized(_ network: Network, tokens count: Int) throws(ProseError) -> Network {
        do {
            return try network.resized(tokens: count)
        } catch {
            let shape = network.configuration
            throw .wrongNetwork(inputSizes: shape.inputSizes, outputSize: shape.outputSize, vocabularySize: count)
        }
    }
}

extension Network {
    /// So low that the softmax never chooses it, and yet a number that any element type holds.
    private static let never: Float = -10_000

    /// - Throws: `NetworkError` where the result is out of bounds.
    fileprivate func resized(tokens count: Int) throws(NetworkError) -> Network {
        var shape = configuration
        shape.inputSizes = [count]
        shape.outputSize = count
        var resized = try Parameters(shape)
        for (old, new) in zip(parameters.layout, resized.layout) {
            guard old.shape != new.shape else {
                resized.values.replaceSubrange(new.range, with: parameters.values[old.range])
                continue
            }
            // A matrix has tokens for columns if it reads one-hot vectors, and for rows otherwise.
            let isByColumn = old.shape[0] == new.shape[0]
            let (before, after) = isByColumn ? (old.shape[1], new.shape[1]) : (old.range.count, new.range.count)
            let surplus = after - before
            let fill = [Float](repeating: new.name == "linear.bias" ? Self.never : 0, count: max(0, surplus))
            var values: [Float] = []
            values.reserveCapacity(new.range.count)
            for start in stride(from: old.range.lowerBound, to: old.range.upperBound, by: before) {
                values += fill + parameters.values[start + max(0, -surplus)..<start + before]
            }
            resized.values.replaceSubrange(new.range, with: values)
        }
        return try Network(shape, parameters: resized)
    }
}
