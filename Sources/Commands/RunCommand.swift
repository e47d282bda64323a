public import ArgumentParser
import Files
import Glibc
import Recurrent
import Terminal

/// Runs a command from the process's arguments and exits.
///
/// Help and version go to standard output with status 0. Every error is one line on standard error, `name: message`,
/// and an exit status of ``Failure/Status``; a mistake on the command line points to `--help` and exits with 64.
///
/// - Parameter pairs: Options with a word of which the argument behind it is a part: `--manner like a.mid` is read as
///   `--manner "like a.mid"`.
public func runCommand(_ root: any ParsableCommand.Type, joining pairs: [(option: String, word: String)] = []) -> Never
{
    // Output that nobody reads any more ends the program quietly through the failing write, not by a signal.
    Interruption.ignoreClosedPipes()
    Descriptor.holdStandardNumbers()
    // A signal takes temporary files away and ends the program, unless a command has something to keep first.
    TemporaryFiles.removeAll()
    Interruption.begin(cleanUp: { TemporaryFiles.removeAll() })
    let name = root._commandName
    let arguments = joined(Environment.arguments, pairs)
    do {
        try chooseKernels()
        var command = try parseCommandLine(arguments, of: root)
        try command.run()
        finish(as: name)
    } catch {
        let code = root.exitCode(for: error)
        if code == .success {
            // Help, the version and scripts for shells come as errors that are none.
            finish(as: name) { () throws(Failure) in try Output.data(root.fullMessage(for: error) + "\n") }
        }
        guard code == .validationFailure else {
            let failure = Failure(error)
            complain(failure.message, as: name, status: failure.status)
        }
        let path = commandPath(root, name: name)
        let message = firstLine(root.message(for: error))
        complain(message + (message.last == "?" ? " See" : "; see") + " \(path) --help", as: name, status: .usage)
    }
}

/// The arguments, with what follows a word of `pairs` made one with it.
func joined(_ arguments: [String], _ pairs: [(option: String, word: String)]) -> [String] {
    var result: [String] = []
    for (index, argument) in arguments.enumerated() {
        let isBehind =
            index >= 2
            && pairs.contains { $0.option == arguments[index - 2] && $0.word == arguments[index - 1] }
        if isBehind { result[result.count - 1] += " " + argument } else { result.append(argument) }
    }
    return result
}

/// Those that the environment variable `WOODSHED_KERNELS` names, for trying and testing.
private func chooseKernels() throws {
    let variable = "WOODSHED_KERNELS"
    guard let name = Environment.value(variable) else { return }
    guard let kernels = Kernels(named: name) else {
        let names = Kernels.available.map(\.name).joined(separator: ", ")
        throw Failure(.usage, "\(variable)=\(name): this machine has \(names); unset it for the fastest")
    }
    Kernels.use(kernels)
}

/// The command that the arguments ask for, with what they say.
///
/// - Throws: What the parser throws, or a better word for it; see ``checkCommandLine(_:of:)``.
func parseCommandLine(_ arguments: [String], of root: any ParsableCommand.Type) throws -> any ParsableCommand {
    let command: any ParsableCommand
    do {
        command = try root.parseAsRoot(arguments)
    } catch {
        try checkCommandLine(arguments, of: root)
        throw error
    }
    // Describing the options costs as much as a piece does, and what the parser takes can only be wrong in one way.
    if mayRepeat(arguments) || arguments.contains("help") { try checkCommandLine(arguments, of: root) }
    return command
}

/// Whether two of the arguments can be one option: the same name, `--x` and `--no-x`, a letter and a name one of whose
/// words begins with it, or a word and a longer name that it is a part of, as every option's that has two names.
func mayRepeat(_ arguments: [String]) -> Bool {
    var names: Set<Substring> = []
    var letters: Set<Character> = []
    var (alone, parts): (Set<Substring>, Set<Substring>) = ([], [])
    for argument in arguments where argument.hasPrefix("-") {
        let name = argument.prefix { $0 != "=" }.drop { $0 == "-" }
        guard argument.hasPrefix("--") else {
            for letter in name where !letters.insert(letter).inserted { return true }
            continue
        }
        guard names.insert(name.hasPrefix("no-") ? name.dropFirst(3) : name).inserted else { return true }
        let words = name.split(separator: "-").map { $0.last == "s" ? $0.dropLast() : $0 }
        if words.count == 1 { alone.formUnion(words) } else { parts.formUnion(words) }
    }
    return !alone.isDisjoint(with: parts) || !letters.isDisjoint(with: alone.union(parts).compactMap(\.first))
}

/// Refuses what the parser would pass over in silence or explain with something else: a mistyped command, and an option
/// that is given twice, of which it takes the last.
///
/// - Throws: `ValidationError`; `CleanExit` for `help`.
private func checkCommandLine(_ arguments: [String], of root: any ParsableCommand.Type) throws {
    let command = try CommandWords(root).command(arguments)
    // Those of the program itself stand before a subcommand.
    let isFirst = arguments.first == command._commandName
    guard let (first, second) = DeclaredOptions(isFirst ? [command] : [command, root]).read(arguments).repeated else {
        return
    }
    let what =
        first == second ? "\(first) is given twice" : "\(first) and \(second) are both given, but are one option"
    throw ValidationError("\(what); give it once")
}

/// `jazz generate` when the first argument names a subcommand, else `jazz`.
private func commandPath(_ root: any ParsableCommand.Type, name: String) -> String {
    guard let first = Environment.arguments.first,
        let sub = root.configuration.subcommands.first(where: { $0._commandName == first })
    else { return name }
    return "\(name) \(sub._commandName)"
}

private func firstLine(_ text: String) -> String {
    var line = text.split(separator: "\n").first.map(String.init) ?? "the command line cannot be read"
    while line.last == "." || line.last == ":" { line.removeLast() }
    return line
}

/// Ends the process, with success if all of its output has arrived.
private func finish(as name: String, after writing: () throws(Failure) -> Void = {}) -> Never {
    do throws(Failure) {
        try writing()
        try Output.close()
    } catch {
        complain(error.message, as: name, status: error.status)
    }
    exit(0)
}

private func complain(_ message: String, as name: String, status: Failure.Status) -> Never {
    if !message.isEmpty {
        Descriptor.error.write("\(name): \(message.shownInLine.abridged(to: Console.longestNote))\n")
    }
    exit(status == .interrupted && Interruption.isRaised ? Interruption.exitStatus : status.rawValue)
}
