/// The characters of a vocabulary, and the token of each.
struct CharacterTable: Sendable, Equatable {
    /// The characters, in the order of their ids from 2 on.
    let characters: [Unicode.Scalar]
    /// The ids of the characters of the Basic Multilingual Plane by scalar value.
    private let low: [Int32]
    /// Those of the others.
    private let high: [UInt32: Int32]

    init(_ characters: [Unicode.Scalar]) {
        self.characters = characters
        var low = [Int32](repeating: Int32(Tokenizer.unknown), count: ScalarCounts.lowCount)
        var high: [UInt32: Int32] = [:]
        for (index, character) in characters.enumerated() {
            let id = Int32(index + Tokenizer.specials.count)
            if Int(character.value) < low.count { low[Int(character.value)] = id } else { high[character.value] = id }
        }
        self.low = low
        self.high = high
    }

    /// - Throws: `ProseError.badVocabulary` where an entry is not one character, or occurs twice.
    init(entries: [String]) throws(ProseError) {
        var characters: [Unicode.Scalar] = []
        var seen: Set<Unicode.Scalar> = []
        for (index, text) in entries.enumerated() {
            guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, seen.insert(scalar).inserted
            else { throw .badVocabulary(entry: index + Tokenizer.specials.count, text: text) }
            characters.append(scalar)
        }
        self.init(characters)
    }

    static func == (one: CharacterTable, other: CharacterTable) -> Bool { one.characters == other.characters }

    /// The token of a scalar value.
    @inline(__always)
    func token(_ value: UInt32) -> Int32 {
        Int(value) < low.count ? low[Int(value)] : high[value] ?? Int32(Tokenizer.unknown)
    }

    private func isKnown(_ scalar: Unicode.Scalar) -> Bool { token(scalar.value) != Tokenizer.unknown }

    /// The text as the vocabulary has it: in Normalization Form C, as texts are learned, but for what is known only as a
    /// letter and its marks.
    func spelling(_ text: some StringProtocol) -> String {
        let composed = text.composed
        guard !composed.unicodeScalars.allSatisfy(isKnown) else { return composed }
        var spelling = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars {
            let parts = String(scalar).decomposed.unicodeScalars
            if isKnown(scalar) || !parts.allSatisfy(isKnown) {
                spelling.append(scalar)
            } else {
                spelling.append(contentsOf: parts)
            }
        }
        return String(spelling)
    }
}
