import Commands
package import Jazz
package import MIDI

/// What is asked for of the lead's manner.
package enum MannerWish: Sendable, Equatable {
    /// That of a player drawn with the seed, of a school or of any.
    case drawn(in: Manner.School?)
    /// That of the player whom a number picks.
    case number(UInt64)
    case fixed(Manner)
    /// That of a line, which measures so much.
    case like(MannerDistribution.Window)

    /// The wish for the manner of the longest line of a file.
    ///
    /// - Throws: a failure where it has no lead, or too few notes of one.
    package init(like file: MIDIFile, name: String) throws {
        let solos: [Solo]
        do { solos = try SoloReader.solos(in: file, name: name).solos } catch {
            throw Failure(.data, "\(name): \(error)")
        }
        guard let window = solos.max(by: { $0.notes.count < $1.notes.count })?.meanWindow else {
            throw Failure(.data, "\(name): its lead has too few notes to tell a manner")
        }
        self = .like(window)
    }

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
