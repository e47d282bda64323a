import ArgumentParser
import Commands
import Files
import Jazz

/// How the band plays: by name, or by a table of one's own.
struct StyleArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How the band plays: \(Style.allCases.map(\.name).joined(separator: ", ")). Default: as the chart says.",
            valueName: "style"))
    var style: String?

    @Option(
        help: ArgumentHelp(
            "Play by the table of a style in this file; jazz styles prints those of the program, to be changed.",
            valueName: "file"))
    var styleFile: String?

    func validate() throws {
        _ = try style.map(StyleName.known)
        if style != nil, styleFile != nil {
            throw ValidationError("--style and --style-file both say how the band plays; leave one of the two out")
        }
    }

    /// The style asked for; nil for the chart's.
    ///
    /// - Parameter note: Called where the band has another style only.
    func wanted(note: (String) -> Void = { _ in }) throws -> StyleName? {
        if let styleFile { return StyleName(try Self.read(styleFile)) }
        guard let style else { return nil }
        let named = try StyleName.known(style)
        if let text = named.note(style) { note(text) }
        return named
    }

    private static func read(_ path: String) throws -> Style {
        let bytes: [UInt8]
        do throws(FileReadError) {
            let file = path == "-" ? "/dev/stdin" : path
            bytes = try FileSystem.contents(of: file, limit: StyleTable.maximumCharacters, onlyFiles: false)
        } catch {
            switch error {
            case .missing:
                throw Failure(
                    .missingInput, "\(path): no such file; jazz styles swing > mine.style makes one to change")
            case .tooLarge:
                throw Failure(.data, "\(path): a table of a style has at most \(StyleTable.maximumCharacters) bytes")
            default: throw Failure(.missingInput, "\(path): cannot be read as a style; is it a file, and readable?")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure(.data, "\(path): the table of a style is plain text in UTF-8; this is none")
        }
        do throws(HarmonyError) { return try Style(text) } catch { throw Failure(.data, "\(path): \(error)") }
    }
}
