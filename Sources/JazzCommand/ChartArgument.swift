import Commands
import FoundationEssentials
import Jazz
import ModelFile

/// `--changes`, which is either the changes themselves or the name of a file that holds them.
enum ChartArgument {
    /// Largest chart file that is read.
    private static let mostBytes = 1 << 20

    /// Text with a bar line, or that reads as chords, is changes; anything else names a file.
    static func read(_ argument: String) throws -> Chart {
        if argument.contains("|") || argument.contains("\n") { return try parse(argument, source: "--changes") }
        if !FileManager.default.fileExists(atPath: argument), let chart = try? ChartParser.parse(argument) {
            return chart
        }
        let looksLikePath = argument.contains("/") || argument.contains(".")
        guard FileManager.default.fileExists(atPath: argument) else {
            guard looksLikePath else { return try parse(argument, source: "--changes") }
            throw Failure(
                .missingInput, "\(argument): no such file, and it is not changes such as \"Dm7 | G7 | Cmaj7\"")
        }
        guard let bytes = FileManager.default.contents(atPath: argument) else {
            throw Failure(.missingInput, "\(argument): cannot be read as a chart; is it a file, and readable?")
        }
        guard bytes.count <= mostBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.data, "\(argument): not a text of changes; a chart is plain text, such as \"Dm7 | G7 | C6\"")
        }
        var chart = try parse(text, source: argument)
        if chart.title.isEmpty {
            let name = argument.split(separator: "/").last.map(String.init) ?? argument
            chart.title = name.split(separator: ".").first.map(String.init) ?? name
        }
        return chart
    }

    private static func parse(_ text: String, source: String) throws -> Chart {
        do throws(HarmonyError) {
            return try ChartParser.parse(text)
        } catch {
            throw Failure(.data, "\(source): \(error)")
        }
    }
}
