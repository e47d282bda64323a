/// One drawn token, as a stream delivers it.
public struct GeneratedToken: Equatable, Sendable {
    /// The token's id.
    public let id: Int
    /// ln p at temperature 1 before any control; nil unless it was asked for.
    public let logProbability: Double?
}

/// What one draw came to.
public enum GenerationStep: Equatable, Sendable {
    case token(GeneratedToken)
    case stopped(StopReason)
}
