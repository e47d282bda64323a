/// A link of the chain between the scores and the draw; see ``SamplingOptions/order``.
public enum SamplingStep: String, CaseIterable, Sendable, Codable {
    case penalties, dry
    case topNSigma = "top-n-sigma"
    case topK = "top-k"
    case typical
    case topP = "top-p"
    case minP = "min-p"
    case xtc
    case temperature = "temp"

    /// llama.cpp's order.
    public static let standard = allCases
    /// That of Hugging Face's transformers: temperature first, so that it has a say in what falls away.
    public static let huggingFace: [SamplingStep] = [
        .penalties, .dry, .temperature, .topNSigma, .topK, .topP, .minP, .typical, .xtc,
    ]
}

/// The controls of one draw, in range by construction.
///
/// Names and definitions are llama.cpp's where it has them (common/sampling and src/llama-sampling.cpp, 2025); the defaults
/// leave the model's distribution as it is.
public struct SamplingOptions: Equatable, Sendable {
    /// What makes tokens less likely that were there already, counted over a window of the newest tokens.
    public struct Penalties: Equatable, Sendable {
        /// A positive logit is divided by it, another multiplied (Keskar et al. 2019, arXiv:1909.05858). Off at 1.
        public var repetition = 1.0
        /// Taken from the logit for each occurrence. Off at 0.
        public var frequency = 0.0
        /// Taken from the logit once. Off at 0.
        public var presence = 0.0
        /// The newest tokens that count, the prompt's included; −1 for all. Off at 0.
        public var window = 64

        public init() {}

        var isOff: Bool { window == 0 || repetition == 1 && frequency == 0 && presence == 0 }
    }

    /// Don't Repeat Yourself (p-e-w 2024, text-generation-webui#5677): a token that would go on with a repetition of n tokens
    /// loses multiplier · base^(n − allowed).
    public struct Dry: Equatable, Sendable {
        /// Off at 0.
        public var multiplier = 0.0
        public var base = 1.75
        /// The shortest repetition that costs something.
        public var allowed = 2
        /// The newest tokens that are looked through.
        public var window = 1_024
        /// Tokens that no repetition reaches across, and that are never penalised.
        public var breakers: Set<Int> = []

        public init() {}
    }

    /// Exclude Top Choices (p-e-w 2024, text-generation-webui#6335): now and then all but the last of the tokens above a
    /// threshold are taken away.
    public struct ExcludeTopChoices: Equatable, Sendable {
        /// How often, 0…1. Off at 0.
        public var probability = 0.0
        /// The probability from which on a token is a top choice; above 0.5 there are no two of them.
        public var threshold = 0.1

        public init() {}
    }

    /// Mirostat 2 (Basu et al. 2021, arXiv:2007.14966): keeps the surprise of the text near a target.
    public struct Mirostat: Equatable, Sendable {
        /// The surprise to be kept, in bits a token.
        public var target = 5.0
        /// How fast it is approached.
        public var rate = 0.1

        public init() {}
    }

    /// A temperature that rises with the entropy of the distribution (Zhu et al. 2024, arXiv:2309.02772, as llama.cpp has it).
    public struct DynamicTemperature: Equatable, Sendable {
        /// How far it may go below and above the temperature. Off at 0.
        public var range = 0.0
        /// Bends the way from one to the other.
        public var exponent = 1.0

        public init() {}
    }

    /// Divides the logits: below 1 safer, above 1 wilder, 0 always the most likely token. Off at 1.
    public let temperature: Double
    /// Keeps exactly this many of the most likely tokens. Off at 0.
    public let topK: Int
    /// Keeps the smallest set of most likely tokens whose probabilities reach this sum. Off at 1.
    public let topP: Double
    /// Keeps tokens at least so likely as this fraction of the most likely one's probability. Off at 0.
    public var minP = 0.0
    /// Keeps the tokens whose surprise is nearest the entropy, up to this sum (Meister et al. 2022, arXiv:2202.00666). Off
    /// at 1.
    public var typical = 1.0
    /// Keeps tokens whose logits are at most so many standard deviations below the highest (Tang et al. 2024,
    /// arXiv:2411.07641). Off at 0.
    public var topNSigma = 0.0
    public var penalties = Penalties()
    public var dry = Dry()
    public var xtc = ExcludeTopChoices()
    public var dynamicTemperature = DynamicTemperature()
    /// Replaces all that takes tokens away; nil for none.
    public var mirostat: Mirostat?
    /// Added to the logit of each of these tokens; −∞ forbids it.
    public var bias: [Int: Float] = [:]
    /// The chain; what is left out is off.
    public var order = SamplingStep.standard

    /// The model's own distribution: every control off.
    public static let plain = SamplingOptions()

    private init() {
        temperature = 1
        topK = 0
        topP = 1
    }

    /// The three usual controls, every other one off.
    ///
    /// - Throws: `SamplingError.optionOutOfRange` for a negative, infinite or NaN temperature, a negative top-k,
    ///   or a top-p outside 0…1.
    public init(temperature: Double = 1, topK: Int = 0, topP: Double = 1) throws(SamplingError) {
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        try validate()
    }

    /// Whether every control is in its range.
    ///
    /// - Throws: `SamplingError.optionOutOfRange`.
    public func validate() throws(SamplingError) {
        func check(_ name: String, _ value: Double, _ expected: String, _ test: (Double) -> Bool) throws(SamplingError)
        {
            guard value.isFinite, test(value) else {
                throw .optionOutOfRange(option: name, value: "\(value)", expected: expected)
            }
        }
        func check(_ name: String, _ value: Int, atLeast least: Int, _ expected: String) throws(SamplingError) {
            guard value >= least, value <= 1 << 30 else {
                throw .optionOutOfRange(option: name, value: "\(value)", expected: expected)
            }
        }
        try check("temperature", temperature, "a finite number, 0 or above") { $0 >= 0 }
        guard topK >= 0 else {
            throw .optionOutOfRange(option: "top-k", value: "\(topK)", expected: "a whole number, 0 (off) or above")
        }
        try check("top-p", topP, "between 0 and 1 (off)") { 0...1 ~= $0 }
        try check("min-p", minP, "between 0 (off) and 1") { 0...1 ~= $0 }
        try check("typical", typical, "between 0 and 1 (off)") { 0...1 ~= $0 }
        try check("top-n-sigma", topNSigma, "a finite number, 0 (off) or above") { $0 >= 0 }
        try check("the repetition penalty", penalties.repetition, "a finite number above 0; 1 is off") { $0 > 0 }
        try check("the frequency penalty", penalties.frequency, "a finite number; 0 is off") { _ in true }
        try check("the presence penalty", penalties.presence, "a finite number; 0 is off") { _ in true }
        try check("the penalties' window", penalties.window, atLeast: -1, "a whole number, -1 for all, 0 for off")
        try check("the DRY multiplier", dry.multiplier, "a finite number, 0 (off) or above") { $0 >= 0 }
        try check("the DRY base", dry.base, "a finite number, 1 or above") { $0 >= 1 }
        try check("the DRY length allowed", dry.allowed, atLeast: 1, "a whole number, 1 or above")
        guard 1...65_536 ~= dry.window else {
            throw .optionOutOfRange(option: "the DRY window", value: "\(dry.window)", expected: "1 to 65536")
        }
        try check("the XTC probability", xtc.probability, "between 0 (off) and 1") { 0...1 ~= $0 }
        try check("the XTC threshold", xtc.threshold, "between 0 and 1") { 0...1 ~= $0 }
        try check("the dynamic temperature's range", dynamicTemperature.range, "a finite number, 0 (off) or above") {
            $0 >= 0
        }
        try check("the dynamic temperature's exponent", dynamicTemperature.exponent, "a finite number above 0") {
            $0 > 0
        }
        if let mirostat {
            try check("the mirostat target", mirostat.target, "a finite number, 0 or above") { $0 >= 0 }
            try check("the mirostat rate", mirostat.rate, "a finite number, 0 or above") { $0 >= 0 }
        }
        for (token, bias) in bias where !(bias < .infinity) {
            throw .optionOutOfRange(option: "the bias of token \(token)", value: "\(bias)", expected: "below infinity")
        }
        for step in order where order.count(where: { $0 == step }) > 1 {
            throw .optionOutOfRange(
                option: "the order", value: order.map(\.rawValue).joined(separator: ","), expected: "each step once")
        }
    }
}
