import Jazz
import MIDI
import ModelFile
import Repertoire
import Web

/// What is done with a piece that is there: each gives another piece, and leaves the first as it was.
extension PieceDesk {
    typealias Work = @Sendable (PieceDesk) -> (StudioPiece, JSONValue) throws -> StudioPiece

    static let works: [(verb: String, work: Work)] = [
        ("infill", { $0.infill }), ("vary", { $0.vary }), ("transpose", { $0.transpose }), ("edit", { $0.edit }),
    ]

    private func infill(_ piece: StudioPiece, _ json: JSONValue) throws -> StudioPiece {
        let fields = try Fields(json, known: ["bars", "chorus", "seed"])
        return try changed(piece, .anew, fields)
    }

    private func vary(_ piece: StudioPiece, _ json: JSONValue) throws -> StudioPiece {
        let fields = try Fields(json, known: ["keep", "bars", "chorus", "seed"])
        guard let keep = try fields.text("keep", most: 20), keep == "rhythm" || keep == "pitches",
            let kind = LineEdit.Kind(rawValue: keep)
        else { throw APIError(422, "keep says what stays", at: "keep", hint: "choose rhythm or pitches") }
        return try changed(piece, kind, fields)
    }

    private func changed(_ piece: StudioPiece, _ kind: LineEdit.Kind, _ fields: Fields) throws -> StudioPiece {
        let bars = try bars(fields, of: piece.recipe)
        let seed = try fields.seed() ?? UInt64.random(in: 0...999_999)
        return try adding(LineEdit(kind, bars: bars, seed: seed), to: piece)
    }

    /// So many changes a piece may have had.
    private static let mostEdits = 200

    private func adding(_ edit: LineEdit, to piece: StudioPiece) throws -> StudioPiece {
        var recipe = piece.recipe
        guard recipe.arrangement.roles.contains(.lead) else {
            throw APIError(422, "the piece has no lead to change", at: "id")
        }
        // What is drawn over all that was drawn before is the last word on it.
        if edit.kind == .drawn, let last = recipe.edits.last, last.kind == .drawn,
            edit.bars.lowerBound <= last.bars.lowerBound,
            edit.bars.upperBound >= last.bars.upperBound
        {
            recipe.edits.removeLast()
        }
        guard recipe.edits.count < Self.mostEdits else {
            throw APIError(
                422, "the piece was changed \(Self.mostEdits) times", at: "id",
                hint: "keep it, and go on from its MIDI file")
        }
        recipe.edits.append(edit)
        return try make((recipe, piece.request, piece.notes))
    }

    /// Bars of the lead, from 0 and without those that are counted in.
    private func bars(_ fields: Fields, of recipe: PieceRecipe) throws(APIError) -> Range<Int> {
        let (start, counted) = (recipe.barsBeforeLead, recipe.barsCountedIn)
        let lead = start..<recipe.allBars
        if let text = try fields.text("bars", most: 9) {
            guard !fields.has("chorus") else {
                throw APIError(422, "bars and chorus both say where", at: "chorus", hint: "give one of the two")
            }
            guard let bars = Self.bars(text) else {
                throw APIError(422, "bars names none", at: "bars", hint: "write 5-8, or 7 for one")
            }
            let range = bars.lowerBound - 1 - counted..<bars.upperBound - counted
            guard lead.contains(range.lowerBound), range.upperBound <= lead.upperBound else {
                throw APIError(
                    422, "the lead does not play there", at: "bars",
                    hint: "it plays in bars \(lead.lowerBound + counted + 1) to \(lead.upperBound + counted)")
            }
            return range
        }
        guard let chorus = try fields.integer("chorus", 1...PieceLimits.mostBars) else { return lead }
        let form = recipe.chart.bars.count
        let first = start + recipe.chart.frame.verse.count + (chorus - 1) * form
        guard first < lead.upperBound else {
            throw APIError(422, "there is no such chorus", at: "chorus", hint: "a chorus has \(form) bars")
        }
        return first..<min(first + form, lead.upperBound)
    }

    /// "5-8" or "7".
    static func bars(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil, first >= 1, first <= last,
            last <= 10_000
        else { return nil }
        return first...last
    }

    // MARK: By hand

    private func edit(_ piece: StudioPiece, _ json: JSONValue) throws -> StudioPiece {
        let fields = try Fields(json, known: ["notes"])
        guard let notes = try PieceOrder.notes(fields, "notes", most: 8_000) else {
            throw APIError(
                422, "there are no notes", at: "notes", hint: "send all of the lead's, or an empty list for none")
        }
        return try drawn(notes, in: piece, at: "notes")
    }

    private func transpose(_ piece: StudioPiece, _ json: JSONValue) throws -> StudioPiece {
        let fields = try Fields(json, known: ["semitones", "bars"])
        guard let semitones = try fields.integer("semitones", -24...24) else {
            throw APIError(422, "semitones is missing", at: "semitones", hint: "choose -24 to 24")
        }
        guard let lead = piece.lead, let written = lead.written else {
            throw APIError(422, "the piece has no lead to move", at: "id")
        }
        let isWhole = !fields.has("bars")
        let bars = try bars(fields, of: piece.recipe)
        let lines = piece.piece.barLines
        let counted = piece.recipe.barsCountedIn
        let ticks = lines.starts[bars.lowerBound + counted]..<lines.starts[bars.upperBound + counted]
        let moved = written.map { note -> PartNote in
            guard isWhole || ticks.contains(note.start) else { return note }
            var note = note
            note.pitch = Self.moved(note.pitch, by: semitones)
            return note
        }
        guard isWhole else { return try drawn(moved, in: piece, at: "semitones") }
        guard (-11...11).contains(semitones) else {
            throw APIError(
                422, "a whole piece is moved by 11 semitones at most", at: "semitones", hint: "choose -11 to 11")
        }
        var recipe = piece.recipe
        let frame = recipe.chart.frame
        recipe.chart = recipe.chart.transposed(by: semitones)
        guard recipe.chart.frame.verse.count == frame.verse.count else {
            throw APIError(422, "the piece cannot be moved as a whole", at: "id")
        }
        recipe.prime = LeadMotif()
        let offset = lines.starts[counted] / MetricGrid.ticksPerSlot
        let slots = PieceOrder.inSlots(moved).map { note in
            var note = note
            note.start -= offset
            return note
        }
        let all = recipe.barsBeforeLead..<recipe.allBars
        if recipe.edits.contains(where: { !$0.played.isEmpty }) {
            let played = lead.notes.map { note in
                PartNote(
                    start: note.start - lines.starts[counted], duration: note.duration,
                    pitch: Self.moved(note.pitch, by: semitones), velocity: note.velocity)
            }
            recipe.edits = [LineEdit(.given, notes: slots, played: played, bars: all, seed: recipe.seed)]
        } else {
            recipe.edits = [LineEdit(.given, notes: slots, bars: all, seed: recipe.seed)]
        }
        return try make((recipe, piece.request, piece.notes))
    }

    private static func moved(_ pitch: Int, by semitones: Int) -> Int {
        var pitch = pitch + semitones
        while pitch > 127 { pitch -= 12 }
        while pitch < 0 { pitch += 12 }
        return pitch
    }

    /// The piece with these notes for its lead, in ticks on the grid.
    private func drawn(_ notes: [PartNote], in piece: StudioPiece, at place: String) throws -> StudioPiece {
        guard let lead = piece.lead, let written = lead.written else {
            throw APIError(422, "the piece has no lead to draw", at: "id")
        }
        let recipe = piece.recipe
        let lines = piece.piece.barLines
        let start = recipe.barsBeforeLead + recipe.barsCountedIn
        let new = PieceOrder.inSlots(notes)
        let ticks = MetricGrid.ticksPerSlot
        guard new.allSatisfy({ $0.start * ticks >= lines.starts[start] && $0.start * ticks < lines.ticks }) else {
            throw APIError(
                422, "a note lies outside of the lead's bars", at: place,
                hint: "the lead plays in bars \(start + 1) to \(lines.meters.count)")
        }
        let old = PieceOrder.inSlots(written)
        let same = Set(old).intersection(new)
        let touched = (old + new).filter { !same.contains($0) }.map(\.start)
        guard let first = touched.min(), let last = touched.max() else { return piece }
        let counted = recipe.barsCountedIn
        let bars = lines.bar(at: first * ticks) - counted..<lines.bar(at: last * ticks) - counted + 1
        let range = lines.starts[bars.lowerBound + counted]..<lines.starts[bars.upperBound + counted]
        let offset = lines.starts[counted] / ticks
        let inside = new.filter { range.contains($0.start * ticks) }.sorted {
            ($0.start, -$0.pitch) < ($1.start, -$1.pitch)
        }
        .map { note in
            var note = note
            note.start -= offset
            return note
        }
        return try adding(LineEdit(notes: inside, bars: bars, seed: recipe.seed), to: piece)
    }

    // MARK: A melody of one's own

    func accompany(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(
            json, known: ["melody", "notes", "chart", "style", "tempo", "parts", "instruments", "seed"])
        let style = try PieceOrder.style(fields)
        let asked = try fields.number("tempo", Ensemble.tempos)
        var notes: [String] = []
        var chart: Chart
        var melody: Part
        var own: Style?
        if let bytes = try fields.bytes("melody", most: 4 << 20) {
            guard !fields.has("notes") else {
                throw APIError(422, "melody and notes are both given", at: "notes", hint: "give one of the two")
            }
            let music: Manuscript
            do { music = try Manuscript.read(bytes, called: "the melody", needsMelody: true) } catch {
                throw APIError(error, at: "melody")
            }
            chart = music.chart
            own = music.style
            notes = music.notes
            melody = music.melody!
        } else if let given = try PieceOrder.notes(fields, "notes", most: 8_000) {
            guard fields.has("chart") else { throw APIError(422, "the notes need a chart", at: "chart") }
            chart = Chart(bars: [ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)])])
            // What lies on the grid is written; what does not, was played.
            let isWritten = given.allSatisfy { $0.start % MetricGrid.ticksPerSlot == 0 }
            melody = Part(role: .lead, notes: given, written: isWritten ? given : nil).tidied(limit: .max)
            melody.written = isWritten ? melody.notes : nil
        } else {
            throw APIError(422, "there is no melody", at: "melody", hint: "send a file in base64, or notes and a chart")
        }
        if let text = try fields.text("chart", most: ChartDesk.mostCharacters) {
            let reading = try ChartDesk.reading(Array(text.utf8), name: "", song: nil, meter: nil)
            if let mistake = reading.mistakes.first { throw APIError(422, mistake.message, at: "chart") }
            let title = chart.title
            chart = reading.chart!.framed([])
            if chart.title.isEmpty { chart.title = title }
        }
        chart = chart.framed([])
        guard let end = melody.notes.map(\.end).max() else {
            throw APIError(422, "the melody has no notes", at: "melody")
        }
        var count = chart.bars.count
        while count <= PieceLimits.mostBars,
            BarLines(chart.bars(count: count), meter: chart.meter).ticks < end
        { count += chart.bars.count }
        guard count <= PieceLimits.mostBars else {
            throw APIError(
                422, "the melody has more bars than a piece", at: "melody",
                hint: "a piece has \(PieceLimits.mostBars) at most")
        }
        let wanted = PieceRecipe.tempo(asked, of: chart, in: style) ?? chart.tempo
        let tempo = min(max(wanted ?? 0, 0), Ensemble.tempos.upperBound)
        let band = Ensemble(
            chart: chart, tempo: tempo >= Ensemble.tempos.lowerBound ? tempo : nil, style: style?.style ?? own)
        var recipe = PieceRecipe(
            chart: chart, tempo: band.tempo, style: band.style, bars: count,
            seed: try fields.seed() ?? UInt64.random(in: 0...999_999))
        recipe.arrangement = try PieceOrder.arrangement(fields)
        recipe.manner = .fixed(.average)
        recipe.edits = [
            LineEdit(given: melody, tempo: chart.tempo ?? 120, bars: 0..<count, seed: recipe.seed)
        ]
        recipe.humanity = 0
        return try response(make((recipe, ["seed": .string(String(recipe.seed))], notes)))
    }
}
