import ArgumentParser
import Commands
import Jazz
import Repertoire

/// How the lead is drawn and shaped: shared by `generate` and `play`.
struct LeadArguments: ParsableArguments {
    private static let densityRange =
        "\(decimal(PieceLimits.densities.lowerBound, places: 2)) to \(decimal(PieceLimits.densities.upperBound))"

    @Option(help: ArgumentHelp("A model made by jazz train. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @OptionGroup var players: PlayerArguments

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
            "The lead's course in density and register: \(Self.courses). Default: \(LeadArc.arch.rawValue).",
            valueName: "course"),
        transform: course)
    var arc: LeadArc = .arch

    @Option(
        help: ArgumentHelp(
            "How the lead differs from the mean of players: \(schools); a number, which picks a player; "
                + "like FILE.mid, as a file's lead is; average; or traits in standard deviations, such as "
                + "leaps=1.5,space=-1: \(traits). Default: drawn with the seed.",
            valueName: "manner"),
        transform: manner)
    var manner: MannerOption?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many notes: 1 as players do at the tempo, \(Self.densityRange); not with --arc none.", valueName: "x"))
    var density = 1.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How often a phrase that might take up the motif does, 0 to 1.", valueName: "fraction"))
    var motif = LeadOptions.usualMotifFraction

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How much the lead is led by what followed at like moments of the piece before, 0 to 1.",
            valueName: "fraction"))
    var memory = LeadOptions.usualMemory

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The most notes in a row that may be those of a solo the model learned, \(CopyIndex.runNotes) or more; 0 for "
                + "any number.", valueName: "n"))
    var maxCopy = LeadOptions.usualMostCopied

    private static let courses = LeadArc.allCases.map(\.rawValue).joined(separator: ", ")

    private static func course(_ text: String) throws -> LeadArc {
        guard let course = LeadArc(rawValue: text) else {
            throw ValidationError("--arc \(text) is not known; choose one of \(courses)")
        }
        return course
    }

    private static let likeness = "like "
    private static let schools = Manner.School.allCases.map(\.rawValue).joined(separator: ", ")
    private static let traits = Manner.Trait.allCases.map(\.rawValue).joined(separator: ", ")

    private static func manner(_ text: String) throws -> MannerOption {
        if let school = Manner.School(rawValue: text) { return .wish(.drawn(in: school)) }
        if let number = UInt64(text) { return .wish(.number(number)) }
        if text.hasPrefix(likeness) { return .likeFile(String(text.dropFirst(likeness.count))) }
        guard let manner = Manner(text: text) else {
            throw ValidationError(
                "--manner \(text) is not known; write \(schools), a number, like FILE.mid, average, or traits from "
                    + "\(decimal(Manner.range.lowerBound)) to \(decimal(Manner.range.upperBound)), each once, such as "
                    + "leaps=1.5,space=-1: \(traits)")
        }
        return .wish(.fixed(manner))
    }

    func validate() throws {
        guard PieceLimits.densities.contains(density) else {
            throw ValidationError("--density \(density) is out of reach; choose \(Self.densityRange)")
        }
        guard density == 1 || arc != .none else {
            throw ValidationError("--arc none leaves the density to the network; leave one of --arc and --density out")
        }
        guard PieceLimits.fractions.contains(motif) else {
            throw ValidationError("--motif \(motif) is not a fraction; choose 0 to 1")
        }
        guard PieceLimits.fractions.contains(memory) else {
            throw ValidationError("--memory \(memory) is not a fraction; choose 0 to 1")
        }
        guard PieceLimits.allows(maxCopy: maxCopy) else {
            let reason =
                maxCopy < PieceLimits.copies.lowerBound
                ? "shorter runs than \(PieceLimits.copies.lowerBound) notes are everybody's"
                : "no piece has so many notes"
            throw ValidationError(
                "--max-copy \(maxCopy) cannot be kept: \(reason); choose \(PieceLimits.copies.lowerBound) or more, or 0 for no "
                    + "limit, and at most \(PieceLimits.copies.upperBound)")
        }
    }

    /// Sets what these options decide.
    ///
    /// - Parameter note: Called with what has no effect.
    func apply(to recipe: inout PieceRecipe, note: (String) -> Void) throws {
        if temp == 0, topK != 0 || topP != LeadOptions.usualTopP {
            note("--temp 0 always takes the likeliest pitch: \(topK != 0 ? "--top-k" : "--top-p") has no effect")
        }
        recipe.temperature = temp
        recipe.topK = topK
        recipe.topP = topP
        recipe.rhythmTemperature = rhythmTemp
        recipe.arc = arc
        recipe.density = density
        recipe.motif = motif
        recipe.memory = memory
        if let manner { recipe.manner = try manner.wish() }
        recipe.mostCopied = maxCopy
    }

    /// What is named to play by, or what comes with the program.
    func models() throws -> BandModels { try players.models(lead: model) }
}
