import Jazz
import ModelFile
import Repertoire

/// Pieces as the page has them.
enum PieceJSON {
    static func write(_ made: StudioPiece, copied: (notes: Int, solo: String)?, to writer: inout JSONWriter) {
        let (piece, recipe) = (made.piece, made.recipe)
        writer.member("id", made.id)
        writer.member("recipe", made.link)
        writer.member("title", piece.title)
        writer.member("seed", String(recipe.seed))
        writer.member("style", recipe.style.name)
        writer.member("tempo", recipe.tempo)
        writer.member("meter", piece.meter.description)
        writer.member("key", piece.key?.description)
        writer.member("ticks", piece.ticks)
        writer.member("ticksPerQuarter", Meter.ticksPerQuarter)
        writer.member("seconds", Double(piece.ticks) / Double(Meter.ticksPerQuarter) * 60 / piece.tempo)
        ChartJSON.write(piece.bars, meter: piece.meter, to: &writer)
        writer.member("intro", recipe.barsBeforeLead + recipe.barsCountedIn)
        writer.list("parts", piece.parts) { writer, part in write(part, to: &writer) }
        writer.key("score")
        if let score = made.score {
            writer.object { writer in
                writer.member("distance", score.distance)
                writer.member("within", score.within)
                writer.member("measures", score.count)
            }
        } else {
            writer.null()
        }
        writer.member("manner", recipe.manner.text)
        writer.member("edits", recipe.edits.map(words))
        writer.key("copied")
        if let copied {
            writer.object { writer in
                writer.member("notes", copied.notes)
                writer.member("solo", copied.solo)
            }
        } else {
            writer.null()
        }
        writer.member("notes", made.notes)
        writer.key("request")
        JSONValue.object(made.request).write(to: &writer)
    }

    private static func words(_ edit: LineEdit) -> String {
        let (first, last) = (edit.bars.lowerBound + 1, edit.bars.upperBound)
        let bars = first == last ? "bar \(first)" : "bars \(first) to \(last)"
        return switch edit.kind {
        case .anew: "\(bars) anew"
        case .drawn: "\(bars) by hand"
        case .given: "a melody of one's own"
        case .rhythm, .pitches: "the \(edit.kind.rawValue) of \(bars) kept"
        }
    }

    private static func write(_ part: Part, to writer: inout JSONWriter) {
        writer.member("role", part.role.rawValue)
        writer.member("name", part.name)
        writer.member("channel", part.channel)
        writer.member("program", part.program)
        let drums = part.role == .drums ? try? Instrument("\(part.program + 1)", for: .drums).name : nil
        writer.member("instrument", drums ?? Instrument(program: part.program).name)
        write("notes", part.notes, to: &writer)
        if let written = part.written, part.role == .lead {
            write("written", written, to: &writer)
        } else {
            writer.key("written")
            writer.null()
        }
    }

    private static func write(_ name: String, _ notes: [PartNote], to writer: inout JSONWriter) {
        writer.list(name, notes) { writer, note in
            writer.member("start", note.start)
            writer.member("duration", note.duration)
            writer.member("pitch", note.pitch)
            writer.member("velocity", note.velocity)
        }
    }
}
