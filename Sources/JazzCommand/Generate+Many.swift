import Commands
import Files
import Jazz
import Repertoire
import Terminal

/// Many pieces, each named after its seed.
extension Generate {
    /// Writes `count` pieces whose seeds follow each other.
    func write(
        _ count: Int, from first: PieceRecipe, _ writer: PieceWriter, _ console: inout Console
    ) throws {
        guard first.seed <= UInt64.max - UInt64(count) else {
            throw Failure(.usage, "--seed \(first.seed) leaves no room for \(count) seeds")
        }
        try Directories.checkWritable(output)
        let (stem, suffix) = Self.divided(output)
        func path(_ seed: UInt64) -> String { "\(stem)-\(seed)\(suffix)" }
        try checkFiles(writing: (0..<count).map { path(first.seed + UInt64($0)) })
        let models = try piece.lead.models(critic: critic)
        for index in 0..<count {
            let seed = first.seed + UInt64(index)
            // Each as if it were made alone: the seed may pick or invent the changes.
            let recipe = index == 0 ? first : try recipe(seed: seed) { _ in }
            var silent = Console("jazz", isQuiet: true)
            let made = try recipe.make(models)
            try checkLead(of: made)
            try writer.write(made, style: recipe.style, swing: recipe.swing, to: path(seed), &silent)
            console.progress(
                .init(
                    label: "making pieces", fraction: Double(index + 1) / Double(count),
                    details: ["\(index + 1) of \(count)"]))
        }
        console.clear()
        if !quiet {
            let last = first.seed + UInt64(count - 1)
            try Output.line("\(path(first.seed)) … \(path(last)): \(counted(count, "piece"))")
        }
    }

    /// A file name before and from its last dot on.
    static func divided(_ path: String) -> (stem: Substring, suffix: Substring) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[name...].lastIndex(of: "."), dot > name else { return (path[...], "") }
        return (path[..<dot], path[dot...])
    }
}
