/// What the sampling engine refuses, and why.
public enum SamplingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A control was given a value outside its range.
    case optionOutOfRange(option: String, value: String, expected: String)
    /// The source returned a logit that is not a number, or +∞.
    case unusableLogit(token: Int, value: Float)
    /// The masks between them forbade every token; `masks` names those that forbade any.
    case everythingForbidden(masks: [String])
    /// Generation was started without the token that starts it.
    case emptyPrompt
    /// The prompt holds a token that the vocabulary does not.
    case promptTokenOutOfRange(token: Int, position: Int, vocabularySize: Int)

    public var description: String {
        switch self {
        case .optionOutOfRange(let option, let value, let expected):
            "\(option) is \(value); it must be \(expected)"
        case .unusableLogit(let token, let value):
            "the model's score for token \(token) is \(value); its weights are damaged or its training diverged"
        case .everythingForbidden(let masks):
            if masks.isEmpty {
                "no token may follow: the model scores every one of them −∞"
            } else if masks.contains(where: { $0.hasPrefix("--") }) {
                // What was asked for is what can be changed.
                "nothing may follow: all is forbidden by "
                    + masks.filter { $0.hasPrefix("--") }.joined(separator: " and ") + "; ask for less"
            } else {
                "no token may follow: all are forbidden by \(masks.joined(separator: ", "))"
            }
        case .emptyPrompt:
            "the prompt is empty; start with at least the start token"
        case .promptTokenOutOfRange(let token, let position, let size):
            "token \(token) at position \(position) of the prompt is not among the \(size) of the vocabulary"
        }
    }
}
