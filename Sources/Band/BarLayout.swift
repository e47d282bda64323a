package import Harmony

/// A bar as the accompanists count it: its felt pulses and their groups. Ticks count from the start of the piece.
package struct BarLayout: Sendable {
    /// The time signature.
    package let meter: Meter
    /// Where it begins.
    package let start: Int
    /// Where each pulse begins, and behind them the bar's end.
    package let pulseTicks: [Int]
    /// Its pulses in groups of one to four, as players count them: 5 = 3 + 2, 7 = 4 + 3.
    package let groups: [Int]
    /// The pulses of the piece before it.
    package let firstPulse: Int

    init(_ meter: Meter, start: Int, firstPulse: Int, inThrees: Bool) {
        self.meter = meter
        self.start = start
        self.firstPulse = firstPulse
        var ticks = [start]
        for length in meter.pulseLengths { ticks.append(ticks[ticks.count - 1] + length) }
        pulseTicks = ticks
        groups = meter.pulseGroups ?? Self.usualGroups(of: ticks.count - 1, inThrees: inThrees)
    }

    /// Pulses in the bar.
    package var pulses: Int { pulseTicks.count - 1 }
    /// Where it ends.
    package var end: Int { pulseTicks[pulses] }
    /// Ticks in a pulse.
    package func length(ofPulse pulse: Int) -> Int { pulseTicks[pulse + 1] - pulseTicks[pulse] }
    /// Ticks in a pulse, all of them taken together.
    package var meanPulse: Double { Double(end - start) / Double(pulses) }
    /// Whether a pulse is of three eighths.
    func isDotted(_ pulse: Int) -> Bool { meter.countsEighths && length(ofPulse: pulse) == 3 * meter.beatTicks }

    private static func usualGroups(of pulses: Int, inThrees: Bool) -> [Int] {
        var rest = pulses
        var groups: [Int] = []
        while rest > 0 {
            let group: Int
            switch rest {
            case 1...4: group = rest
            case 5: group = 3
            case 6: group = inThrees ? 3 : 4
            case 9: group = 3
            default: group = 4
            }
            groups.append(group)
            rest -= group
        }
        return groups
    }
}
