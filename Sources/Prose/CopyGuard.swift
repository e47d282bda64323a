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
    /// The tokens that would be a copy wherever they stood, being longer than the limit themselves.
    private let copies: [Int]
    /// The characters that a token adds at most.
    private let longest: Int
    private var recent: [UInt32] = []
    /// The copied passage at the end is no longer than this.
    private var bound = 0

    /// - Parameter most: The longest passage that may be copied, 1 or above.
    public init(_ index: PassageIndex, most: Int, tokenizer: Tokenizer, rule: String = "--max-copy") {
        precondition(most >= 1, "at most \(most) copied characters")
        self.index = index
        self.most = most
        self.rule = rule
        candidates = tokenizer.characters.map(\.value)
        longest = tokenizer.tree.map { $0.depth + 1 } ?? 1
        var copies: [Int] = []
        if longest > most {
            for token in Tokenizer.specials.count..<tokenizer.count {
                let text = tokenizer.text(CollectionOfOne(token)).unicodeScalars.map(\.value)
                let isCopy =
                    text.count > most
                    && (most + 1...text.count).contains {
                        index.longestEnd(of: Array(text[..<$0]), most: most + 1).length > most
                    }
                if isCopy { copies.append(token) }
            }
        }
        self.copies = copies
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
    public mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        for token in copies { mask.forbid(token, rule: rule) }
        guard bound + longest > most else { return }
        bound = index.longestEnd(of: recent, most: most).length
        guard bound + longest > most else { return }
        let tokenizer = decoder.tokenizer
        guard let tree = tokenizer.tree else {
            index.forEachFollower(of: recent, length: most, candidates: candidates) { value in
                let token = Int(tokenizer.token(value))
                if token != Tokenizer.unknown { mask.forbid(token, rule: rule) }
            }
            return
        }
        guard decoder.isClear else { return restrictByText(&mask, decoder, left: left) }
        // A passage of `most` + 1 characters has so many of the newest and the others of the token.
        for old in max(0, most + 1 - longest)...bound {
            let passage = Array(recent.suffix(old))
            guard index.holds(passage) else { continue }
            for (root, hasSpace) in tree.roots(afterWord: decoder.afterWord) {
                follow(tree, root, hasSpace ? passage + [0x20] : passage, &mask)
            }
        }
    }

    /// Forbids the tokens below a node with which a passage of the corpus becomes too long.
    private func follow(_ tree: TokenTree, _ node: Int, _ passage: [UInt32], _ mask: inout TokenMask) {
        guard passage.isEmpty || index.holds(passage) else { return }
        guard passage.count <= most else {
            for place in tree.nodes[node].tokens { mask.forbid(tree.order[place], rule: rule) }
            return
        }
        for child in tree.nodes[node].children {
            follow(tree, child, passage + [tree.nodes[child].scalar.value], &mask)
        }
    }
}
