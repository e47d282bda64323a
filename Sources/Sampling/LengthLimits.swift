/// How long a sequence may and must become; the prompt is not counted.
public struct LengthLimits: Equatable, Sendable {
    /// The end-of-sequence token is forbidden until this many new tokens have been written.
    public let minimum: Int
    /// The most new tokens: 0 only primes the source with the prompt, −1 goes on until the end-of-sequence token.
    public let maximum: Int
    /// Forbids the end-of-sequence token altogether.
    public let ignoresEOS: Bool

    /// - Throws: `SamplingError.optionOutOfRange` for a negative minimum, a maximum below −1, or a minimum above
    ///   the maximum.
    public init(minimum: Int = 0, maximum: Int = -1, ignoresEOS: Bool = false) throws(SamplingError) {
        guard maximum >= -1 else {
            throw .optionOutOfRange(
                option: "the maximum length", value: "\(maximum)", expected: "0 or above, or -1 for no limit")
        }
        guard minimum >= 0 else {
            throw .optionOutOfRange(option: "the minimum length", value: "\(minimum)", expected: "0 or above")
        }
        guard maximum == -1 || minimum <= maximum else {
            throw .optionOutOfRange(
                option: "the minimum length", value: "\(minimum)", expected: "at most the maximum length, \(maximum)")
        }
        self.minimum = minimum
        self.maximum = maximum
        self.ignoresEOS = ignoresEOS
    }
}
