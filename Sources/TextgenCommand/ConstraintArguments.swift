import ArgumentParser
import Bookshelf
import Commands
import Prose
import Sampling

/// The rules that a text follows while it is written; what breaks one is never drawn.
struct ConstraintArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Never copy more than so many characters of the corpus in a row; what the text begins with counts.",
            valueName: "characters"))
    var maxCopy: Int?

    @Flag(help: "Tell the longest passage of each text that stands in the corpus, and where.")
    var novelty = false

    @Option(
        help: ArgumentHelp("With --model, the text that --max-copy and --novelty compare with.", valueName: "file"))
    var against: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What is written, the prompt apart, matches this regular expression.", valueName: "pattern"))
    var regex: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Lines of at most so many characters: 60, or from so many on: 20-60.", valueName: "lengths"))
    var lineLength: String?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The text has exactly so many lines.", valueName: "number"))
    var linesCount: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The lines begin with these letters, in either case.", valueName: "letters"))
    var acrostic: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A letter, a word of its own, or a passage that is not written; may be given several times.",
            valueName: "text"))
    var ban: [String] = []

    /// Those that were given, by name.
    var given: [String] {
        [
            (maxCopy != nil, "--max-copy"), (regex != nil, "--regex"), (lineLength != nil, "--line-length"),
            (linesCount != nil, "--lines-count"), (acrostic != nil, "--acrostic"), (!ban.isEmpty, "--ban"),
        ].filter(\.0).map(\.1)
    }

    /// Whether the corpus is looked up.
    var comparesWithCorpus: Bool { maxCopy != nil || novelty }

    func validate() throws {
        if let maxCopy, maxCopy < 1 { throw ValidationError("--max-copy is \(maxCopy); it must be 1 or above") }
        if let linesCount, linesCount < 1 {
            throw ValidationError("--lines-count is \(linesCount); it must be 1 or above")
        }
        if acrostic != nil, linesCount != nil {
            throw ValidationError("--acrostic and --lines-count both say how many lines there are; give one")
        }
        if let acrostic, acrostic.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            throw ValidationError("--acrostic has no letters; it must have one or more")
        }
        if ban.contains("") { throw ValidationError("--ban is empty; it must be one character or more") }
        if against != nil, !comparesWithCorpus {
            throw ValidationError("--against has no effect without --max-copy or --novelty")
        }
        _ = try lineLengths()
        _ = try pattern()
    }

    private func pattern() throws -> TextPattern? {
        guard let regex else { return nil }
        do throws(TextPattern.Flaw) {
            return try TextPattern(regex)
        } catch {
            throw ValidationError("--regex: at character \(error.place): \(error.description)")
        }
    }

    private func lineLengths() throws -> ClosedRange<Int>? {
        guard let lineLength else { return nil }
        let parts = lineLength.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        switch parts.count {
        case 1: if let most = parts[0], most >= 1 { return 0...most }
        case 2: if let least = parts[0], let most = parts[1], least >= 0, most >= max(1, least) { return least...most }
        default: break
        }
        throw ValidationError("--line-length is '\(lineLength)'; write a number of 1 or above, or two: 20-60")
    }

    /// The rules at the beginning of a text; nil where there are none.
    ///
    /// - Parameters:
    ///   - passages: The corpus, where copies are to be avoided.
    /// - Throws: ``Failure`` for what no text can follow; `ProseError`.
    func constraints(
        _ model: TextModel, prompt: String, limits: LengthLimits, passages: PassageIndex?
    ) throws -> TextConstraints? {
        var rules: [any TextConstraint] = []
        if let pattern = try pattern() { rules.append(try constraint(pattern, model, prompt, limits)) }
        if let lengths = try lineLengths() { rules.append(LineLength(lengths)) }
        if let linesCount { rules.append(LineCount(linesCount)) }
        if let acrostic { rules.append(try constraint(acrostic, model.tokenizer)) }
        if !ban.isEmpty { rules.append(Ban(ban, tokenizer: model.tokenizer)) }
        if let maxCopy, let passages { rules.append(CopyGuard(passages, most: maxCopy, tokenizer: model.tokenizer)) }
        guard !rules.isEmpty else { return nil }
        if model.layout == .lines {
            let several = [(linesCount ?? 1 > 1, "--lines-count"), (acrostic?.count ?? 1 > 1, "--acrostic")]
            if let (_, name) = several.first(where: \.0) {
                throw Failure(.usage, "\(name) has no meaning where each line is a text of its own")
            }
        }
        let lines = linesCount ?? acrostic.map { $0.unicodeScalars.count { !$0.properties.isWhitespace } } ?? 0
        let shortest = lines - 1 + lines * (try lineLengths()?.lowerBound ?? 0)
        if lines > 0, limits.maximum >= 0, prompt.isEmpty, shortest > limits.maximum {
            throw Failure(
                .usage,
                "\(lines) lines need \(shortest) characters or more, and -n is \(limits.maximum); change one of them")
        }
        return try TextConstraints(rules, tokenizer: model.tokenizer, prompt: prompt, limits: limits)
    }

    private func constraint(_ acrostic: String, _ tokenizer: Tokenizer) throws(Failure) -> Acrostic {
        let constraint = Acrostic(acrostic)
        guard let letter = constraint.impossible(tokenizer) else { return constraint }
        throw Failure(.usage, "--acrostic: the model has nothing that begins with \(letter); change it")
    }

    private func constraint(
        _ pattern: TextPattern, _ model: TextModel, _ prompt: String, _ limits: LengthLimits
    ) throws(Failure) -> PatternConstraint {
        let constraint: PatternConstraint
        do throws(PatternConstraint.Flaw) {
            constraint = try PatternConstraint(
                pattern, tokenizer: model.tokenizer, after: model.decoder(after: prompt))
        } catch {
            switch error {
            case .cannotMatch:
                let tokens = model.tokenizer.kind == .words ? "words" : "characters"
                throw Failure(
                    .usage,
                    "--regex: no text of the model's \(tokens) matches it\(prompt.isEmpty ? "" : " after this prompt")")
            case .tooLarge(let limit):
                throw Failure(.usage, "--regex: it is too large, with more than \(limit) states; repeat less")
            }
        }
        guard limits.maximum < 0 || constraint.shortest <= limits.maximum else {
            throw Failure(
                .usage,
                "--regex needs \(constraint.shortest) characters or more, and -n is \(limits.maximum); change one of them"
            )
        }
        return constraint
    }
}
