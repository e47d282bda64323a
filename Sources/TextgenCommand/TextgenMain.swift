import ArgumentParser
import FoundationEssentials

@main struct TextgenMain: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "textgen")
    func run() throws { print(try String(decoding: JSONEncoder().encode(["a": 1]), as: UTF8.self)) }
}
