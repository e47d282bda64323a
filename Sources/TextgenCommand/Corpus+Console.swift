import Commands
import Prose
import Terminal

extension Corpus {
    /// Reads a corpus while showing how it goes; `-` is standard input.
    ///
    /// - Throws: `ProseError`.
    static func read(_ path: String, console: inout Console) throws(ProseError) -> Corpus {
        defer { console.clear() }
        return try read(
            path == "-" ? "/dev/stdin" : path, temporaryDirectory: Environment.value("TMPDIR") ?? "/var/tmp"
        ) { share in
            // What is read in one go is not worth a line.
            if share < 1 { console.progress(ProgressLine.Report(label: "reading", fraction: share, details: [])) }
        }
    }
}
