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
            if let instrument = instruments[part.role] { part.program = instrument.program }
            return part
        }
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
