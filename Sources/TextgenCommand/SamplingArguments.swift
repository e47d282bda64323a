public import ArgumentParser
import Bookshelf
import Commands
import Prose
public import Recurrent
import Sampling

/// The options of how a text is written.
struct SamplingArguments: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("What the text begins with.", valueName: "text"))
    var prompt: String?

    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("The same from a file, without its last line's end; - is standard input.", valueName: "file")
    )
    var promptFile: String?

    @Flag(name: .shortAndLong, help: "In --prompt and --stop, \\n is a line's end, \\t a tab, \\u{e9} an é.")
    var escape = false

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "End a text where this appears in it, and leave it out; may be given several times.", valueName: "text"))
    var stop: [String] = []

    @Option(
        name: .customShort("n"), parsing: .unconditional,
        help: ArgumentHelp(
            "The most characters to write after the prompt; -1 for no limit. "
                + "(default: \(Self.usualLength))", valueName: "count"))
    var maximum: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The fewest characters to write before the text may end.", valueName: "count"))
    var minLength = 0

    @Option(
        name: [.customLong("temp")], parsing: .unconditional,
        help: ArgumentHelp(
            """
            Below 1 safer, above 1 wilder, 0 always the likeliest character. Several, with commas between them, write the \
            texts once at each.
            """, valueName: "t"))
    var temperatures = Temperatures(values: [0.8])

    @Flag(
        help: """
            Write a line of JSON for each character instead of the text: its log-probability, and the probability that it \
            was drawn with.
            """)
    var logprobs = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw from the k likeliest characters only; 0 is off.", valueName: "k"))
    var topK = 0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Draw from the likeliest characters that together reach probability p; 1 is off.", valueName: "p"))
    var topP = 1.0

    @Option(number: "Decides every draw: the same seed, the same text. (default: random)", value: "number")
    var seed: UInt64?

    @Option(number: "How many texts to write. (default: one; with --lines \(Self.usualLines))", value: "number")
    var count: Int?

    @Option(
        help: ArgumentHelp(
            """
            How the weights are read while writing: fp32 as learned; bf16 is half as much to read and int8 a quarter, \
            which is faster, but both round, so the text may differ. (default: fp32)
            """, valueName: "format"))
    var weights: WeightFormat?

    @Flag(
        name: .customLong("ignore-eos"), help: "Never let the model end a text by itself (with --lines or --separator)."
    )
    var ignoresEOS = false

    @Flag(
        name: .customLong("until-eos"),
        help: "Draw a text anew that has not ended at its length, up to a hundred times (with --lines or --stop).")
    var untilEOS = false

    @Flag(help: "Draw a text anew that is a line of the corpus, up to a hundred times (with --corpus and --lines).")
    var newOnly = false

    @Option(
        number: "Look for the likeliest text instead of drawing one, and go on with so many beginnings.",
        value: "number")
    var beamWidth: Int?

    @OptionGroup(title: "Rules of the text") var rules: ConstraintArguments
    @OptionGroup(title: "Finer controls of writing") var controls: ControlArguments

    /// The controls of each draw at a temperature, but for those that depend on the model.
    private func options(_ temperature: Double) throws -> SamplingOptions {
        var options = try SamplingOptions(temperature: temperature, topK: topK, topP: topP)
        try controls.apply(to: &options, others: usual)
        return options
    }

    private var usual: [(name: String, step: SamplingStep)] {
        (topK > 0 ? [("--top-k", .topK)] : []) + (topP < 1 ? [("--top-p", .topP)] : [])
    }

    /// What is asked for and has no effect, in words.
    func notes(_ layout: TextLayout) -> [String] {
        var notes: [String] = []
        if ignoresEOS, layout == .document {
            notes.append("--ignore-eos has no effect: one long text never ends by itself")
        }
        let drawing: [SamplingStep] = [.topK, .topP, .minP, .typical, .topNSigma]
        if temperatures.values.allSatisfy({ $0 == 0 }), controls.mirostatEnt == nil, beamWidth == nil {
            for (name, step) in usual + controls.given where drawing.contains(step) {
                notes.append("\(name) has no effect: --temp 0 always takes the likeliest character")
            }
        }
        return notes
    }

    /// The controls of each draw of a model at a temperature.
    func options(_ model: TextModel, temperature: Double) throws -> SamplingOptions {
        var options = try options(temperature)
        do {
            try controls.apply(to: &options, model.tokenizer)
        } catch let error as ValidationError {
            throw Failure(.usage, error.message)
        }
        return options
    }

    /// What ends a text; nil for nothing.
    func stops() throws -> StopStrings? {
        guard !stop.isEmpty else { return nil }
        return try StopStrings(escape ? stop.map { try EscapedText.decode($0, "--stop") } : stop)
    }

    /// What a text begins with, read from where it was given.
    ///
    /// - Parameter isRaw: Whether a file is any bytes.
    /// - Throws: `ValidationError`, `ProseError`.
    func opening(isRaw: Bool) throws -> String {
        if let promptFile {
            let corpus = try Corpus.read(promptFile == "-" ? "/dev/stdin" : promptFile, isRaw: isRaw)
            return corpus.text.hasSuffix("\n") ? String(corpus.text.dropLast()) : corpus.text
        }
        let prompt = prompt ?? ""
        return escape ? try EscapedText.decode(prompt, "--prompt") : prompt
    }

    /// How long a text becomes.
    func limits() throws -> LengthLimits {
        // A minimum beyond the usual maximum moves it: only what was asked for can contradict itself.
        let usual = max(Self.usualLength, minLength)
        return try LengthLimits(minimum: minLength, maximum: maximum ?? usual, ignoresEOS: ignoresEOS)
    }

    /// Refuses what would never end, though something is to come after it.
    ///
    /// - Throws: `ValidationError`.
    func check(_ layout: TextLayout) throws(ValidationError) {
        if untilEOS {
            guard layout != .document || !stop.isEmpty else {
                throw ValidationError(
                    "--until-eos has no meaning for one long text, which never ends; give --stop, --lines or --separator"
                )
            }
            guard maximum != -1 else {
                throw ValidationError("--until-eos and -n -1 contradict each other: give -n a length")
            }
        }
        if newOnly, layout != .lines {
            throw ValidationError("--new-only has no meaning for one long text; give --lines")
        }
        if maximum == -1, layout == .document, temperatures.values.count > 1 {
            throw ValidationError(
                "several temperatures and -n -1 contradict each other: the first text would never end; give -n a length"
            )
        }
        guard maximum == -1, layout == .document || ignoresEOS, let count, count > 1 else { return }
        let reason = layout == .document ? "" : " with --ignore-eos"
        throw ValidationError(
            "--count \(count) and -n -1 contradict each other: the first text would never end\(reason); give -n a length"
        )
    }

    /// The most characters, and the number of lines that are each a text, where nothing is asked for.
    private static let usualLength = 500
    private static let usualLines = 10

    /// The number of texts to write.
    func count(_ layout: TextLayout) -> Int {
        count ?? (layout == .lines && !(maximum == -1 && ignoresEOS) ? Self.usualLines : 1)
    }

    func validate() throws {
        if prompt != nil, promptFile != nil {
            throw ValidationError("--prompt and --prompt-file both say what the text begins with; give one")
        }
        if ignoresEOS, untilEOS {
            throw ValidationError("--ignore-eos and --until-eos contradict each other; give one")
        }
        if escape, prompt == nil, stop.isEmpty {
            throw ValidationError("--escape has no effect without --prompt or --stop")
        }
        do {
            for temperature in temperatures.values { _ = try options(temperature) }
            _ = try limits()
            _ = try stops()
            _ = try beamWidth.map { try BeamSearch(width: $0) }
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError("\(error)")
        }
        if escape, let prompt { _ = try EscapedText.decode(prompt, "--prompt") }
        if let beamWidth {
            let others =
                ["--until-eos", "--new-only", "--stop", "--temp", "--top-k", "--top-p", "--logprobs"]
                + ControlArguments.names + rules.given
            if let name = Textgen.given(besides: []).first(where: others.contains) {
                throw ValidationError("--beam-width and \(name) contradict each other: nothing is drawn; give one")
            }
            if maximum == -1 { throw ValidationError("--beam-width and -n -1 contradict each other: give -n a length") }
            if let count, count > beamWidth {
                throw ValidationError("--count \(count) is more than the \(beamWidth) texts that --beam-width finds")
            }
        }
        if logprobs, let (_, name) = [(untilEOS, "--until-eos"), (newOnly, "--new-only")].first(where: \.0) {
            throw ValidationError("--logprobs and \(name) contradict each other: whole texts are drawn anew; give one")
        }
        if temperatures.values.count > 1 {
            if logprobs { throw ValidationError("--logprobs and several temperatures contradict each other; give one") }
            if maximum == -1, ignoresEOS {
                throw ValidationError("several temperatures and -n -1 contradict each other")
            }
        }
        if let count, count < 1 { throw ValidationError("--count is \(count); it must be 1 or above") }
    }
}

/// Temperatures with commas between them.
struct Temperatures: ExpressibleByArgument {
    var values: [Double]

    init(values: [Double]) { self.values = values }

    init?(argument: String) {
        let values = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard !values.isEmpty, !values.contains(nil) else { return nil }
        self.values = values.compactMap { $0 }
    }

    var defaultValueDescription: String { values.map { "\($0)" }.joined(separator: ",") }
}

extension WeightFormat: ExpressibleByArgument {}
