/// The tokens of one sequence so far: the prompt, then what was drawn.
public struct TokenHistory: Equatable, Sendable {
    /// Prompt and new tokens, oldest first.
    public private(set) var tokens: [Int]
    /// How many of ``tokens`` are the prompt's; lengths do not count them.
    public let promptCount: Int

    /// The history of a sequence that has only its prompt.
    public init(prompt: [Int]) {
        tokens = prompt
        promptCount = prompt.count
    }

    /// The number of tokens drawn so far.
    public var newCount: Int { tokens.count - promptCount }

    /// Notes a token that was drawn.
    public mutating func append(_ token: Int) {
        tokens.append(token)
    }
}
