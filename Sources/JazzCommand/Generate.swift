import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import ModelFile
import Sound
import Terminal

/// `jazz generate`: a finished piece as a MIDI file.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a piece of exactly so many bars as a MIDI file, as sound or as notation.",
        discussion: """
            Without changes the seed picks one of the sample charts. The same seed and options give the same file, byte \
            for byte. The file has a track each for lead, chords, bass and drums, and the chords as markers. All that it \
            was made with stands in a text of the file: --again FILE makes the same piece once more.
            """)

    @Option(
        number: "Length in bars, 1 to \(Self.mostBars). Default: whole choruses of the changes, at least 16 bars.",
        value: "n")
    var bars: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Bars of the band alone before that, 0 to \(Ensemble.mostIntroBars): the end of the form.", valueName: "n"))
    var intro = 0

    @Flag(help: "Add a bar on the tonic at the end.")
    var finalBar = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Keep the lead that measures nearest to real solos of so many, 1 to \(LeadArguments.takes.upperBound).",
            valueName: "n"))
    var bestOf = 1

    @Option(
        help: ArgumentHelp(
            "Make the piece of this file once more; of the other options --model, --bass-model, --drum-table and --parts "
                + "count.",
            valueName: "file"))
    var again: String?

    @Option(
        help: ArgumentHelp(
            "Begin the lead with this melody, and go on from it: MIDI, MusicXML or ABC.", valueName: "file"))
    var prime: String?

    @Option(
        number:
            "Write so many pieces, 1 to \(Self.mostPieces), with seeds one after the other, each named after its seed: out-7.mid, "
            + "out-8.mid.", value: "n")
    var count: Int?

    @OptionGroup var piece: PieceOptions

    @Option(
        help: ArgumentHelp("Write each part to a file of its own in this folder as well.", valueName: "folder"))
    var parts: String?

    @OptionGroup var font: SoundFontOptions

    @OptionGroup(title: "Feel") var feel: FeelArguments

    @OptionGroup(title: "Paper") var sheet: SheetOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(
        help: ArgumentHelp(
            "The MIDI file to write; - for standard output. A name that ends in .wav has the piece rendered as sound, one in "
                + ".musicxml written as notation.",
            valueName: "out.mid"))
    var output: String

    private var isPiped: Bool { output == "-" }

    /// The longest piece, in bars.
    static let mostBars = 512
    private static let mostPieces = 10_000

    func validate() throws {
        let format = try PieceFormat(output)
        try sheet.check(format)
        if font.soundfont != nil, format != .sound {
            throw ValidationError("--soundfont is for sound; name a file that ends in \(Render.ending)")
        }
        guard LeadArguments.takes.contains(bestOf) else {
            throw ValidationError(
                "--best-of \(bestOf) is not possible; choose 1 to \(LeadArguments.takes.upperBound)")
        }
        guard (0...Ensemble.mostIntroBars).contains(intro) else {
            throw ValidationError("--intro \(intro) is not possible; choose 0 to \(Ensemble.mostIntroBars) bars")
        }
        if let count {
            guard (1...Self.mostPieces).contains(count) else {
                throw ValidationError("--count \(count) is not possible; choose 1 to \(Self.mostPieces)")
            }
            guard again == nil else { throw ValidationError("--again makes one piece; leave --count out") }
            guard !isPiped else { throw ValidationError("--count writes files; name one instead of -") }
            guard parts == nil else { throw ValidationError("--count and --parts exclude each other") }
        }
        if again != nil {
            // Even where an option asks for what is usual: the file may ask for something else.
            let others = [
                "--again", "--model", "--bass-model", "--drum-table", "--parts", "--soundfont", "--quiet",
                "--lead-sheet",
                "--transposed",
            ]
            if let option = Self.given(besides: others).first {
                throw ValidationError(
                    "--again makes the piece as it was made, and \(option) would make another; leave one of the two out"
                )
            }
        }
    }

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        if count == nil {
            try checkFiles(writing: [output])
            if !isPiped { try Directories.checkWritable(output) }
        }
        let writer = try self.writer()
        if let again { return try remake(again, writer, &console) }
        let first = piece.seed ?? UInt64.random(in: 0...999_999)
        var notes: [String] = []
        let recipe = try recipe(seed: first) { notes.append($0) }
        for note in notes { console.note(note) }
        if let count { return try write(count, from: recipe, writer, &console) }
        let models = try piece.lead.models()
        try write(recipe, models, writer, &console)
    }

    private func writer() throws -> PieceWriter {
        let format = try PieceFormat(output)
        return PieceWriter(
            format: format, renderer: format == .sound ? Renderer(soundFont: try font.find()) : nil,
            sheet: sheet.options)
    }

    /// Refuses to write over what is read, or two things to one place.
    private func checkFiles(writing paths: [String]) throws {
        var files = FileUses()
        files.reads(again, as: "--again")
        files.reads(piece.harmony.changes, as: "--changes")
        files.reads(prime, as: "--prime")
        files.reads(piece.lead.model, as: "--model")
        files.reads(piece.lead.bassModel, as: "--bass-model")
        files.reads(piece.lead.drumTable, as: "--drum-table")
        for path in paths { files.writes(path, as: "the piece") }
        if let parts {
            let ending = PieceWriter(format: try PieceFormat(output)).partEnding
            for role in try piece.band.roles() {
                files.writes("\(parts)/\(role.rawValue)\(ending)", as: "--parts")
            }
        }
        try files.check()
    }

    private func recipe(seed: UInt64, note: @escaping (String) -> Void) throws -> PieceRecipe {
        var recipe = try piece.recipe(bars: bars, seed: seed, note: note)
        recipe.introBars = intro
        recipe.hasFinalBar = finalBar
        recipe.takes = bestOf
        feel.apply(to: &recipe)
        if let prime { recipe.prime = try motif(prime, for: recipe) }
        return recipe
    }

    /// The melody that the lead begins with.
    private func motif(_ path: String, for recipe: PieceRecipe) throws -> LeadMotif {
        // Its changes play no part, and so nothing is said of them.
        let music = try Manuscript.read(path, needsMelody: true)
        let motif = LeadMotif(music.melody!, tempo: music.chart.tempo ?? 120)
        let barSlots = recipe.chart.meter.barTicks / MetricGrid.ticksPerSlot
        let room = (recipe.bars - (recipe.hasFinalBar ? 0 : 1)) * barSlots
        guard let last = motif.lastSlot, last < room else {
            throw Failure(
                .usage,
                "--prime \(path): it reaches into bar \((motif.lastSlot ?? 0) / barSlots + 1) of \(recipe.bars) and leaves the "
                    + "lead no room to go on; ask for more --bars")
        }
        return motif
    }

    /// The piece of a file, by the recipe that stands in it.
    private func remake(_ path: String, _ writer: PieceWriter, _ console: inout Console) throws {
        let texts = try readMIDI(path).labels(.text).map(\.text)
        guard let found = try PieceRecipe.find(in: texts, name: path) else {
            throw Failure(.data, "\(path) does not say how it was made: it is no piece of jazz generate, or was edited")
        }
        let models = try piece.lead.models()
        for (made, read, kind, option) in [
            (found.leadModel, models.leadHash, "lead model", "--model"),
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
        try write(found.recipe, models, writer, &console)
    }

    /// Writes a piece, and says what it is.
    private func write(
        _ recipe: PieceRecipe, _ models: BandModels, _ writer: PieceWriter, _ console: inout Console
    ) throws {
        let piece = try recipe.make(models)
        try checkLead(of: piece)
        if let parts { try write(parts: piece, recipe, models, to: parts, writer, &console) }
        try writer.write(piece, style: recipe.style, swing: recipe.swing, to: output, &console)
        guard !quiet, !isPiped else { return }
        var words = [
            "\(output): \(counted(piece.bars.count, "bar")) of \(recipe.chart.name)",
            "\(recipe.style.rawValue) at \(decimal(recipe.tempo))",
        ]
        if let first = piece.parts.first { words.append("\(counted(first.notes.count, "note")) in the \(first.name)") }
        words.append("seed \(recipe.seed)")
        try Output.line(words.joined(separator: ", "))
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

    /// A lead sheet or a part in another pitch needs a lead.
    private func checkLead(of piece: Piece) throws {
        guard sheet.leadSheet || sheet.transposed != .concert, !piece.parts.contains(where: { $0.role == .lead })
        else { return }
        throw Failure(
            .usage, "\(sheet.leadSheet ? "--lead-sheet" : "--transposed") writes the lead, which this piece leaves out")
    }

    // MARK: Many pieces

    /// Writes `count` pieces whose seeds follow each other.
    private func write(
        _ count: Int, from first: PieceRecipe, _ writer: PieceWriter, _ console: inout Console
    ) throws {
        guard first.seed <= UInt64.max - UInt64(count) else {
            throw Failure(.usage, "--seed \(first.seed) leaves no room for \(count) seeds")
        }
        try Directories.checkWritable(output)
        let (stem, suffix) = Self.divided(output)
        func path(_ seed: UInt64) -> String { "\(stem)-\(seed)\(suffix)" }
        try checkFiles(writing: (0..<count).map { path(first.seed + UInt64($0)) })
        let models = try piece.lead.models()
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
    private static func divided(_ path: String) -> (stem: Substring, suffix: Substring) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[name...].lastIndex(of: "."), dot > name else { return (path[...], "") }
        return (path[..<dot], path[dot...])
    }
}

extension Chart {
    /// The chart's name for people.
    var name: String { title.isEmpty ? "your changes" : "“\(title)”" }
}
