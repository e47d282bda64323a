import Bookshelf
import Commands
import Files
import Glibc
import ModelFile
import Prose
import Sampling
import Terminal

/// Writes texts, side by side where there are several.
struct Writing {
    let model: TextModel
    let arguments: SamplingArguments
    /// What each text begins with.
    let opening: String
    /// What the model was learned from, if it is at hand.
    let corpus: Corpus?
    /// The file the texts go to; nil for standard output.
    let path: String?

    /// Writes all the texts that were asked for.
    ///
    /// - Throws: `SamplingError`, `FileWriteError`; `Failure` where standard output takes no more.
    func run(_ console: inout Console) throws {
        let seed = arguments.seed ?? UInt64(UInt32.random(in: .min ... .max))
        let passages = try passages(&console)
        var report = passages.flatMap { index in
            corpus.flatMap { arguments.rules.novelty ? CopyReport(index, $0, opening: opening) : nil }
        }
        let summary: Summary
        if let path {
            summary = try AtomicFile.writing(to: path) { file in
                try write(seed: seed, passages, &report, to: (file, path))
            }
        } else {
            summary = try write(seed: seed, passages, &report, to: nil)
        }
        report?.tell(&console)
        // Without the seed the text could not be had again.
        if arguments.seed == nil { console = Console("textgen", isQuiet: false) }
        console.note("seed \(seed) · \(summary.text)\(copies(summary))")
    }

    /// How many of the texts are lines of the corpus, where those are texts.
    private func copies(_ summary: Summary) -> String {
        guard let corpus, model.layout == .lines, !Interruption.isRaised else { return "" }
        let copies = summary.lines.copies(of: corpus)
        return copies == 0 ? "" : " · \(NumberText.grouped(copies)) in the corpus already"
    }

    /// What texts are compared with, where that is asked for.
    private func passages(_ console: inout Console) throws -> PassageIndex? {
        guard arguments.rules.comparesWithCorpus, let corpus else { return nil }
        return try Library.passages(of: corpus, &console)
    }

    /// Writes the texts at each temperature.
    private func write(
        seed: UInt64, _ passages: PassageIndex?, _ report: inout CopyReport?,
        to file: (descriptor: Descriptor, path: String)?
    ) throws -> Summary {
        var summary = Summary()
        let temperatures = arguments.temperatures.values
        for (index, temperature) in temperatures.enumerated() where !Interruption.isRaised {
            let options = try arguments.options(model, temperature: temperature)
            let limits = try arguments.limits()
            let rules = try arguments.rules.constraints(model, prompt: opening, limits: limits, passages: passages)
            var pages = Pages(
                opening: arguments.logprobs ? "" : opening, layout: model.layout, areRecords: arguments.logprobs,
                isRaw: model.tokenizer.holdsAnyBytes, file: file)
            if temperatures.count > 1 {
                pages.heading((index == 0 || model.layout == .lines ? "" : "\n") + "--- temperature \(temperature) ---")
            }
            pages.begin()
            let first = index * arguments.count(model.layout)
            try draw(options, limits, rules, seed: seed, &pages) { number, scalar in
                if let scalar { report?.add(scalar, to: first + number) } else { report?.end(first + number) }
            }
            try pages.finish()
            summary.add(pages.summary)
            if pages.isCutOff { break }
        }
        return summary
    }

    /// Draws texts and puts them out; `watch` is told of each character, and with nil of the end of a text.
    private func draw(
        _ options: SamplingOptions, _ limits: LengthLimits, _ rules: TextConstraints?, seed: UInt64,
        _ pages: inout Pages, watch: (Int, Unicode.Scalar?) -> Void
    ) throws {
        let count = arguments.beamWidth.map { min($0, arguments.count ?? 1) } ?? arguments.count(model.layout)
        let stops = try arguments.stops()
        func put(_ text: String, _ number: Int, _ reason: StopReason) {
            for scalar in text.unicodeScalars {
                pages.add(scalar, to: number)
                watch(number, scalar)
            }
            watch(number, nil)
            pages.end(number, reason)
            pages.turn(of: count)
        }
        if let width = arguments.beamWidth {
            let found = try model.likeliest(
                BeamSearch(width: width), prompt: opening, limits: limits, shouldStop: { Interruption.isRaised })
            for (number, text) in found.prefix(count).enumerated() { put(text.text, number, text.reason) }
        } else if arguments.untilEOS || arguments.newOnly {
            let known = arguments.newOnly ? corpus.map { CorpusLines($0) } : nil
            var number = 0
            try model.writeWhole(
                count: count, prompt: opening, options: options, limits: limits, seed: seed, stops: stops,
                constraints: rules, isWanted: { known == nil || !$0.isEmpty && known?.contains(opening + $0) != true },
                shouldStop: { pages.isCutOff || Interruption.isRaised },
                deliver: { text, reason in
                    put(text, number, reason)
                    number += 1
                })
        } else {
            let logs = arguments.logprobs
            var lengths = [Int](repeating: 0, count: count)
            let names = logs ? model.tokenizer.vocabulary : []
            func log(_ number: Int, _ token: GeneratedToken) {
                // A part of a character alone is shown as the vocabulary has it.
                let alone = model.tokenizer.text(CollectionOfOne(token.id))
                let text = alone.isEmpty ? names[token.id] : alone
                pages.add(record: TokenRecord.line(text: number, index: lengths[number], text, token), to: number)
                lengths[number] += 1
            }
            try model.write(
                count: count, prompt: opening, options: options, limits: limits, seed: seed, stops: stops,
                constraints: rules, reportsTokens: logs, tokens: log,
                deliver: { number, scalar in
                    if !logs { pages.add(scalar, to: number) }
                    watch(number, scalar)
                    return pages.isCutOff || Interruption.isRaised ? .interrupted : nil
                },
                end: { number, reason in
                    if logs { pages.add(record: TokenRecord.end(text: number, reason), to: number, isCharacter: false) }
                    watch(number, nil)
                    pages.end(number, reason)
                    pages.turn(of: count)
                })
        }
    }
}

/// The lines of JSON that tell of the tokens of a text.
private enum TokenRecord {
    static func line(text number: Int, index: Int, _ text: String, _ token: GeneratedToken) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("text")
            writer.integer(number + 1)
            writer.key("index")
            writer.integer(index)
            writer.key("token")
            writer.string(text)
            writer.key("logprob")
            writer.number(token.logProbability ?? 0)
            writer.key("probability")
            writer.number(token.probability)
        }
        return writer.text
    }

    static func end(text number: Int, _ reason: StopReason) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("text")
            writer.integer(number + 1)
            writer.key("stop")
            writer.string(reason.rawValue)
        }
        return writer.text
    }
}

extension AtomicFile {
    /// Writes a file bit by bit: however long it becomes, only what is not written yet is in memory.
    fileprivate static func writing<Result>(
        to path: String, _ content: (Descriptor) throws -> Result
    ) throws -> Result {
        var outcome: Swift.Result<Result, any Error>?
        do throws(FileWriteError) {
            try write(to: path) { descriptor in
                outcome = Swift.Result { try content(Descriptor(number: descriptor)) }
                if case .success? = outcome { return 0 }
                return ECANCELED
            }
        } catch {
            // What the content failed with says more.
            if case .failure(let cause)? = outcome { throw cause }
            throw error
        }
        guard let outcome else { preconditionFailure("\(path): nothing was written") }
        return try outcome.get()
    }
}

/// What became of the texts: their lengths, and how many stopped for which reason.
struct Summary {
    private var texts = 0
    private var characters = 0
    private var reasons: [StopReason] = []
    /// The texts themselves, to be looked for in the corpus.
    var lines = WrittenLines()

    mutating func add(_ other: Summary) {
        texts += other.texts
        characters += other.characters
        reasons += other.reasons
        lines.add(other.lines)
    }

    mutating func add(_ text: (characters: Int, reason: StopReason)) {
        texts += 1
        characters += text.characters
        reasons.append(text.reason)
    }

    var text: String {
        let length = counted(characters, "character")
        let stops = StopReason.allCases.compactMap { reason in
            let count = reasons.count { $0 == reason }
            return count == 0 ? nil : texts == 1 ? reason.words : "\(NumberText.grouped(count)) \(reason.words)"
        }
        return (texts == 1 ? "" : "\(NumberText.grouped(texts)) texts, ")
            + "\(length) · \(stops.joined(separator: ", "))"
    }
}

extension StopReason {
    /// What became of a text, in plain words.
    fileprivate var words: String {
        switch self {
        case .eos: "ended by the model"
        case .length: "stopped at the length limit"
        case .stopString: "stopped at a stop string"
        case .constraint: "ended as the rules have it"
        case .interrupted: "interrupted"
        }
    }
}
