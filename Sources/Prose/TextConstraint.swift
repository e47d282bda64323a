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

    /// Forbids what may not come next; what ``allows(_:left:)`` says unless it is done faster.
    mutating func restrict(_ mask: inout TokenMask, _ tokenizer: CharacterTokenizer, left: Int)
}

extension TextConstraint {
    public var isComplete: Bool { false }
    public var allowsEnd: Bool { true }

    public mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        let isAllowed = allows(scalar, left: .max)
        advance(scalar)
        return isAllowed
    }

    public mutating func restrict(_ mask: inout TokenMask, _ tokenizer: CharacterTokenizer, left: Int) {
        for token in 0..<tokenizer.count where token != CharacterTokenizer.unknown {
            guard let scalar = tokenizer.character(token) else { continue }
            if !allows(scalar, left: left) { mask.forbid(token, rule: rule) }
        }
    }
}

/// The rules that one text follows, and how far it is.
public struct TextConstraints: Sendable {
    private var rules: [any TextConstraint]
    private let tokenizer: CharacterTokenizer
    /// How many characters may still be written.
    private var left: Int

    /// The rules at the beginning of a text.
    ///
    /// - Parameters:
    ///   - prompt: What it begins with.
    ///   - limits: How long it may become.
    /// - Throws: `ProseError.promptForbidden` where the prompt breaks a rule.
    public init(
        _ rules: [any TextConstraint], tokenizer: CharacterTokenizer, prompt: String, limits: LengthLimits
    ) throws(ProseError) {
        self.rules = rules
        self.tokenizer = tokenizer
        left = limits.maximum < 0 ? .max : limits.maximum
        for (place, scalar) in tokenizer.spelling(prompt).unicodeScalars.enumerated() {
            for index in self.rules.indices where !self.rules[index].read(scalar) {
                throw .promptForbidden(rule: self.rules[index].rule, character: place + 1)
            }
        }
    }

    /// Whether the text has to end here.
    var isComplete: Bool { rules.contains { $0.isComplete } }

    /// Forbids what may not come next.
    mutating func restrict(_ mask: inout TokenMask) {
        for index in rules.indices {
            rules[index].restrict(&mask, tokenizer, left: left == .max ? .max : max(0, left - 1))
            if !rules[index].allowsEnd { mask.forbid(CharacterTokenizer.eos, rule: rules[index].rule) }
        }
    }

    /// Takes a token that was drawn.
    mutating func accept(_ token: Int) {
        guard let scalar = tokenizer.character(token) else { return }
        if left != .max { left -= 1 }
        for index in rules.indices { rules[index].advance(scalar) }
    }
}
