import Commands
import Files
import Jazz
import MIDI
import Repertoire
import Terminal

/// How one piece is checked, made and written; the command itself says in which order.
extension Generate {
    /// Refuses to write over what is read, or two things to one place.
    func checkFiles(writing paths: [String]) throws {
        var files = FileUses()
        files.reads(again, as: "--again")
        files.reads(piece.harmony.changes, as: "--changes")
        files.reads(prime, as: "--prime")
        files.reads(piece.harmony.style.styleFile, as: "--style-file")
        files.reads(piece.lead.model, as: "--model")
        piece.lead.players.add(to: &files)
        for path in paths { files.writes(path, as: "the piece") }
        if let parts {
            let ending = PieceWriter(format: try PieceFormat(output)).partEnding
            for role in try piece.band.roles() {
                files.writes("\(parts)/\(role.rawValue)\(ending)", as: "--parts")
            }
        }
        try files.check()
    }

    func recipe(seed: UInt64, note: @escaping (String) -> Void) throws -> PieceRecipe {
        var recipe = try piece.recipe(bars: bars, seed: seed, once: surroundings.once, note: note)
        surroundings.apply(to: &recipe)
        recipe.takes = bestOf
        feel.apply(to: &recipe)
        if let prime { try begin(&recipe, with: prime) }
        return recipe
    }

    /// Has the lead begin with a melody, or with a variation of it.
    private func begin(_ recipe: inout PieceRecipe, with path: String) throws {
        // Its changes play no part, and so nothing is said of them.
        let music = try Manuscript.read(path, needsMelody: true)
        recipe.prime = LeadMotif(music.melody!, tempo: music.chart.tempo ?? 120)
        let lines = BarLines(recipe.chart.performed(choruses: recipe.bars), meter: recipe.chart.meter)
        let count = lines.meters.count
        let bar = BarGrid(lines).place(of: recipe.prime.lastSlot ?? 0).bar
        // A melody that is varied may be all that there is.
        let isLast = edit.keep == nil && !recipe.hasFinalBar
        let room = lines.starts[count - (isLast ? 1 : 0)] / MetricGrid.ticksPerSlot
        guard let last = recipe.prime.lastSlot, last < room else {
            throw Failure(
                .usage,
                "--prime \(path): it reaches into bar \(bar + 1) of \(count) and leaves the "
                    + "lead no room\(edit.keep == nil ? " to go on" : ""); ask for more --bars")
        }
        let start = recipe.barsBeforeLead
        if let variation = edit.variation(of: start..<start + bar + 1, seed: recipe.seed) {
            recipe.edits.append(variation)
        }
    }

    /// The piece of a file, by the recipe that stands in it.
    func remake(_ path: String, _ writer: PieceWriter, _ console: inout Console) throws {
        let texts = try readMIDI(path).labels(.text).map(\.text)
        guard let found = try PieceRecipe.find(in: texts, name: path) else {
            throw Failure(.data, "\(path) does not say how it was made: it is no piece of jazz generate, or was edited")
        }
        let models = try piece.lead.models()
        for (made, read, kind, option) in [
            (found.leadModel, models.leadHash, "lead model", "--model"),
            (found.backwardModel ?? models.backwardHash, models.backwardHash, "backward model", "--backward-model"),
            (found.bassModel, models.bassHash, "bass model", "--bass-model"),
            (found.drumTable, models.drumHash, "drum table", "--drum-table"),
        ] where made != read {
            throw Failure(
                .data, "\(path) was made with the \(kind) \(made), not with \(read); name its file with \(option)"
            )
        }
        if found.version != JazzMain.version {
            console.note("\(path) was made by jazz \(found.version); this is \(JazzMain.version), the bytes may differ")
        }
        var recipe = found.recipe
        if edit.isAsked {
            guard recipe.arrangement.roles.contains(.lead) else {
                throw Failure(.usage, "\(path) has no lead to change")
            }
            recipe.edits.append(try edit.edit(of: recipe, seed: piece.seed ?? UInt64.random(in: 0...999_999)))
        }
        try write(recipe, models, writer, &console)
    }

    /// Writes a piece, and says what it is.
    func write(
        _ recipe: PieceRecipe, _ models: BandModels, _ writer: PieceWriter, _ console: inout Console
    ) throws {
        let piece = try recipe.make(models)
        try checkLead(of: piece)
        if let parts { try write(parts: piece, recipe, models, to: parts, writer, &console) }
        try writer.write(piece, style: recipe.style, swing: recipe.swing, to: output, &console)
        guard !quiet, !isPiped else { return }
        var words = [
            "\(output): \(counted(piece.bars.count, "bar")) of \(recipe.chart.name)",
            "\(recipe.style.name) at \(decimal(recipe.tempo))",
        ]
        if let first = piece.parts.first { words.append("\(counted(first.notes.count, "note")) in the \(first.name)") }
        words.append("seed \(recipe.seed)")
        try Output.line(words.joined(separator: ", "))
        if let last = recipe.edits.last {
            let counted = recipe.barsCountedIn
            let first = last.bars.lowerBound + counted + 1
            let bars = last.bars.count == 1 ? "bar \(first)" : "bars \(first) to \(last.bars.upperBound + counted)"
            let what =
                switch last.kind {
                case .anew: "\(bars) anew"
                case .drawn, .given: "\(bars) as drawn"
                case .rhythm, .pitches: "the \(last.kind.rawValue) of \(bars) kept"
                }
            try Output.line("  \(what), seed \(last.seed)")
        }
        if let lead = piece.parts.first(where: { $0.role == .lead }),
            let copy = models.copies.longestCopy(in: lead.notes.map(\.pitch))
        {
            try Output.line("  nearest to \(Self.name(ofSolo: copy.solo)): \(copy.notes) notes in a row")
        }
    }

    /// A solo's name without its folder and extension; several solos of one file are told apart by their number.
    private static func name(ofSolo path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let halves = file.split(separator: "#", maxSplits: 1)
        let name = divided(String(halves.first ?? "")).stem
        return halves.count == 2 ? "\(name), solo \(halves[1])" : String(name)
    }

    /// Each part alone, with the chords as markers, as `folder/lead.mid` and so on.
    private func write(
        parts piece: Piece, _ recipe: PieceRecipe, _ models: BandModels, to folder: String, _ writer: PieceWriter,
        _ console: inout Console
    ) throws {
        do { try Directories.make(folder) } catch { throw Failure(error) }
        for part in piece.parts {
            var (alone, recipe) = (piece, recipe)
            alone.parts = [part]
            // So that the part's file, too, can be made again.
            recipe.arrangement.roles = [part.role]
            alone.remarks = [recipe.text(models)]
            let path = "\(folder)/\(part.name)\(writer.partEnding)"
            try writer.write(part: alone, style: recipe.style, swing: recipe.swing, to: path, &console)
        }
    }

    /// A part in another pitch needs a lead; a lead sheet without one has slashes.
    func checkLead(of piece: Piece) throws {
        guard !sheet.leadSheet, sheet.transposed != .concert, !piece.parts.contains(where: { $0.role == .lead })
        else { return }
        throw Failure(
            .usage,
            "--transposed writes the lead, which this piece leaves out; with --lead-sheet it writes the chords over slashes"
        )
    }
}
