package import Jazz

/// What is asked for of the lead's manner.
package enum MannerWish: Sendable, Equatable {
    /// That of a player drawn with the seed, of a school or of any.
    case drawn(in: Manner.School?)
    /// That of the player whom a number picks.
    case number(UInt64)
    case fixed(Manner)
    /// That of a line, which measures so much.
    case like(MannerDistribution.Window)

    /// Whether only a model that knows how players differ can play it.
    var needsPlayers: Bool {
        switch self {
        case .drawn(nil), .fixed(.average): false
        default: true
        }
    }

    /// The manner where it is settled; "drawn" where it is not.
    package var text: String {
        if case .fixed(let manner) = self { return manner.text }
        return "drawn"
    }
}
