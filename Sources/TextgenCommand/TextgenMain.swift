import ArgumentParser
import Commands

@main enum TextgenMain {
    static func main() {
        let first = Environment.arguments.first
        let isSubcommand = Textgen.configuration.subcommands.contains { $0._commandName == first }
        runCommand(isSubcommand ? Subcommands.self : Textgen.self)
    }
}

/// `textgen` where a subcommand follows at once: its options are its own, and none is taken for one of writing.
private struct Subcommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Textgen.configuration.commandName, abstract: Textgen.configuration.abstract,
        version: Textgen.version, subcommands: Textgen.configuration.subcommands)
}
