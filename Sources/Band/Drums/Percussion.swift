/// The General MIDI percussion keys the drummer uses.
enum Percussion {
    static let kick = 36
    static let crossStick = 37
    static let snare = 38
    /// On a brush kit the swirl; on others a second snare.
    static let brushSwirl = 40
    static let closedHiHat = 42
    static let pedalHiHat = 44
    static let openHiHat = 46
    static let crash = 49
    static let ride = 51
    /// High to low.
    static let toms = [50, 47, 43]
}

/// What of the drummer moves: the table of playing keeps the four limbs and the toms apart.
package enum DrumLimb: Int, CaseIterable {
    /// The hand that keeps time, on the ride cymbal or, in even eighths, on the hi-hat as well.
    case time
    /// The foot on the hi-hat.
    case pedal
    case snare
    case kick
    /// Either hand on a tom.
    case toms

    var name: String {
        switch self {
        case .time: "time"
        case .pedal: "pedal"
        case .snare: "snare"
        case .kick: "kick"
        case .toms: "toms"
        }
    }

    /// The limb whose pattern in the same beat this one heeds.
    package var partner: DrumLimb? {
        switch self {
        case .time, .pedal: nil
        case .snare: .time
        case .kick, .toms: .snare
        }
    }
}

/// A stroke of the hands in a fill.
package enum FillStroke: Int, CaseIterable {
    case rest, snare, highTom, lowTom, cymbal
    /// Snare and low tom together.
    case both

    var name: String {
        switch self {
        case .rest: "rest"
        case .snare: "snare"
        case .highTom: "high-tom"
        case .lowTom: "low-tom"
        case .cymbal: "cymbal"
        case .both: "both"
        }
    }
}

/// The pieces of an electronic kit as the Groove MIDI data set writes them, which uses keys beyond General MIDI for rims
/// and edges (Gillick et al., "Learning to Groove with Inverse Sequence Transformations", 2019, table of drum mappings).
package enum KitPiece: Equatable {
    case kick, snare, crossStick, highTom, lowTom, hiHat, pedal, ride, crash

    package init?(key: Int) {
        switch key {
        case 35, 36: self = .kick
        case 37: self = .crossStick
        case 38, 39, 40: self = .snare
        case 48, 50: self = .highTom
        case 41, 43, 45, 47, 58: self = .lowTom
        case 22, 26, 42, 46: self = .hiHat
        case 44: self = .pedal
        case 51, 53, 59: self = .ride
        case 49, 52, 55, 57: self = .crash
        default: return nil
        }
    }
}
