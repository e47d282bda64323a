import Commands
import Glibc
import ModelFile
import Prose
import Sampling
import Terminal

/// Writes texts, character by character as they are drawn.
struct Writing {
    let model: TextModel
    let arguments: SamplingArguments
    /// The file the texts go to; nil for standard output.
    let path: String?

    /// Where the texts have got to.
    private struct Page {
        var collected = ""
        var last: Unicode.Scalar = "\n"
        var failure: Int32 = 0
    }

    /// Writes all the texts that were asked for.
    ///
    /// - Throws: `SamplingError`, `FileWriteError`; `Failure` where standard output takes no more.
    func run(_ console: inout Console) throws {
        let seed = arguments.seed ?? UInt64(UInt32.random(in: .min ... .max))
        let count = arguments.count ?? (model.layout == .lines ? 10 : 1)
        var page = Page()
        var summary = Summary()
        for sequence in 0..<count {
            if sequence > 0, model.layout == .document { put("\n", &page) }
            summary.add(try write(sequence, seed: seed, &page))
            // A text ends its last line, so that the next one, or the shell's prompt, begins on a new one.
            if page.last != "\n" || model.layout == .lines { put("\n", &page) }
            if page.failure != 0 || Interruption.isRaised { break }
        }
        if let path { try AtomicFile.write(Array(page.collected.utf8), to: path) }
        // Whoever closed the pipe has read enough; that is no failure.
        guard page.failure == 0 || page.failure == EPIPE else {
            throw FileWriteError.system(path: "standard output", code: page.failure)
        }
        // Without the seed the text could not be had again.
        if arguments.seed == nil { console = Console("textgen", isQuiet: false) }
        console.note("seed \(seed) · \(summary.text)")
    }

    private func write(_ sequence: Int, seed: UInt64, _ page: inout Page) throws -> (characters: Int, StopReason) {
        for scalar in arguments.prompt.unicodeScalars { put(scalar, &page) }
        var characters = 0
        let reason = try model.write(
            prompt: arguments.prompt, options: arguments.options(), limits: arguments.limits(), seed: seed,
            sequence: sequence
        ) { scalar in
            characters += 1
            put(scalar, &page)
            return page.failure != 0 || Interruption.isRaised ? .interrupted : nil
        }
        return (characters, reason)
    }

    private func put(_ scalar: Unicode.Scalar, _ page: inout Page) {
        page.last = scalar
        if path != nil {
            page.collected.unicodeScalars.append(scalar)
        } else if page.failure == 0 {
            page.failure = Descriptor.output.write(String(scalar))
        }
    }
}

/// What became of the texts: their lengths, and how many stopped for which reason.
private struct Summary {
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
