import Jazz
import ModelFile
import Repertoire
import Web

/// A lead explained: what each note is over its chord, and what the network thinks of it.
extension PieceDesk {
    func explain(_ piece: StudioPiece, note wanted: Int?) throws -> HTTPResponse {
        guard let lead = piece.lead, let written = lead.written else {
            throw APIError(422, "the piece has no lead to explain", at: "id")
        }
        let slots = PieceOrder.inSlots(written)
        if let wanted, !slots.indices.contains(wanted) {
            throw APIError(422, "the lead has no such note", at: "note", hint: "it has \(slots.count)")
        }
        let models = try models()
        let recipe = piece.recipe
        let counted = piece.piece.barLines.starts[recipe.barsCountedIn] / MetricGrid.ticksPerSlot
        // A line that does not ascend can be drawn, but not be read.
        let line = slots.map { note in
            var note = note
            note.start -= counted
            return note
        }
        let ascends = zip(line, line.dropFirst()).allSatisfy { $0.start < $1.start }
        let readings =
            ascends
            ? try recipe.band(models).reading(
                of: line, bars: recipe.bars, networks: models.networks, seed: recipe.seed) : []
        let lines = piece.piece.barLines
        let changes = Timeline(piece.piece.bars, meter: piece.piece.meter)
        let places = wanted.map { $0..<$0 + 1 } ?? slots.indices
        return HTTPResponse { writer in
            writer.list("notes", places) { writer, index in
                let note = slots[index]
                let tick = note.start * MetricGrid.ticksPerSlot
                let bar = lines.bar(at: tick)
                let chord = changes.chord(at: tick) ?? .noChord
                let next = slots.indices.contains(index + 1) ? slots[index + 1] : nil
                let tone = ToneWords(note.pitch, over: chord, next: next?.pitch)
                writer.member("index", index)
                writer.member("start", lead.notes.indices.contains(index) ? lead.notes[index].start : tick)
                writer.member("pitch", note.pitch)
                writer.member("name", PitchName.text(note.pitch))
                writer.member("bar", bar + 1)
                writer.member("beat", 1 + Double(tick - lines.starts[bar]) / Double(lines.meters[bar].beatTicks))
                writer.member("chord", chord.isNoChord ? "N.C." : chord.symbol)
                writer.member("role", tone.role)
                writer.member("kind", tone.kind)
                writer.member("degree", tone.degree)
                writer.member("inScale", tone.isInScale)
                writer.member("resolves", tone.resolves)
                let reading = readings.indices.contains(index) ? readings[index] : nil
                writer.member("rhythmBits", reading?.rhythmBits)
                writer.member("pitchBits", reading?.pitchBits)
                writer.member("probability", reading?.probability)
                writer.list("alternatives", reading?.alternatives ?? []) { writer, other in
                    writer.member("pitch", other.pitch)
                    writer.member("name", PitchName.text(other.pitch))
                    writer.member("probability", other.probability)
                    writer.member("chordTone", !chord.isNoChord && chord.tones.contains(other.pitch))
                }
            }
        }
    }
}

/// A note over a chord, in a musician's words.
struct ToneWords {
    let role: String
    let kind: String
    let degree: String
    let isInScale: Bool
    /// How it goes on, where it is no chord tone.
    let resolves: String?

    private static let degrees = ["1", "b9", "9", "b3", "3", "11", "#11", "5", "b13", "13", "b7", "7"]
    private static let names = [
        "root", "flat ninth", "ninth", "minor third", "major third", "eleventh", "sharp eleventh", "fifth",
        "flat thirteenth", "thirteenth", "minor seventh", "major seventh",
    ]

    init(_ pitch: Int, over chord: Chord, next: Int?) {
        guard !chord.isNoChord else {
            (role, kind, degree, isInScale, resolves) = ("no chord", "outside", "-", false, nil)
            return
        }
        let interval = modulo(pitch - chord.root, 12)
        let isTone = chord.relativeTones.contains(interval)
        isInScale = chord.relativeScale.contains(interval)
        var (name, sign) = (Self.names[interval], Self.degrees[interval])
        if isTone {
            switch interval {
            case 2: (name, sign) = ("second", "2")
            case 5: (name, sign) = ("fourth", "4")
            case 6: (name, sign) = ("diminished fifth", "b5")
            case 8: (name, sign) = ("augmented fifth", "#5")
            case 9:
                (name, sign) =
                    chord.seventh == 9 && chord.third == 3 && chord.fifth == 6
                    ? ("diminished seventh", "bb7") : ("sixth", "6")
            default: break
            }
        } else if interval == 3, chord.third == 4 {
            (name, sign) = ("sharp ninth", "#9")
        }
        degree = sign
        guard !isTone else {
            (role, kind, resolves) = (name, "chord tone", nil)
            return
        }
        kind = chord.writtenTones.contains(interval) ? "tension" : isInScale ? "scale" : "outside"
        guard let next, (1...2).contains(abs(next - pitch)) else {
            (role, resolves) = (name, nil)
            return
        }
        let isHome = chord.tones.contains(next)
        let way = next > pitch ? "up" : "down"
        role = isHome && kind == "outside" ? "\(name), approach from \(next > pitch ? "below" : "above")" : name
        resolves = isHome ? "\(way) by step to a chord tone" : "\(way) by step"
    }
}
