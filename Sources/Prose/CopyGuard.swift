public import Sampling

/// Never more than so many characters of a corpus, word for word: what would make a copied passage longer is forbidden.
///
/// What the text begins with counts: a text goes on copying from its prompt only up to the limit.
public struct CopyGuard: TextConstraint {
    public let rule: String
    private let index: PassageIndex
    private let most: Int
    /// The characters of the vocabulary.
    private let candidates: [UInt32]
    private var recent: [UInt32] = []
    /// The copied passage at the end is no longer than this.
    private var bound = 0

    /// - Parameter most: The longest passage that may be copied, 1 or above.
    public init(_ index: PassageIndex, most: Int, tokenizer: CharacterTokenizer, rule: String = "--max-copy") {
        precondition(most >= 1, "at most \(most) copied characters")
        self.index = index
        self.most = most
        self.rule = rule
        candidates = tokenizer.characters.map(\.value)
    }

    public mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        advance(scalar)
        return true
    }

    public mutating func advance(_ scalar: Unicode.Scalar) {
        if recent.count >= 2 * most { recent.removeFirst(recent.count - most + 1) }
        recent.append(scalar.value)
        bound += 1
    }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        bound < most || index.longestEnd(of: recent + [scalar.value], most: most + 1).length <= most
    }

    /// Most of the time nothing has to be looked up: a passage grows by one character at a time, so that after one of k
    /// characters the next search is due when `most` − k more are written.
    public mutating func restrict(_ mask: inout TokenMask, _ tokenizer: CharacterTokenizer, left: Int) {
        guard bound >= most else { return }
        bound = index.longestEnd(of: recent, most: most).length
        guard bound >= most else { return }
        index.forEachFollower(of: recent, length: most, candidates: candidates) { value in
            let token = Int(tokenizer.token(value))
            if token != CharacterTokenizer.unknown { mask.forbid(token, rule: rule) }
        }
    }
}
