import Harmony
import Music
import Numerics
/// How a soloist's onsets lie around the swung grid: behind the beat by so much, and never quite even.
///
/// Measured on 359 transcribed solos, see ``MetricGrid/transcribe(_:tempo:)``: below 110 beats a minute players lie 45 ms
/// behind in the median (a tenth of them before the beat, a tenth over 120 ms behind), at 110 to 160 32 ms, to 210 14 ms,
/// above that 6 ms; from one two-bar stretch to the next the lag moves by 39, 14, 8 and 5 ms. Single onsets scatter by
/// some 27 ms around that, their neighbours' deviation handed on by a fifth; half of it is applied, the other half being
/// the transcription's own.
struct MicroTiming: Sendable {
    /// Means and deviations in seconds.
    private struct Habit: Sendable {
        var lag: Double
        var spread: Double
        var drift: Double
    }

    private static let scatter = 0.0135
    private static let handedOn = 0.2
    /// Slots within which the lag stays the same: two bars.
    private static let stretch = 8 * MetricGrid.slotsPerBeat

    private let ticksPerSecond: Double
    /// The fraction of a player's deviations that is applied.
    private let amount: Double
    private let habit: Habit
    private var random: Xoshiro256StarStar
    /// The player's own lag, and that of the stretch at hand, in seconds.
    private let usual: Double
    private var lag: Double
    private var stretchEnd = MicroTiming.stretch
    private var deviation = 0.0
    private var lastTick = -MicroTiming.nearest
    private var lastSwung = Int.min / 2

    init(tempo: Double, amount: Double = 1, random: Xoshiro256StarStar) {
        self.amount = amount
        ticksPerSecond = tempo / 60 * Double(Meter.ticksPerQuarter)
        habit =
            switch tempo {
            case ..<110: Habit(lag: 0.045, spread: 0.053, drift: 0.039)
            case ..<160: Habit(lag: 0.032, spread: 0.031, drift: 0.014)
            case ..<210: Habit(lag: 0.014, spread: 0.021, drift: 0.008)
            default: Habit(lag: 0.006, spread: 0.017, drift: 0.005)
            }
        self.random = random
        usual = habit.lag + habit.spread * self.random.nextNormal()
        lag = usual
    }

    /// Where an onset of the grid sounds: later than the one before.
    ///
    /// - Parameters:
    ///   - slot: The slots come in ascending order.
    ///   - tick: Where the swung grid has it.
    ///   - limits: The first and last tick it may have, where the one before leaves it room.
    mutating func tick(slot: Int, swung tick: Int, within limits: ClosedRange<Int>) -> Int {
        while slot >= stretchEnd {
            // Back towards the usual lag by a quarter, so that it does not wander off.
            lag += 0.25 * (usual - lag) + habit.drift * random.nextNormal()
            stretchEnd += Self.stretch
        }
        deviation = Self.handedOn * deviation + Self.scatter * random.nextNormal()
        let moved = tick + Int((amount * (lag + deviation) * ticksPerSecond).rounded())
        // Notes in a run come more evenly than others: none much sooner after the one before than it is meant.
        let gap = tick - lastSwung
        let isRun = Double(gap) < 0.1 * ticksPerSecond
        let least = max(Self.nearest, isRun ? gap * 15 / 16 : 0)
        lastTick = max(min(max(moved, limits.lowerBound, lastTick + least), limits.upperBound), lastTick + Self.nearest)
        lastSwung = tick
        return lastTick
    }

    /// Ticks between two notes of a legato line: some 4 ms, and no more than a sixtieth of a beat.
    var breath: Int { min(8, Int((0.004 * ticksPerSecond).rounded())) }

    /// Ticks between two onsets, at least.
    static let nearest = 20
}
