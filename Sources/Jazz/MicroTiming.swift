import Harmony
import Music
import Numerics
/// How a soloist's onsets lie around the swung grid: behind the beat by so much, and never quite even.
///
/// Measured on 359 transcribed solos, see ``MetricGrid/transcribe(_:tempo:)``: below 110 beats a minute players lie 45 ms
/// behind in the median (a tenth of them before the beat, a tenth over 120 ms behind), at 110 to 160 32 ms, to 210 14 ms,
/// above that 6 ms; from one two-bar stretch to the next the lag moves by 39, 14, 8 and 5 ms. Single onsets scatter by
/// some 21 ms around that where they are on the beat, their neighbours' deviation handed on by a fifth, and by more between the
/// beats: from one pair of eighths to the next the first's length varies by 39 ms at 110 to 160 beats a minute, to 210 by 27 ms,
/// above that by 21 ms. Nine tenths of it is applied, the rest being the transcription's own.
struct MicroTiming: Sendable {
    /// Means and deviations in seconds.
    private struct Habit: Sendable {
        var lag: Double
        var spread: Double
        var drift: Double
    }

    private static let usualScatter = 0.019
    /// How much more than those on the beat the eighths between stray: no two are swung alike.
    private static let offBeat = 1.3
    /// The fraction of what a transcription scatters that is the player's.
    private static let own = 0.9
    private static let handedOn = 0.2
    /// Slots within which the lag stays the same: two bars.
    private static let stretch = 8 * MetricGrid.slotsPerBeat

    private let ticksPerSecond: Double
    /// The fraction of a player's deviations that is applied.
    private let amount: Double
    private let habit: Habit
    private var random: Xoshiro256StarStar
    private let scatter: Double
    /// The player's own lag, and that of the stretch at hand, in seconds.
    private let usual: Double
    private var lag: Double
    private var stretchEnd = MicroTiming.stretch
    private var deviation = 0.0
    private var lastTick = -MicroTiming.nearest
    private var lastSwung = Int.min / 2

    /// - Parameters:
    ///   - amount: The fraction of a player's deviations that is applied.
    ///   - lag: The player's own, in seconds; nil for one drawn as players' scatter.
    ///   - scatter: What the player's onsets scatter by in a transcription, in seconds; nil for the usual.
    init(
        tempo: Double, amount: Double = 1, lag own: Double? = nil, scatter measured: Double? = nil,
        random: Xoshiro256StarStar
    ) {
        scatter = measured.map { max(0, Self.own * $0) } ?? Self.usualScatter
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
        let drawn = habit.lag + habit.spread * self.random.nextNormal()
        usual = own ?? drawn
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
        deviation = Self.handedOn * deviation + scatter * random.nextNormal()
        let isOff = modulo(slot, MetricGrid.slotsPerBeat) == MetricGrid.slotsPerBeat / 2
        let stray = isOff ? Self.offBeat * deviation : deviation
        let moved = tick + Int((amount * (lag + stray) * ticksPerSecond).rounded())
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
