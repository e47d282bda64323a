import ArgumentParser

/// The subcommands of a program, as they are typed and mistyped.
struct CommandWords {
    private let root: any ParsableCommand.Type

    init(_ root: any ParsableCommand.Type) {
        self.root = root
    }

    /// The command that the first word which is no option asks for: the program itself where there is none, or where
    /// other words than subcommands may stand.
    ///
    /// - Throws: `ValidationError` for a word that is no subcommand; `CleanExit` for `help`, with the command whose help
    ///   is wanted.
    func command(_ arguments: [String]) throws -> any ParsableCommand.Type {
        let subcommands = root.configuration.subcommands
        guard !subcommands.isEmpty else { return root }
        // The usual case needs no look at the options.
        if let command = subcommands.first(where: { $0._commandName == arguments.first }) { return command }
        let declared = DeclaredOptions([root])
        guard !declared.takesWords else { return root }
        let words = declared.read(arguments).words
        guard let word = words.first else { return root }
        guard word == "help" else { return try subcommand(word) }
        throw CleanExit.helpRequest(words.count > 1 ? try subcommand(words[1]) : root)
    }

    private func subcommand(_ word: String) throws -> any ParsableCommand.Type {
        let subcommands = root.configuration.subcommands
        if let command = subcommands.first(where: { $0._commandName == word }) { return command }
        let names = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
        let hint =
            if let nearest = Self.nearest(to: word, of: names + ["help"]) {
                "did you mean \(nearest)?"
            } else {
                "there are " + names.joined(separator: ", ")
            }
        throw ValidationError("unknown command '\(word)'; \(hint)")
    }

    /// The name that a word is most likely meant for: one it begins, or one that up to a third of its letters make it.
    static func nearest(to word: String, of names: [String]) -> String? {
        let word = word.lowercased()
        if word.count > 1, let name = names.first(where: { $0.hasPrefix(word) }) { return name }
        let distances = names.map { (name: $0, distance: editDistance(word, $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.name.count / 3) ? best.name : nil
    }

    /// The letters to insert, delete, replace or swap with their neighbour (Damerau 1964; optimal string alignment).
    static func editDistance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one), Array(other))
        // More letters than any name has are far from all of them.
        guard one.count <= 64 else { return one.count }
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var next = [row + 1]
            for (column, wanted) in other.enumerated() {
                var best = min(last[column + 1], next[column]) + 1
                best = min(best, last[column] + (letter == wanted ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            (before, last) = (last, next)
        }
        return last[other.count]
    }
}
