import ArgumentParser
import FoundationEssentials

@main struct JazzMain: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "jazz")
    func run() throws { print(try String(decoding: JSONEncoder().encode(["a": 1]), as: UTF8.self)) }
}
