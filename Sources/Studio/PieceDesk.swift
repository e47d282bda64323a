import Jazz
import MIDI
import JazzTraining
import ModelFile
import Recurrent
package import Repertoire
package import Sound
internal import Synchronization
import Web

/// Pieces: made, worked on, exported.
package final class PieceDesk: Sendable {
    private let loaded = Mutex<BandModels?>(nil)
    /// The lead's network, for bits a note.
    private let network = Mutex<Network?>(nil)
    /// What every page asks for as it opens, and never changes: all sample charts are read for it.
    private let about = Mutex<HTTPResponse?>(nil)
    let store = PieceStore()
    let sounds: SoundShelf

    /// - Parameters:
    ///   - soundFont: Finds the sound font, when sound is first asked for.
    ///   - scratch: A folder for files that are on their way.
    package init(scratch: String, soundFont: @escaping @Sendable () throws -> SoundFont) {
        sounds = SoundShelf(scratch: scratch, soundFont: soundFont)
    }

    /// The models that come with the program, read once.
    package func models() throws -> BandModels {
        try loaded.withLock { loaded in
            if let loaded { return loaded }
            let models = try BandModels(lead: nil, bass: nil, drums: nil)
            loaded = models
            return models
        }
    }

    /// The MIDI file of a recipe, where the piece is at hand.
    package func midi(ofRecipe link: String) -> [UInt8]? {
        guard let text = StudioPiece.text(ofLink: link), let piece = try? store.piece(StudioPiece.id(of: text)) else {
            return nil
        }
        return try? Self.bytes(piece.piece)
    }

    func addRoutes(to router: inout Router) {
        ChartDesk.addRoutes(to: &router)
        router.add("GET", "api/about", .soon) { [self] _ in
            about.withLock { about in
                let response = about ?? About.response(sounds)
                about = response
                return response
            }
        }
        router.add("POST", "api/pieces", .inTurn, mostBytes: 1 << 20) { [self] call in
            try response(make(PieceOrder.recipe(call.json())))
        }
        router.add("POST", "api/takes", .inTurn, mostBytes: 1 << 20) { [self] in try takes($0.json()) }
        router.add("POST", "api/pieces/remake", .inTurn, mostBytes: 8 << 20) { [self] in try remake($0.json()) }
        router.add("POST", "api/accompany", .inTurn, mostBytes: 8 << 20) { [self] in try accompany($0.json()) }
        router.add("POST", "api/score", .inTurn, mostBytes: 8 << 20) { [self] call in
            let fields = try Fields(try call.json(), known: ["midi"])
            guard let bytes = try fields.bytes("midi", most: 4 << 20) else {
                throw APIError(422, "there is no file to score", at: "midi", hint: "send it in base64")
            }
            return try score(bytes)
        }
        router.add("POST", "api/manner", .inTurn, mostBytes: 8 << 20) { [self] in try manner($0.json()) }
        for (verb, work) in Self.works {
            router.add("POST", "api/pieces/*/\(verb)", .inTurn, mostBytes: 2 << 20) { [self] call in
                let piece = try store.piece(call.names[0])
                return try response(work(self)(piece, call.json()))
            }
        }
        router.add("GET", "api/pieces/*/score", .inTurn) { [self] call in
            try score(Self.bytes(try store.piece(call.names[0]).piece))
        }
        router.add("GET", "api/pieces/*/explain", .inTurn) { [self] call in
            var note: Int?
            if let text = call.request.query["note"] {
                guard let number = Int(text), (0...100_000).contains(number) else {
                    throw APIError(400, "note is no place of a note", at: "note", hint: "the first is 0")
                }
                note = number
            }
            return try explain(try store.piece(call.names[0]), note: note)
        }
        router.add("GET", "api/pieces/*", .inTurn) { [self] in try export($0) }
    }

    // MARK: Making

    func make(_ order: (recipe: PieceRecipe, request: [String: JSONValue], notes: [String])) throws -> StudioPiece {
        let piece = try StudioPiece(order.recipe, models: models(), request: order.request, notes: order.notes)
        store.add(piece)
        return piece
    }

    func response(_ piece: StudioPiece) throws -> HTTPResponse {
        let copied = copied(piece, try models())
        return HTTPResponse { PieceJSON.write(piece, copied: copied, to: &$0) }
    }

    private func copied(_ piece: StudioPiece, _ models: BandModels) -> (notes: Int, solo: String)? {
        piece.lead.flatMap { models.copies.longestCopy(in: $0.notes.map(\.pitch)) }
    }

    /// The most takes of one request.
    static let mostTakes = 16

    private func takes(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["count", "piece"])
        guard let count = try fields.integer("count", 1...Self.mostTakes) else {
            throw APIError(422, "count is missing", at: "count", hint: "choose 1 to \(Self.mostTakes)")
        }
        let order = fields.values["piece"] ?? .object([:])
        let first = try PieceOrder.recipe(order, path: "piece.")
        guard first.recipe.bars * first.recipe.takes * count <= 8_192 else {
            throw APIError(
                422, "\(count) takes of this length are too much at once", at: "count",
                hint: "ask for fewer, or for fewer bars")
        }
        var made: [StudioPiece] = []
        for index in 0..<UInt64(count) {
            let seed = first.recipe.seed &+ index
            made.append(try make(index == 0 ? first : try PieceOrder.recipe(order, seed: seed, path: "piece.")))
        }
        let ranked = made.map { ($0, $0.score?.distance ?? .infinity) }.enumerated()
            .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
        let models = try models()
        return HTTPResponse { writer in
            writer.list("takes", ranked) { PieceJSON.write($1, copied: copied($1, models), to: &$0) }
        }
    }

    private func remake(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["recipe", "midi"])
        var texts: [String] = []
        var place = "recipe"
        if let link = try fields.text("recipe", most: 400_000) {
            guard !fields.has("midi") else {
                throw APIError(422, "recipe and midi are both given", at: "midi", hint: "give one of the two")
            }
            guard let text = StudioPiece.text(ofLink: link) else {
                throw APIError(
                    422, "this is no recipe", at: "recipe", hint: "send what stands in the field recipe of a piece")
            }
            texts = [text]
        } else if let bytes = try fields.bytes("midi", most: 4 << 20) {
            place = "midi"
            do throws(MIDIError) {
                texts = try MIDIFile(bytes: bytes, mostNotes: MIDIFile.mostNotes).labels(.text).map(\.text)
            } catch {
                throw APIError(422, "the file cannot be read: \(error)", at: "midi")
            }
        } else {
            throw APIError(422, "there is no recipe", at: "recipe", hint: "send recipe, or a MIDI file as midi")
        }
        let found: PieceRecipe.Found?
        do { found = try PieceRecipe.find(in: texts, name: "the recipe") } catch { throw APIError(error, at: place) }
        guard let found else {
            throw APIError(
                422, "it does not say how it was made", at: place,
                hint: "send a piece of this studio or of jazz generate")
        }
        let models = try models()
        guard
            (found.leadModel, found.bassModel, found.drumTable) == (models.leadHash, models.bassHash, models.drumHash),
            found.backwardModel ?? models.backwardHash == models.backwardHash
        else {
            throw APIError(
                422, "it was made with other models than those of the studio", at: place,
                hint: "make it with jazz generate --again, and name its models")
        }
        let recipe = found.recipe
        guard recipe.bars * (recipe.takes + 24 * recipe.edits.count { !$0.kind.hasNotes }) <= 65_536,
            recipe.takes <= 256
        else {
            throw APIError(
                422, "the recipe asks for too much at once", at: place, hint: "make it with jazz generate --again")
        }
        try checkLength(recipe)
        let note =
            found.version == JazzVersion.current
            ? [] : ["it was made by jazz \(found.version); this is \(JazzVersion.current), and it may differ"]
        return try response(make((recipe, ["seed": .string(String(recipe.seed))], note)))
    }

    private func checkLength(_ recipe: PieceRecipe) throws(APIError) {
        guard recipe.allBars <= 2 * PieceLimits.mostBars, recipe.chart.bars.count <= PieceLimits.mostBars else {
            throw APIError(422, "the piece has too many bars", at: "recipe")
        }
    }

    /// The manner of a file's lead, as traits that `manner` takes.
    private func manner(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["midi"])
        guard let bytes = try fields.bytes("midi", most: 4 << 20) else {
            throw APIError(422, "there is no file to take a manner from", at: "midi", hint: "send it in base64")
        }
        let file: MIDIFile
        do throws(MIDIError) { file = try MIDIFile(bytes: bytes, mostNotes: MIDIFile.mostNotes) } catch {
            throw APIError(422, "the file cannot be read: \(error)", at: "midi")
        }
        let wish: MannerWish
        do { wish = try MannerWish(like: file, name: "the file") } catch { throw APIError(error, at: "midi") }
        guard case .like(let window) = wish, let manners = try models().manners else {
            throw APIError(422, "the lead's model does not know how players differ", at: "midi")
        }
        return HTTPResponse { $0.member("manner", manners.manner(of: window).text) }
    }

    static func bytes(_ piece: Piece) throws -> [UInt8] { try piece.midiFile().encoded() }

    // MARK: Scores

    private func score(_ bytes: [UInt8]) throws -> HTTPResponse {
        let file: MIDIFile
        do throws(MIDIError) { file = try MIDIFile(bytes: bytes, mostNotes: MIDIFile.mostNotes) } catch {
            throw APIError(422, "the file cannot be read: \(error)", at: "midi")
        }
        let network = try network.withLock { network in
            if let network { return network }
            let read = try BandModelFile.read(.lead, nil).network
            network = read
            return read
        }
        let score: FileScore
        do throws(ScoreRefusal) {
            score = try FileScore(file, name: "", windowing: .windowsOrWhole(bars: 16), network: network)
        } catch {
            throw APIError(422, "\(error)", at: "midi")
        }
        return ScoreJSON.response(score)
    }
}
