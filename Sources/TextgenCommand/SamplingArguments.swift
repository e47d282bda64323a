public import ArgumentParser
import Prose
public import Recurrent
import Sampling

/// The options of how a text is written.
struct SamplingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("What the text begins with.", valueName: "text"))
    var prompt = ""

    @Option(
        name: .customShort("n"), parsing: .unconditional,
        help: ArgumentHelp(
            "The most characters to write after the prompt; -1 for no limit. (default: 500)", valueName: "count"))
    var maximum: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The fewest characters to write before the text may end.", valueName: "count"))
    var minLength = 0

    @Option(
        name: [.customLong("temp")], parsing: .unconditional,
        help: ArgumentHelp(
            "Below 1 safer, above 1 wilder, 0 always the likeliest character.", valueName: "t"))
    var temperature = 0.8

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw from the k likeliest characters only; 0 is off.", valueName: "k"))
    var topK = 0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Draw from the likeliest characters that together reach probability p; 1 is off.", valueName: "p"))
    var topP = 1.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides every draw: the same seed, the same text. (default: random)", valueName: "number"))
    var seed: UInt64?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many texts to write. (default: 1; with --lines 10)", valueName: "number"))
    var count: Int?

    @Option(
        help: ArgumentHelp(
            """
            How the weights are read while writing: fp32 as learned; bf16 is half as much to read and int8 a quarter, \
            which is faster, but both round, so the text may differ. (default: fp32)
            """, valueName: "format"))
    var weights: WeightFormat?

    @Flag(name: .customLong("ignore-eos"), help: "Never let the model end a line by itself (with --lines).")
    var ignoresEOS = false

    /// The controls of each draw.
    func options() throws -> SamplingOptions {
        try SamplingOptions(temperature: temperature, topK: topK, topP: topP)
    }

    /// How long a text becomes.
    func limits() throws -> LengthLimits {
        // A minimum beyond the usual maximum moves it: only what was asked for can contradict itself.
        let usual = max(500, minLength)
        return try LengthLimits(minimum: minLength, maximum: maximum ?? usual, ignoresEOS: ignoresEOS)
    }

    /// Refuses what would never end, though something is to come after it.
    ///
    /// - Throws: `ValidationError`.
    func check(_ layout: TextLayout) throws(ValidationError) {
        guard maximum == -1, layout == .document || ignoresEOS, let count, count > 1 else { return }
        let reason = layout == .document ? "" : " with --ignore-eos"
        throw ValidationError(
            "--count \(count) and -n -1 contradict each other: the first text would never end\(reason); give -n a length"
        )
    }

    /// The number of texts to write.
    func count(_ layout: TextLayout) -> Int {
        count ?? (layout == .lines && !(maximum == -1 && ignoresEOS) ? 10 : 1)
    }

    func validate() throws {
        do {
            _ = try options()
            _ = try limits()
        } catch {
            throw ValidationError("\(error)")
        }
        if let count, count < 1 { throw ValidationError("--count is \(count); it must be 1 or above") }
    }
}

extension WeightFormat: ExpressibleByArgument {}
