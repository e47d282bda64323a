import Harmony
import Music

/// What the lead does on each half pulse of a piece, as far as a pianist listens.
struct LeadActivity {
    /// A half pulse of the lead.
    enum Moment {
        /// No note begins here or beside it.
        case silent
        /// No note begins here, but one before or after.
        case between
        /// A note begins here.
        case busy
    }

    /// A moment for each half pulse; empty without a lead.
    let moments: [Moment]

    /// - Parameter notes: The lead, in any order.
    init(_ notes: [PartNote], section: RhythmSection) {
        let meter = section.meter
        let pulses = section.bars.count * meter.pulses
        guard !notes.isEmpty else {
            moments = []
            return
        }
        var onsets = [Bool](repeating: false, count: 2 * pulses)
        for note in notes where note.start >= 0 {
            let pulse = note.start / meter.pulseTicks
            let within = note.start % meter.pulseTicks
            // A swung off-beat comes late; what comes later still belongs to the next pulse.
            let half = 2 * pulse + (4 * within < meter.pulseTicks ? 0 : 8 * within < 7 * meter.pulseTicks ? 1 : 2)
            if half < onsets.count { onsets[half] = true }
        }
        moments = onsets.indices.map { half in
            if onsets[half] { return .busy }
            let beside = [half - 1, half + 1].contains { onsets.indices.contains($0) && onsets[$0] }
            return beside ? .between : .silent
        }
    }

    /// The moments of some half pulses; empty without a lead.
    func moments(_ halves: Range<Int>) -> [Moment] {
        moments.isEmpty ? [] : Array(moments[halves.clamped(to: moments.indices)])
    }
}
