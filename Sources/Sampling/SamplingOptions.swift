/// The controls of one draw, in range by construction.
///
/// The names and defaults are llama.cpp's where it has them; the defaults leave the model's distribution as it is.
public struct SamplingOptions: Equatable, Sendable {
    /// Divides the logits: below 1 bolder, above 1 wilder, 0 always the most likely token. Off at 1.
    public let temperature: Double
    /// Keeps exactly this many of the most likely tokens. Off at 0.
    public let topK: Int
    /// Keeps the smallest set of most likely tokens whose probabilities reach this sum. Off at 1.
    public let topP: Double

    /// The model's own distribution: every control off.
    public static let plain = SamplingOptions()

    private init() {
        temperature = 1
        topK = 0
        topP = 1
    }

    /// - Throws: `SamplingError.optionOutOfRange` for a negative, infinite or NaN temperature, a negative top-k,
    ///   or a top-p outside 0…1.
    public init(temperature: Double = 1, topK: Int = 0, topP: Double = 1) throws(SamplingError) {
        guard temperature >= 0, temperature.isFinite else {
            throw .optionOutOfRange(
                option: "temperature", value: "\(temperature)", expected: "a finite number, 0 or above")
        }
        guard topK >= 0 else {
            throw .optionOutOfRange(option: "top-k", value: "\(topK)", expected: "a whole number, 0 (off) or above")
        }
        guard topP >= 0, topP <= 1 else {
            throw .optionOutOfRange(option: "top-p", value: "\(topP)", expected: "between 0 and 1 (off)")
        }
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
    }
}
