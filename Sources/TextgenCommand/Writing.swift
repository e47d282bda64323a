import Commands
import Files
import Glibc
import Prose
import Sampling
import Terminal

/// Writes texts, side by side where there are several.
struct Writing {
    let model: TextModel
    let arguments: SamplingArguments
    /// The file the texts go to; nil for standard output.
    let path: String?

    /// Writes all the texts that were asked for.
    ///
    /// - Throws: `SamplingError`, `FileWriteError`; `Failure` where standard output takes no more.
    func run(_ console: inout Console) throws {
        let seed = arguments.seed ?? UInt64(UInt32.random(in: .min ... .max))
        let summary: Summary
        if let path {
            summary = try AtomicFile.writing(to: path) { file in try write(seed: seed, to: (file, path)) }
        } else {
            summary = try write(seed: seed, to: nil)
        }
        // Without the seed the text could not be had again.
        if arguments.seed == nil { console = Console("textgen", isQuiet: false) }
        console.note("seed \(seed) · \(summary.text)")
    }

    private func write(seed: UInt64, to file: (descriptor: Descriptor, path: String)?) throws -> Summary {
        let count = arguments.count(model.layout)
        var pages = Pages(opening: arguments.prompt, layout: model.layout, file: file)
        pages.begin()
        try model.write(
            count: count, prompt: arguments.prompt, options: arguments.options(), limits: arguments.limits(),
            seed: seed,
            deliver: { number, scalar in
                pages.add(scalar, to: number)
                return pages.isCutOff || Interruption.isRaised ? .interrupted : nil
            },
            end: { number, reason in
                pages.end(number, reason)
                pages.turn(of: count)
            })
        try pages.finish()
        return pages.summary
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

    mutating func add(_ text: (characters: Int, reason: StopReason)) {
        texts += 1
        characters += text.characters
        reasons.append(text.reason)
    }

    var text: String {
        let length = "\(NumberText.grouped(characters)) character\(characters == 1 ? "" : "s")"
        let stops = StopReason.allCases.compactMap { reason in
            let count = reasons.count { $0 == reason }
            return count == 0 ? nil : texts == 1 ? reason.rawValue : "\(reason.rawValue) \(count)"
        }
        return (texts == 1 ? "" : "\(texts) texts, ") + "\(length) · stopped: \(stops.joined(separator: ", "))"
    }
}
