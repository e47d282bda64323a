import ArgumentParser
import Bookshelf
import Commands
import Files
import Prose
import Terminal

/// `textgen lint`: what is to be known of texts before they are learned.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Looks through texts before they are learned, and says what to expect.",
        discussion: """
            It names what would spoil a model: another encoding than UTF-8, repeats, a last tenth that stands in the rest \
            as well, characters too rare to be learned; and says what a simple model of the last characters comes to, \
            which a network should beat. The exit status is 65 if a text cannot be learned at all.

            EXAMPLES
              textgen lint shakespeare.txt
              textgen lint --tokenizer words --vocabulary 5000 shakespeare.txt
            """)

    @Argument(help: ArgumentHelp("The texts: files, - for standard input, or folders.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "Say what the vocabulary of words or byte pairs comes to as well, and what is lost.", valueName: "tokens"))
    var tokenizer: Tokenizer.Kind?

    @Option(number: "The most words or byte pairs. (default: as in textgen train)", value: "number")
    var vocabulary: Int?

    func validate() throws {
        if vocabulary != nil, tokenizer == nil || tokenizer == .bytes {
            throw ValidationError("--vocabulary has no effect without --tokenizer characters, words or bpe")
        }
        if let vocabulary, !((tokenizer == .bpe ? 257 : 1)...Tokenizer.largest ~= vocabulary) {
            throw ValidationError("--vocabulary is \(vocabulary); it must be \(tokenizer == .bpe ? 257 : 1) to 999,998")
        }
    }

    func run() throws {
        var console = Console("textgen", isQuiet: false)
        var worst: Failure?
        do {
            for path in try TextFiles.expand(files) {
                do {
                    let corpus = try Corpus.read([path], isRaw: tokenizer == .bytes, console: &console)
                    console.status("looking through \(path)")
                    let check = CorpusCheck(corpus)
                    let tokens = tokenizer.map { tokenReport($0, corpus) }
                    console.clear()
                    for line in check.report(isRaw: tokenizer == .bytes) { try Output.line("\(path): \(line)") }
                    if let tokens { try Output.line("\(path): \(tokens)") }
                    if check.characters < Corpus.minimumCharacters { worst = worst ?? Failure(.data, "") }
                } catch let error as ProseError {
                    let failure = Failure(error)
                    try Output.line(failure.message)
                    worst = worst ?? Failure(failure.status, "")
                }
            }
        } catch let error as ProseError {
            throw Failure(error)
        }
        if let worst { throw worst }
    }

    private func tokenReport(_ kind: Tokenizer.Kind, _ corpus: Corpus) -> String {
        let tokenizer = Tokenizer(corpus, layout: .document, kind: kind, limit: vocabulary)
        let unknown = tokenizer.unknownFraction(of: corpus)
        let lost =
            unknown > 0
            ? ", \(NumberText.fixed(100 * unknown, decimals: unknown < 0.1 ? 1 : 0)) % of the text is in others and lost"
            : ""
        let length = Double(corpus.characterCount) / Double(max(1, tokenizer.tokenCount(of: corpus)))
        return
            "as \(kind.words): \(NumberText.grouped(tokenizer.count - 2)) different, \(NumberText.fixed(length, decimals: 2)) "
            + "characters each on average\(lost)"
    }
}

extension CorpusCheck {
    /// What there is to say, each in one line.
    fileprivate func report(isRaw: Bool) -> [String] {
        var report = [
            "\(isRaw ? "bytes" : "UTF-8"), \(counted(characters, "character")), \(NumberText.grouped(different)) different, "
                + "\(counted(lines, "line")) of up to \(NumberText.grouped(longestLine))"
        ]
        if characters < Corpus.minimumCharacters {
            report.append("too short: at least \(Corpus.minimumCharacters) characters are needed to learn from")
        } else if characters < 20_000 {
            report.append(
                "short: a model of it alone will copy or stammer; learn on from another with textgen train --from")
        }
        if replacements > 0 {
            report.append(
                "\(counted(replacements, "character")) U+FFFD: some program could not read what stood there; look for the original"
            )
        }
        if controls > 0 {
            report.append("\(counted(controls, "control character")), learned like any other")
        }
        if repeatedLines > 0 {
            report.append(
                "\(NumberText.grouped(repeatedLines)) of \(NumberText.grouped(longLines)) lines of eight characters or more are repeats"
            )
        }
        if 20 * repeatedCharacters >= characters {
            report.append("\(percent(repeatedCharacters, of: characters)) of the text repeats earlier passages")
        }
        if 100 * leakedCharacters >= characters / 10, leakedCharacters > 0 {
            report.append(
                "\(percent(leakedCharacters, of: characters / 10)) of the last tenth stands in the rest as well: "
                    + "--hold-out last would be too good")
        }
        if !rare.isEmpty {
            let some = rare.prefix(12).map { String($0.scalar).debugDescription }.joined(separator: " ")
            report.append(
                "\(NumberText.grouped(rare.count)) characters occur fewer than ten times and will hardly be learned: \(some)"
                    + (rare.count > 12 ? " …" : ""))
        }
        if let separator {
            report.append("texts seem to be parted by lines of \(separator): --separator '\\n\(separator)\\n'")
        } else if lines >= 100, longestLine <= 60, 10 * repeatedLines <= lines {
            report.append("short lines: if each is a text of its own, such as a name, give --lines")
        }
        if let ngramLoss {
            report.append(
                "a simple model of the last characters comes to \(NumberText.fixed(ngramLoss, decimals: 2)) nats a character, "
                    + "a network should come below it")
        }
        return report
    }

    private func percent(_ part: Int, of whole: Int) -> String {
        let share = 100 * Double(part) / Double(max(1, whole))
        return "\(NumberText.fixed(min(100, share), decimals: share < 10 ? 1 : 0)) %"
    }
}
