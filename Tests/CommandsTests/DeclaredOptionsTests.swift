import ArgumentParser
import Testing

@testable import Commands
@testable import JazzCommand
@testable import TextgenCommand

private struct Sample: ParsableCommand {
    @Option(name: .shortAndLong) var output: String?
    @Option(parsing: .unconditional) var shift = 0
    @Option var part: [String] = []
    @Flag(name: .shortAndLong) var quiet = false
    @Flag(name: .shortAndLong) var raw = false
    @Flag(inversion: .prefixedNo) var swing = true
    @Argument var file: String?
}

private struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "program", subcommands: [Import.self, Export.self, Sample.self])
    @Option var corpus: String?
}

private struct Import: ParsableCommand {}
private struct Export: ParsableCommand {}

@Suite struct DeclaredOptionsTests {
    private let declared = DeclaredOptions([Sample.self])

    @Test(
        "An option that is given twice is found however it is spelt",
        arguments: [
            (["--output", "a", "--output", "b"], "--output", "--output"),
            (["--output=a", "x", "--output", "b"], "--output", "--output"),
            (["-o", "a", "--output=b"], "-o", "--output"),
            (["-o", "a", "-o", "a"], "-o", "-o"), (["-q", "--quiet"], "-q", "--quiet"), (["-qrq"], "-q", "-q"),
            (["--quiet", "-rq"], "--quiet", "-q"), (["--swing", "--no-swing"], "--swing", "--no-swing"),
            (["--no-swing", "--swing"], "--no-swing", "--swing"),
            (["--shift", "-1", "--shift", "-2"], "--shift", "--shift"), (["-qo", "a", "-o", "b"], "-o", "-o"),
        ])
    func repeated(arguments: [String], first: String, second: String) throws {
        let repeated = try #require(declared.read(arguments).repeated)
        #expect(repeated.first == first)
        #expect(repeated.second == second)
    }

    @Test(
        "What may be repeated, is a value or stands after -- is none",
        arguments: [
            ["--part", "a", "--part", "b"], ["--output", "--output"], ["--output", "-q", "-q"],
            ["--quiet", "--", "--quiet", "--quiet"], ["--shift", "-1", "-q"], ["--output=--quiet", "--quiet"],
            ["-", "-"], ["a", "a"], [], ["--swing", "-q", "-r", "-o", "x"],
        ])
    func once(arguments: [String]) {
        #expect(declared.read(arguments).repeated == nil)
    }

    @Test("Words are what is neither an option nor its value") func words() {
        #expect(declared.read(["a", "-o", "b", "c", "--part", "d", "-q", "--", "-e"]).words == ["a", "c", "-e"])
        #expect(declared.read(["a", "--unknown", "b"]).words == ["a"])
        #expect(declared.takesWords)
        #expect(!DeclaredOptions([Program.self]).takesWords)
    }
}

@Suite struct CommandWordsTests {
    @Test(
        "A mistyped command is named, with the nearest",
        arguments: [
            (["imprt"], "unknown command 'imprt'; did you mean import?"),
            (["--corpus", "import", "exprot"], "unknown command 'exprot'; did you mean export?"),
            (["EXPORT"], "did you mean export?"), (["hlep"], "did you mean help?"), (["imp"], "did you mean import?"),
            (["corpus.txt"], "unknown command 'corpus.txt'; there are import, export, sample"),
            (["help", "imprt"], "did you mean import?"), ([""], "unknown command ''"),
        ])
    func mistyped(arguments: [String], wording: String) {
        #expect { _ = try CommandWords(Program.self).command(arguments) } throws: { error in
            Program.message(for: error).contains(wording)
        }
    }

    @Test(
        "What names a command, an option or nothing goes to the parser",
        arguments: [["import"], ["import", "x"], ["--corpus", "imprt"], [], ["--corpsu", "imprt"], ["--help"]])
    func known(arguments: [String]) throws {
        _ = try CommandWords(Program.self).command(arguments)
        _ = try CommandWords(Sample.self).command(["anything"])
    }

    @Test("help is the program's, or that of the command named") func help() {
        #expect { _ = try CommandWords(Program.self).command(["help"]) } throws: { error in
            Program.exitCode(for: error) == .success && Program.fullMessage(for: error).contains("USAGE: program")
        }
        #expect { _ = try CommandWords(Program.self).command(["help", "import"]) } throws: { error in
            Program.exitCode(for: error) == .success
                && Program.fullMessage(for: error).contains("USAGE: program import")
        }
    }

    @Test(
        "The edits between two words",
        arguments: [
            ("import", "import", 0), ("imprt", "import", 1), ("improt", "import", 1), ("", "abc", 3),
            ("kitten", "sitting", 3),
        ])
    func distance(one: String, other: String, expected: Int) {
        #expect(CommandWords.editDistance(one, other) == expected)
        #expect(CommandWords.editDistance(other, one) == expected)
    }
}

@Suite struct RepeatedOptionTests {
    private static let programs: [any ParsableCommand.Type] = [JazzMain.self, Textgen.self]

    @Test("Every option of every command that may be given once is refused twice, in whatever form")
    func everyOption() throws {
        var count = 0
        for program in Self.programs {
            let commands = program.configuration.subcommands
            #expect(!commands.isEmpty)
            for command in commands + [program] {
                let name = command == program ? [] : [command._commandName]
                let declared = DeclaredOptions([command])
                for option in declared.options where !option.isPositional {
                    let value = option.takesValue ? ["1"] : []
                    for first in option.names {
                        for second in option.names {
                            let twice = declared.read([first] + value + ["--unknown", second] + value)
                            #expect((twice.repeated != nil) == !option.isRepeatable, "\(name) \(first) \(second)")
                            #expect(mayRepeat([first] + value + ["\(second)=1"]), "\(name) \(first) \(second)")
                            let once = option.takesValue ? ["\(first)=1", "--", second] : [first, "--", second]
                            #expect(declared.read(once).repeated == nil, "\(name) \(once)")
                        }
                    }
                    for (first, last) in [option.names, option.names.reversed()].map({ ($0[0], $0[$0.count - 1]) }) {
                        let isRefused = Self.isRefused(name + [first] + value + [last] + value, program, naming: last)
                        #expect(isRefused == !option.isRepeatable, "\(name) \(first) \(last)")
                    }
                    count += 1
                }
            }
        }
        #expect(count > 100)
    }

    private static func isRefused(
        _ arguments: [String], _ program: any ParsableCommand.Type, naming name: String
    ) -> Bool {
        do {
            _ = try parseCommandLine(arguments, of: program)
            return false
        } catch {
            let message = program.message(for: error)
            return program.exitCode(for: error) == .validationFailure && message.contains("\(name) ")
                && message.contains("give it once")
        }
    }
}
