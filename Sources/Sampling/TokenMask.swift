/// Which tokens may come next, and which rules forbade the others.
///
/// Rules are hard: they are applied before anything else in the chain, never by drawing and rejecting. Each names
/// itself, so that a set of rules that leaves nothing can be reported. Reuse one mask from token to token with
/// ``reset()``: it then allocates nothing.
public struct TokenMask: Equatable, Sendable {
    /// V, the number of tokens the mask speaks of.
    public let count: Int
    /// The rules that forbade something, in the order in which they first did.
    public private(set) var rules: [String] = []
    private var words: [UInt64]

    /// A mask that allows every one of `count` tokens.
    public init(count: Int) {
        precondition(count >= 0, "a mask of \(count) tokens")
        self.count = count
        words = [UInt64](repeating: .max, count: (count + 63) / 64)
    }

    /// Whether `token` may come next.
    public subscript(token: Int) -> Bool {
        precondition(token >= 0 && token < count, "token \(token) of a mask of \(count)")
        return words[token >> 6] & (1 << UInt64(token & 63)) != 0
    }

    /// Whether each of 64 tokens may come next, from 64 · `index` on, the lowest bit first.
    func word(_ index: Int) -> UInt64 { words[index] }

    /// The number of tokens that may come next. O(V).
    public var allowedCount: Int {
        (0..<count).count { self[$0] }
    }

    /// Allows everything again and forgets the rules.
    public mutating func reset() {
        for index in words.indices { words[index] = .max }
        rules.removeAll(keepingCapacity: true)
    }

    /// Forbids one token in the name of `rule`.
    public mutating func forbid(_ token: Int, rule: String) {
        guard self[token] else { return }
        words[token >> 6] &= ~(1 << UInt64(token & 63))
        if !rules.contains(rule) { rules.append(rule) }
    }

    /// Forbids a range of tokens in the name of `rule`.
    public mutating func forbid(_ tokens: Range<Int>, rule: String) {
        for token in tokens { forbid(token, rule: rule) }
    }

    /// Forbids all but a range of tokens in the name of `rule`.
    public mutating func allowOnly(_ tokens: Range<Int>, rule: String) {
        precondition(tokens.lowerBound >= 0 && tokens.upperBound <= count, "tokens \(tokens) of a mask of \(count)")
        forbid(0..<tokens.lowerBound, rule: rule)
        forbid(tokens.upperBound..<count, rule: rule)
    }
}
