import ArgumentParser
import Commands
import Prose
import Sampling

/// The finer controls of each draw, under llama.cpp's names; all are off unless they are given.
struct ControlArguments: ParsableArguments {
    @Option(
        number: "Draw from characters at least so likely as this fraction of the likeliest one; 0 is off.", value: "p")
    var minP: Double?

    @Option(number: "Draw from the p most typical characters (locally typical sampling); 1 is off.", value: "p")
    var typical: Double?

    @Option(
        number: "Draw from characters whose scores are within n standard deviations of the highest; 0 is off.",
        value: "n")
    var topNSigma: Double?

    @Option(number: "Make characters less likely that were written lately; 1 is off.", value: "r")
    var repeatPenalty: Double?

    @Option(number: "The same by their number: taken from the score for each.", value: "f")
    var frequencyPenalty: Double?

    @Option(number: "The same once for each character that was written.", value: "f")
    var presencePenalty: Double?

    @Option(
        number: "How many of the newest characters count for these; -1 for all. (default: \(usual.penalties.window))",
        value: "n")
    var repeatLastN: Int?

    @Option(number: "Make repeated passages less likely, the more the longer they are; 0 is off.", value: "m")
    var dryMultiplier: Double?

    @Option(number: "By how much more for each further character. (default: \(usual.dry.base))", value: "b")
    var dryBase: Double?

    @Option(number: "The shortest repetition that counts. (default: \(usual.dry.allowed))", value: "n")
    var dryAllowedLength: Int?

    @Option(number: "How many of the newest characters are looked through. (default: \(usual.dry.window))", value: "n")
    var dryPenaltyLastN: Int?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A character that no repetition reaches across; may be given several times.", valueName: "character"))
    var drySequenceBreaker: [String] = []

    @Option(number: "How often the likeliest choices are excluded (XTC), 0 to 1; 0 is off.", value: "p")
    var xtcProbability: Double?

    @Option(number: "From which probability on a choice is one of these. (default: \(usual.xtc.threshold))", value: "p")
    var xtcThreshold: Double?

    @Option(number: "Let the temperature go so far up and down with the entropy; 0 is off.", value: "t")
    var dynatempRange: Double?

    @Option(
        number: "Bends the way from the lowest to the highest of them. (default: \(usual.dynamicTemperature.exponent))",
        value: "e")
    var dynatempExp: Double?

    @Option(
        number: "Keep the surprise at this many bits a character (mirostat 2), instead of top-k and its like.",
        value: "bits")
    var mirostatEnt: Double?

    @Option(number: "How fast that is approached. (default: \(SamplingOptions.Mirostat().rate))", value: "rate")
    var mirostatLr: Double?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Added to the score of a character, or of a word where tokens are words: x+1.5, x-2, x-inf forbids it; may be given \
            several times.
            """, valueName: "bias"))
    var logitBias: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            The order of the controls, with commas or semicolons between them; hf is that of Hugging Face's transformers. \
            (default: \(SamplingStep.standard.map(\.rawValue).joined(separator: ",")))
            """, valueName: "names"))
    var samplers: String?

    /// All of them, by name.
    static let names = [
        "--min-p", "--typical", "--top-n-sigma", "--repeat-penalty", "--frequency-penalty", "--presence-penalty",
        "--repeat-last-n", "--dry-multiplier", "--dry-base", "--dry-allowed-length", "--dry-penalty-last-n",
        "--dry-sequence-breaker", "--xtc-probability", "--xtc-threshold", "--dynatemp-range", "--dynatemp-exp",
        "--mirostat-ent", "--mirostat-lr", "--logit-bias", "--samplers",
    ]

    /// The options that were given, by name and the step that they belong to.
    var given: [(name: String, step: SamplingStep)] {
        let all: [(Bool, String, SamplingStep)] = [
            (minP != nil, "--min-p", .minP), (typical != nil, "--typical", .typical),
            (topNSigma != nil, "--top-n-sigma", .topNSigma), (repeatPenalty != nil, "--repeat-penalty", .penalties),
            (frequencyPenalty != nil, "--frequency-penalty", .penalties),
            (presencePenalty != nil, "--presence-penalty", .penalties),
            (dryMultiplier != nil, "--dry-multiplier", .dry),
            (xtcProbability != nil, "--xtc-probability", .xtc),
            (dynatempRange != nil, "--dynatemp-range", .temperature),
        ]
        return all.filter(\.0).map { ($0.1, $0.2) }
    }

    /// Adds the controls to those of the temperature, top-k and top-p.
    ///
    /// - Parameter others: The names of those that were given, with their steps.
    /// - Throws: `ValidationError`, `SamplingError`.
    func apply(to options: inout SamplingOptions, others: [(name: String, step: SamplingStep)]) throws {
        options.minP = minP ?? options.minP
        options.typical = typical ?? options.typical
        options.topNSigma = topNSigma ?? options.topNSigma
        options.penalties.repetition = repeatPenalty ?? options.penalties.repetition
        options.penalties.frequency = frequencyPenalty ?? options.penalties.frequency
        options.penalties.presence = presencePenalty ?? options.penalties.presence
        options.penalties.window = repeatLastN ?? options.penalties.window
        options.dry.multiplier = dryMultiplier ?? options.dry.multiplier
        options.dry.base = dryBase ?? options.dry.base
        options.dry.allowed = dryAllowedLength ?? options.dry.allowed
        options.dry.window = dryPenaltyLastN ?? options.dry.window
        options.xtc.probability = xtcProbability ?? options.xtc.probability
        options.xtc.threshold = xtcThreshold ?? options.xtc.threshold
        options.dynamicTemperature.range = dynatempRange ?? options.dynamicTemperature.range
        options.dynamicTemperature.exponent = dynatempExp ?? options.dynamicTemperature.exponent
        if let mirostatEnt {
            options.mirostat = SamplingOptions.Mirostat()
            options.mirostat?.target = mirostatEnt
            options.mirostat?.rate = mirostatLr ?? SamplingOptions.Mirostat().rate
        }
        if let samplers { options.order = try Self.order(samplers) }
        try options.validate()
        try checkMeaning(options, given + others)
    }

    /// Refuses what would have no effect.
    private func checkMeaning(_ options: SamplingOptions, _ given: [(name: String, step: SamplingStep)]) throws {
        for (name, step) in given where !options.order.contains(step) {
            throw ValidationError("\(name) has no effect: --samplers leaves \(step.rawValue) out")
        }
        let replaced: [SamplingStep] = [.topNSigma, .topK, .typical, .topP, .minP, .xtc]
        if mirostatEnt != nil, let (name, _) = given.first(where: { replaced.contains($0.step) }) {
            throw ValidationError("--mirostat-ent and \(name) contradict each other: mirostat replaces it; give one")
        }
        let needs: [(Bool, String, Bool, String)] = [
            (
                repeatLastN != nil, "--repeat-last-n",
                options.penalties.repetition != 1 || options.penalties.frequency != 0
                    || options.penalties.presence != 0, "a penalty"
            ),
            (dryBase != nil, "--dry-base", options.dry.multiplier > 0, "--dry-multiplier"),
            (dryAllowedLength != nil, "--dry-allowed-length", options.dry.multiplier > 0, "--dry-multiplier"),
            (dryPenaltyLastN != nil, "--dry-penalty-last-n", options.dry.multiplier > 0, "--dry-multiplier"),
            (!drySequenceBreaker.isEmpty, "--dry-sequence-breaker", options.dry.multiplier > 0, "--dry-multiplier"),
            (xtcThreshold != nil, "--xtc-threshold", options.xtc.probability > 0, "--xtc-probability"),
            (dynatempExp != nil, "--dynatemp-exp", options.dynamicTemperature.range > 0, "--dynatemp-range"),
            (mirostatLr != nil, "--mirostat-lr", mirostatEnt != nil, "--mirostat-ent"),
        ]
        for (isGiven, name, isOn, other) in needs where isGiven && !isOn {
            throw ValidationError("\(name) has no effect without \(other)")
        }
        _ = try logitBias.map(Self.bias)
        for breaker in drySequenceBreaker { _ = try Self.character(breaker, "--dry-sequence-breaker") }
    }

    /// Adds what depends on the model's characters.
    ///
    /// - Throws: `ValidationError` for a character that the model does not know.
    func apply(to options: inout SamplingOptions, _ tokenizer: Tokenizer) throws {
        func token(_ text: String, _ option: String) throws -> Int {
            let tokens = tokenizer.tokens(text)
            guard !tokens.contains(Tokenizer.unknown), let token = tokens.first else {
                throw ValidationError(
                    "\(option): the model does not know the \(tokenizer.kind == .words ? "word" : "character") "
                        + text.debugDescription)
            }
            guard tokens.count == 1 else {
                throw ValidationError(
                    "\(option): \(text.debugDescription) is \(tokens.count) of the model's tokens; name one")
            }
            return token
        }
        for text in logitBias {
            let (name, bias) = try Self.bias(text)
            options.bias[try token(name, "--logit-bias")] = bias
        }
        for text in drySequenceBreaker {
            let scalar = try Self.character(text, "--dry-sequence-breaker")
            guard tokenizer.kind == .characters else {
                // Every token that has the character in it.
                let found = (2..<tokenizer.count).filter {
                    tokenizer.text(CollectionOfOne($0)).unicodeScalars.contains(scalar)
                }
                if found.isEmpty { _ = try token(String(scalar), "--dry-sequence-breaker") }
                options.dry.breakers.formUnion(found)
                continue
            }
            options.dry.breakers.insert(try token(String(scalar), "--dry-sequence-breaker"))
        }
    }

    private static func character(_ text: String, _ option: String) throws -> Unicode.Scalar {
        let scalars = text.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else {
            throw ValidationError("\(option) is \(text.debugDescription); it must be one character")
        }
        return scalar
    }

    /// A token's text and what is added to its score; the text ends where the first number begins that is one.
    private static func bias(_ text: String) throws -> (String, Float) {
        let scalars = Array(text.unicodeScalars)
        for place in scalars.indices.dropFirst() where scalars[place] == "+" || scalars[place] == "-" {
            let rest = String(String.UnicodeScalarView(scalars[place...]))
            if let bias = Float(rest), bias < .infinity {
                return (String(String.UnicodeScalarView(scalars[..<place])), bias)
            }
        }
        throw ValidationError(
            "--logit-bias is \(text.debugDescription); write a character and a number: x+1.5, x-2, x-inf")
    }

    private static func order(_ text: String) throws -> [SamplingStep] {
        if text == "hf" { return SamplingStep.huggingFace }
        return try text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map { name in
            guard let step = SamplingStep(rawValue: String(name)) else {
                throw ValidationError(
                    "--samplers: there is no '\(name)'; there are "
                        + SamplingStep.standard.map(\.rawValue).joined(separator: ", ") + ", and hf for all")
            }
            return step
        }
    }
}

/// What counts where nothing is asked for.
private let usual = SamplingOptions.plain
