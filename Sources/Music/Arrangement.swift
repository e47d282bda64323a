/// Which parts are heard, and on what.
///
/// It is applied to parts that are finished, so what the others play is the same whoever is left out.
public struct Arrangement: Hashable, Sendable {
    /// The parts that play.
    public var roles: [PartRole]
    /// What they play on, where it is not the usual instrument.
    public var instruments: [PartRole: Instrument]

    /// Everyone on the usual instruments, unless told.
    public init(roles: [PartRole] = PartRole.allCases, instruments: [PartRole: Instrument] = [:]) {
        self.roles = roles
        self.instruments = instruments
    }

    /// The parts that are heard, in the order given.
    public func callAsFunction(_ parts: [Part]) -> [Part] {
        parts.filter { roles.contains($0.role) }.map { part in
            var part = part
            guard let instrument = instruments[part.role] else { return part }
            part.program = instrument.program
            return [.chords, .bass].contains(part.role) ? Self.folded(part, into: instrument.range) : part
        }
    }

    /// A part whose notes outside of a range are played in the nearest octave within; of those that then meet one sounds.
    private static func folded(_ part: Part, into range: ClosedRange<Int>) -> Part {
        guard range.count >= 12, part.notes.contains(where: { !range.contains($0.pitch) }) else { return part }
        func folded(_ notes: [PartNote]) -> [PartNote] {
            notes.map { note in
                var note = note
                while note.pitch < range.lowerBound { note.pitch += 12 }
                while note.pitch > range.upperBound { note.pitch -= 12 }
                return note
            }
        }
        var result = part
        result.notes = folded(part.notes)
        result.written = part.written.map(folded)
        return result.tidied(limit: (part.notes.map(\.end).max() ?? 0) + 1)
    }

    /// The piece with the parts that are heard.
    public func callAsFunction(_ piece: Piece) -> Piece {
        var piece = piece
        piece.parts = self(piece.parts)
        return piece
    }

    /// The range to keep the lead within; nil where the lead plays its usual instrument.
    public var leadRange: ClosedRange<Int>? { instruments[.lead]?.leadRange }
}
