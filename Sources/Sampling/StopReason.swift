/// Why a sequence ended; reported with every sequence.
public enum StopReason: String, Codable, Sendable, CaseIterable {
    /// The model chose its end-of-sequence token.
    case eos
    /// The maximum number of new tokens was reached.
    case length
    /// A stop string appeared in the decoded text.
    case stopString = "stop-string"
    /// The number of bars asked for is complete.
    case bars
    /// The time allowed has passed.
    case time
    /// The person, or a closed output, stopped it.
    case interrupted
}
