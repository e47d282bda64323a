import Harmony
import Music
import Numerics

/// The rim's clave, as in a bossa nova, and how it is varied.
struct ClavePattern {
    /// Decides which of the two bars comes first.
    private let turn: Double
    private var halves: [Int] = []
    /// Whether the bar's last eighth is an open hi-hat.
    private(set) var opens = false

    init(using generator: inout Xoshiro256StarStar) {
        turn = generator.nextUniform()
    }

    /// Chooses the bar's strokes: the clave's own, now and then one more, one less, or one moved.
    mutating func vary(bar: Int, _ table: StyleTable.Drums, using generator: inout Xoshiro256StarStar) {
        halves = table.clave[(bar + (turn < table.claveTurned ? 1 : 0)) % 2]
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
