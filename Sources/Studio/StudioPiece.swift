import Jazz
import Numerics
import Repertoire

/// A piece that was made, with all that makes it again.
struct StudioPiece: Sendable {
    let recipe: PieceRecipe
    /// The recipe as text, as it stands in files.
    let text: String
    let piece: Piece
    /// The request that it was made from, its seed in it.
    var request: [String: JSONValue]
    /// What should be known.
    var notes: [String]
    /// The same recipe has the same.
    let id: String

    init(_ recipe: PieceRecipe, models: BandModels, request: [String: JSONValue] = [:], notes: [String] = []) throws {
        // Once played, a piece keeps its player.
        var recipe = recipe
        recipe.manner = .fixed(recipe.playedManner(models))
        self.recipe = recipe
        text = recipe.text(models)
        piece = try recipe.make(models)
        self.request = request
        self.notes = notes
        id = Self.id(of: text)
    }

    static func id(of text: String) -> String { String(ContentHash.hex(Array(text.utf8)).prefix(32)) }

    /// The recipe for links and for keeping: its text in the letters that links may have.
    var link: String { Self.linkHead + Base64.encodedForLinks(Array(text.utf8)) }

    private static let linkHead = "w1."

    /// The text of a recipe; nil where it is none.
    static func text(ofLink link: String) -> String? {
        guard link.hasPrefix(linkHead) else { return link.contains("\nchart\n") ? link : nil }
        return Base64.decoded(String(link.dropFirst(linkHead.count))).flatMap { String(validating: $0, as: UTF8.self) }
    }

    var lead: Part? { piece.parts.first { $0.role == .lead } }

    /// The title for the names of files: letters, digits and hyphens.
    var fileName: String {
        let title = piece.title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let words = String(title).split(separator: "-").joined(separator: "-").prefix(60)
        return "\(words.isEmpty ? "piece" : words)-\(recipe.seed)"
    }

    /// How the lead measures beside real solos.
    var score: (distance: Double?, within: Int, count: Int)? {
        guard var lead else { return nil }
        lead.name = "lead"
        var alone = piece
        alone.parts = [lead]
        let bands = RealBands.core(nearest: recipe.bars)
        let measures = SoloMeasures(alone)
        var (within, count) = (0, 0)
        for measure in Measure.allCases {
            guard let value = measures[measure] else { continue }
            count += 1
            if bands[measure].position(of: value) == .within { within += 1 }
        }
        return (bands.distance(of: measures).mean, within, count)
    }
}
