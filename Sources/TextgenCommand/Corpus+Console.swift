import Bookshelf
import Commands
import Prose
import Terminal

extension Corpus {
    /// Reads a corpus of one or more files while showing how it goes; `-` is standard input.
    ///
    /// - Throws: `ProseError`.
    static func read(
        _ paths: [String], separator: String = "", isRaw: Bool = false, console: inout Console
    ) throws(ProseError) -> Corpus {
        defer { console.clear() }
        return try read(
            paths.map { $0 == "-" ? "/dev/stdin" : $0 }, separator: separator, isRaw: isRaw,
            temporaryDirectory: Environment.value("TMPDIR") ?? "/var/tmp"
        ) { fraction in
            // What is read in one go is not worth a line.
            if fraction < 1 { console.progress(ProgressLine.Report(label: "reading", fraction: fraction, details: [])) }
        }
    }
}
