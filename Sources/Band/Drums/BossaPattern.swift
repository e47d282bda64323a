import Harmony
import Music
import Numerics

/// The rim's clave in a bossa nova, and how it is varied.
struct BossaPattern {
    /// Half pulses of two bars that are struck, three in the one and two in the other.
    private static let threeTwo = [[0, 3, 6], [2, 5]]
    private let startsWithTwo: Bool
    private var halves: [Int] = []
    /// Whether the bar's last eighth is an open hi-hat.
    private(set) var opens = false

    init(using generator: inout some RandomNumberGenerator) {
        startsWithTwo = generator.chance(0.35)
    }

    /// Chooses the bar's strokes: the clave's own, now and then one more, one less, or one moved.
    mutating func vary(bar: Int, using generator: inout some RandomNumberGenerator) {
        halves = Self.threeTwo[(bar + (startsWithTwo ? 1 : 0)) % 2]
        let draw = generator.nextUniform()
        let index = generator.below(halves.count)
        // Variations come where a phrase of four bars ends rather than anywhere.
        let rate = bar % 4 == 3 ? 0.4 : 0.12
        if draw < rate / 3 {
            halves.remove(at: index)
        } else if draw < 2 * rate / 3 {
            halves[index] += 1
        } else if draw < rate {
            halves.append(7)
        }
        opens = bar % 4 == 3 && generator.chance(0.25)
    }

    func strikes(half: Int, bar: Int) -> Bool { halves.contains(half % 8) }
}
