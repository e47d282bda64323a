import ArgumentParser
import Commands
import Jazz

/// How the lead is drawn and shaped: shared by `generate` and `play`.
struct LeadArguments: ParsableArguments {
    /// Densities that can be asked for.
    static let densities = 0.25...3.0
    /// Takes that can be compared.
    static let takes = 1...1000

    @Option(help: ArgumentHelp("A model made by jazz train. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "A bass model made by jazz train-bass. Default: the one that comes with jazz.", valueName: "file"))
    var bassModel: String?

    @Option(
        help: ArgumentHelp(
            "A drummer's table made by jazz train-drums. Default: the one that comes with jazz.", valueName: "file"))
    var drumTable: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Temperature of the pitches: lower is safer, 0 always the likeliest.", valueName: "t"))
    var temp = LeadOptions.usualTemperature

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw pitches from the k likeliest only; 0 for all.", valueName: "k"))
    var topK = 0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw pitches from the likeliest that make up this probability.", valueName: "p"))
    var topP = LeadOptions.usualTopP

    @Option(parsing: .unconditional, help: ArgumentHelp("Temperature of the rhythm.", valueName: "t"))
    var rhythmTemp = LeadOptions.usualRhythmTemperature

    @Option(
        help: ArgumentHelp(
            "The lead's course in density and register: \(LeadArc.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "course"))
    var arc = LeadArc.arch.rawValue

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many notes: 1 as players do at the tempo, 0.25 to 3; not with --arc none.", valueName: "x"))
    var density = 1.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How often a phrase that might take up the motif does, 0 to 1.", valueName: "share"))
    var motif = LeadOptions.usualMotifShare

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The most notes in a row that may be those of a solo the model learned, \(CopyIndex.runNotes) or more; 0 for "
                + "any number.", valueName: "n"))
    var maxCopy = LeadOptions.usualMostCopied

    /// Whether a limit can be kept.
    static func allows(maxCopy: Int) -> Bool { maxCopy == 0 || (CopyIndex.runNotes...1_000_000).contains(maxCopy) }

    /// Sets what these options decide.
    func apply(to recipe: inout PieceRecipe) throws {
        guard let course = LeadArc(rawValue: arc) else {
            let known = LeadArc.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--arc \(arc) is not known; choose one of \(known)")
        }
        guard Self.densities.contains(density) else {
            throw Failure(.usage, "--density \(density) is out of reach; choose 0.25 to 3")
        }
        guard density == 1 || course != .none else {
            throw Failure(.usage, "--arc none leaves the density to the network; leave one of --arc and --density out")
        }
        guard (0...1).contains(motif) else {
            throw Failure(.usage, "--motif \(motif) is not a share; choose 0 to 1")
        }
        guard Self.allows(maxCopy: maxCopy) else {
            throw Failure(
                .usage,
                "--max-copy \(maxCopy) cannot be kept: shorter runs than \(CopyIndex.runNotes) notes are everybody's; "
                    + "choose \(CopyIndex.runNotes) or more, or 0 for no limit")
        }
        recipe.temperature = temp
        recipe.topK = topK
        recipe.topP = topP
        recipe.rhythmTemperature = rhythmTemp
        recipe.arc = course
        recipe.density = density
        recipe.motif = motif
        recipe.mostCopied = maxCopy
    }

    /// What is named to play by, or what comes with the program.
    func models() throws -> BandModels { try BandModels(lead: model, bass: bassModel, drums: drumTable) }
}
