import ArgumentParser
import Bookshelf
import Commands
import Files
import Prose
import Sampling
import Terminal

/// The talk between a person and the desk, line by line.
struct DeskSession {
    private var desk: WritingDesk
    private var console: Console
    private var reader = LineReader()
    /// Where the text is kept.
    private let path: String?
    private let isOwnFile: Bool
    /// The options of sampling that were set, by name, with their values.
    private var settings: [(name: String, values: [String])] = []
    private var choices: [String] = []
    private let colour: Bool

    /// What has no meaning here.
    private static let foreign: Set<String> = [
        "prompt", "prompt-file", "escape", "count", "logprobs", "until-eos", "new-only", "beam-width", "max-copy",
        "novelty",
        "against", "weights", "seed",
    ]
    private static let usualLength = "200"
    private static let shownAlternatives = 5

    private static let help = """
        What you type is added to the text, and the model goes on. An empty line:
        it goes on further.
          /again          write the last continuation anew
          /reject         take it away         /accept   keep it
          /undo, /redo    take the last change back, make it again
          /alt [n]        the likeliest next words, with their probabilities
          /pick n         go on with one of them
          /add TEXT       add text without a continuation; /line begins a new line
          /set            the controls in use; /set temp 0.7 changes one,
                          /unset temp takes it back
          /text           the whole text
          /save FILE      keep the text in a file
          /quit           the end, as Ctrl-D; //… types a line that begins with /
        """

    init(_ desk: WritingDesk, path: String?, start: String, isQuiet: Bool) {
        self.desk = desk
        console = Console("textgen", isQuiet: isQuiet)
        let cache = ModelCache(Environment.values(["XDG_CACHE_HOME", "HOME"]))
        isOwnFile = path != nil
        self.path = path ?? cache.map { $0.directory + "/desk.txt" }
        colour =
            TerminalTraits(
                isTerminal: Descriptor.output.isTerminal, environment: Environment.values(["NO_COLOR", "TERM", "LANG"])
            ).colour
        self.desk.type(start)
        if !isOwnFile, let cache { try? Directories.make(cache.directory, .ownUser) }
    }

    /// Reads and answers lines until the end.
    mutating func run() throws {
        console.note("type, and the model goes on; /help for more, /quit to end")
        if !desk.text.isEmpty { try show() }
        while let line = reader.line(prompt: "> ") {
            do {
                guard try answer(line) else { break }
            } catch let error as ValidationError {
                console.note(error.message, always: true)
            } catch let error as ProseError {
                console.note(error.description, always: true)
            } catch let error as Failure where error.status != .cannotCreate {
                console.note(error.message, always: true)
            } catch let error as SamplingError {
                console.note(error.description, always: true)
            }
        }
        if let path, !desk.text.isEmpty { console.note("the text is in \(path)") }
    }

    /// - Returns: Whether to go on.
    private mutating func answer(_ line: String) throws -> Bool {
        guard line.hasPrefix("/"), !line.hasPrefix("//") else {
            desk.type(line.hasPrefix("//") ? String(line.dropFirst()) : line)
            try goOn()
            return true
        }
        let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        let (name, rest) = (words.first ?? "", words.count > 1 ? words[1] : "")
        switch name {
        case "quit", "q", "exit": return false
        case "help", "h": try Output.lines(Self.help + "\n")
        case "again":
            guard desk.reject() else {
                throw ValidationError("the model wrote nothing last, so there is nothing to write anew")
            }
            try goOn()
        case "reject": try changed(desk.reject(), "the model wrote nothing last")
        case "accept": try changed(desk.accept(), "the model wrote nothing last")
        case "undo": try changed(desk.undo(), "there is nothing to undo")
        case "redo": try changed(desk.redo(), "there is nothing to redo")
        case "alt": try alternatives(rest)
        case "pick": try pick(rest)
        case "add", "line":
            desk.type(name == "line" ? "\n" + rest : rest)
            try keep()
            try show()
        case "set": try set(rest)
        case "unset": try unset(rest)
        case "text": try Output.lines(desk.text + "\n")
        case "save":
            guard !rest.isEmpty else { throw ValidationError("/save needs a file: /save story.txt") }
            try AtomicFile.write(bytes, to: rest)
            console.note("saved \(rest)")
        default: throw ValidationError("there is no /\(name); /help lists what there is")
        }
        return true
    }

    private mutating func changed(_ isDone: Bool, _ reason: String) throws {
        guard isDone else { throw ValidationError(reason) }
        try keep()
        try show()
    }

    /// Has the model go on; Ctrl-C stops it.
    private mutating func goOn() throws {
        let arguments = try SamplingArguments.parse(settingWords)
        let (limits, model) = (try arguments.limits(), desk.model)
        let options = try arguments.options(model, temperature: arguments.temperatures.values[0])
        let stops = try arguments.stops()
        try show(endsLine: false)
        if colour { try Output.drawing("\u{1B}[32m") }
        Interruption.catchSignals()
        defer {
            Interruption.release()
            Interruption.lower()
        }
        var failure: (any Error)?
        let reason: StopReason
        do {
            reason = try desk.write(
                options: options, limits: limits, stops: stops,
                rules: { try arguments.rules.constraints(model, prompt: $0, limits: limits, passages: nil) },
                deliver: { scalar in
                    do { try Self.put(String(scalar), isRaw: model.tokenizer.holdsAnyBytes) } catch { failure = error }
                    return failure == nil && !Interruption.isRaised
                })
        } catch {
            try Output.drawing(colour ? "\u{1B}[0m\n" : "\n")
            throw error
        }
        try Output.drawing(colour ? "\u{1B}[0m\n" : "\n")
        if let failure { throw failure }
        if reason == .eos { console.note("the model ends the text here; an empty line has it go on") }
        choices = []
        try keep()
    }

    /// The last lines of the text, what the model wrote last in colour.
    private func show(endsLine: Bool = true) throws {
        let lines = desk.text.split(separator: "\n", omittingEmptySubsequences: false).suffix(3).joined(separator: "\n")
        try Self.put(lines + (endsLine ? "\n" : ""), isRaw: desk.model.tokenizer.holdsAnyBytes)
    }

    /// Puts out a part of the text, as its bytes where it is any.
    private static func put(_ text: String, isRaw: Bool) throws {
        if isRaw, !Descriptor.output.isTerminal {
            try Output.data(RawText.bytes(of: text))
        } else {
            try Output.data(text)
        }
    }

    private func keep() throws {
        guard let path else { return }
        try AtomicFile.write(bytes, to: path, isRepeated: true)
    }

    /// The text as a file has it.
    private var bytes: [UInt8] {
        desk.model.tokenizer.holdsAnyBytes ? RawText.bytes(of: desk.text) : Array(desk.text.utf8)
    }

    private mutating func alternatives(_ text: String) throws {
        guard let count = text.isEmpty ? Self.shownAlternatives : Int(text), 1...20 ~= count else {
            throw ValidationError("/alt takes a number, 1 to 20")
        }
        let found = desk.alternatives(count)
        choices = found.map(\.text)
        for (number, word) in found.enumerated() {
            try Output.line(
                "\(number + 1)  \(NumberText.fixed(word.probability * 100, decimals: 1)) %  “\(word.text.shownInLine)”"
            )
        }
        if found.isEmpty { console.note("no word comes to the model's mind") }
    }

    private mutating func pick(_ text: String) throws {
        guard !choices.isEmpty else { throw ValidationError("/alt shows what there is to pick from") }
        guard let number = Int(text), 1...choices.count ~= number else {
            throw ValidationError("/pick takes a number, 1 to \(choices.count)")
        }
        desk.type(choices[number - 1])
        choices = []
        try keep()
        try show()
    }

    /// The settings as words of a command line.
    private var settingWords: [String] {
        let isGiven = settings.contains { $0.name == "-n" }
        return (isGiven ? [] : ["-n", Self.usualLength])
            + settings.flatMap { setting in
                setting.values.isEmpty ? [setting.name] : setting.values.flatMap { [setting.name, $0] }
            }
    }

    private static func option(_ name: String) throws -> String {
        let bare = name.drop { $0 == "-" }
        guard !bare.isEmpty, !foreign.contains(String(bare)) else {
            throw ValidationError("\(name) has no meaning at the desk")
        }
        return bare.count == 1 ? "-\(bare)" : "--\(bare)"
    }

    private mutating func set(_ text: String) throws {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else {
            guard !settings.isEmpty else { return try Output.line("nothing is set: temp 0.8, n \(Self.usualLength)") }
            for setting in settings { try Output.line(([setting.name] + setting.values).joined(separator: " ")) }
            return
        }
        let before = settings
        let option = try Self.option(name)
        settings.removeAll { $0.name == option }
        settings.append((option, words.count > 1 ? [words[1]] : []))
        do {
            let arguments = try SamplingArguments.parse(settingWords)
            guard arguments.temperatures.values.count == 1, arguments.maximum != -1 else {
                throw ValidationError("\(text) has no meaning at the desk")
            }
            _ = try arguments.options(desk.model, temperature: arguments.temperatures.values[0])
        } catch {
            settings = before
            if let error = error as? Failure { throw error }
            throw ValidationError(SamplingArguments.message(for: error))
        }
        console.note(([option] + words.dropFirst()).joined(separator: " "))
    }

    private mutating func unset(_ name: String) throws {
        let option = try Self.option(name)
        guard settings.contains(where: { $0.name == option }) else { throw ValidationError("\(option) is not set") }
        settings.removeAll { $0.name == option }
    }
}
