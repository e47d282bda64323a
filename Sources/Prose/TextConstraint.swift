public import Sampling

/// A rule about the characters of a text, followed while it is written: what breaks it is never drawn.
public protocol TextConstraint: Sendable {
    /// What the rule is called in messages.
    var rule: String { get }

    /// Takes a character of what the text begins with.
    ///
    /// - Returns: Whether the rule allows it there.
    mutating func read(_ scalar: Unicode.Scalar) -> Bool

    /// Whether a character may come next.
    ///
    /// - Parameter left: How many may still be written after it; a rule that cannot be fulfilled in so many forbids it.
    func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool

    /// Takes a character that was written, which the rule allows.
    mutating func advance(_ scalar: Unicode.Scalar)

    /// Whether the text may end here.
    var allowsEnd: Bool { get }

    /// Whether it must.
    var isComplete: Bool { get }

    /// Whether any of some characters may come next, of which only the first bytes are written.
    func allows(anyOf scalars: ClosedRange<UInt32>, left: Int) -> Bool

    /// Whether a token may end here.
    ///
    /// - Parameters:
    ///   - afterWord: Whether it is a word, which never goes on.
    ///   - room: How many characters may still be written.
    func allowsTokenEnd(afterWord: Bool, room: Int) -> Bool

    /// Whether the text must end after the tokens that were written.
    ///
    /// - Parameter room: How many characters may still be written.
    func isComplete(_ decoder: TokenDecoder, room: Int) -> Bool

    /// Forbids what may not come next; what ``allows(_:left:)`` says unless it is done faster.
    ///
    /// - Parameter decoder: What the tokens are after those that were written.
    mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int)
}

extension TextConstraint {
    public var isComplete: Bool { false }
    public var allowsEnd: Bool { true }
    public func allowsTokenEnd(afterWord: Bool, room: Int) -> Bool { true }
    public func isComplete(_ decoder: TokenDecoder, room: Int) -> Bool { isComplete }

    public func allows(anyOf scalars: ClosedRange<UInt32>, left: Int) -> Bool {
        [scalars.lowerBound, scalars.upperBound, scalars.lowerBound + UInt32(scalars.count) / 2]
            .contains { Unicode.Scalar($0).map { allows($0, left: left) } ?? false }
    }

    public mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        let isAllowed = allows(scalar, left: .max)
        advance(scalar)
        return isAllowed
    }

    public mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        restrictByText(&mask, decoder, left: left)
    }

    /// Follows the texts of all tokens; those that begin alike are followed once.
    func restrictByText(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        let tokenizer = decoder.tokenizer
        guard let tree = tokenizer.tree else {
            for (index, scalar) in tokenizer.characters.enumerated() where !allows(scalar, left: left) {
                mask.forbid(index + Tokenizer.specials.count, rule: rule)
            }
            return
        }
        let every = decoder.isClear ? tree.beginnings : Array(Tokenizer.specials.count..<tokenizer.count)
        for token in every where mask[token] && !allows(token, decoder, left: left) { mask.forbid(token, rule: rule) }
        guard decoder.isClear else { return }
        for (root, hasSpace) in tree.roots(afterWord: decoder.afterWord) {
            guard hasSpace else {
                forbid(below: root, of: tree, &mask, left: left)
                continue
            }
            guard left > 0, allows(" ", left: left) else {
                for place in tree.nodes[root].tokens { mask.forbid(tree.order[place], rule: rule) }
                continue
            }
            var next = self
            next.advance(" ")
            next.forbid(below: root, of: tree, &mask, left: left == .max ? .max : left - 1)
        }
    }

    private func forbid(below node: Int, of tree: TokenTree, _ mask: inout TokenMask, left: Int) {
        for child in tree.nodes[node].children {
            let node = tree.nodes[child]
            guard allows(node.scalar, left: left) else {
                for place in node.tokens { mask.forbid(tree.order[place], rule: rule) }
                continue
            }
            let endsWord = node.ends > 0 && !allowsTokenEnd(after: node.scalar, in: tree, node, left: left)
            if endsWord { for place in node.tokens.prefix(node.ends) { mask.forbid(tree.order[place], rule: rule) } }
            guard !node.children.isEmpty else { continue }
            guard left > 0 else {
                for place in node.tokens.dropFirst(node.ends) { mask.forbid(tree.order[place], rule: rule) }
                continue
            }
            var next = self
            next.advance(node.scalar)
            next.forbid(below: child, of: tree, &mask, left: left == .max ? .max : left - 1)
        }
    }

    /// Whether the words that end with a character may.
    private func allowsTokenEnd(
        after scalar: Unicode.Scalar, in tree: TokenTree, _ node: TokenTree.Node, left: Int
    ) -> Bool {
        guard node.tokens.lowerBound < tree.nodes[TokenTree.words].tokens.upperBound else { return true }
        var next = self
        next.advance(scalar)
        return next.allowsTokenEnd(afterWord: true, room: left)
    }

    /// Whether the text of one token may come next, and after the beginning of a character one that goes on with it.
    func allows(_ token: Int, _ decoder: TokenDecoder, left: Int) -> Bool {
        var (rule, text, left, isAllowed) = (self, decoder, left, true)
        text.add(token) { scalar in
            guard isAllowed else { return }
            isAllowed = left >= 0 && rule.allows(scalar, left: left)
            rule.advance(scalar)
            if left != .max { left -= 1 }
        }
        guard isAllowed else { return false }
        guard let ends = text.completions else {
            return rule.allowsTokenEnd(afterWord: text.afterWord, room: left == .max ? .max : left + 1)
        }
        return left >= 0 && rule.allows(anyOf: ends, left: left)
    }
}

/// The rules that one text follows, and how far it is.
public struct TextConstraints: Sendable {
    private var rules: [any TextConstraint]
    /// How many characters may still be written.
    private var left: Int

    /// The rules at the beginning of a text.
    ///
    /// - Parameters:
    ///   - prompt: What it begins with.
    ///   - limits: How long it may become.
    /// - Throws: `ProseError.promptForbidden` where the prompt breaks a rule.
    public init(
        _ rules: [any TextConstraint], tokenizer: Tokenizer, prompt: String, limits: LengthLimits
    ) throws(ProseError) {
        self.rules = rules
        left = limits.maximum < 0 ? .max : limits.maximum
        for (place, scalar) in tokenizer.spelling(prompt).unicodeScalars.enumerated() {
            for index in self.rules.indices where !self.rules[index].read(scalar) {
                throw .promptForbidden(rule: self.rules[index].rule, character: place + 1)
            }
        }
    }

    /// Whether the text has to end here.
    var isComplete: Bool { rules.contains { $0.isComplete } }

    /// Whether it has to end after the tokens that were written.
    func isComplete(_ decoder: TokenDecoder) -> Bool { rules.contains { $0.isComplete(decoder, room: left) } }

    /// Forbids what may not come next.
    mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder) {
        for index in rules.indices {
            rules[index].restrict(&mask, decoder, left: left == .max ? .max : max(0, left - 1))
            if !rules[index].allowsEnd { mask.forbid(Tokenizer.eos, rule: rules[index].rule) }
        }
    }

    /// Takes a character that was written.
    mutating func accept(_ scalar: Unicode.Scalar) {
        if left != .max { left -= 1 }
        for index in rules.indices { rules[index].advance(scalar) }
    }
}
