import Harmony
import Music
import Numerics

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
        let pulses = section.layouts.reduce(0) { $0 + $1.pulses }
        guard !notes.isEmpty, pulses > 0 else {
            moments = []
            return
        }
        var onsets = [Bool](repeating: false, count: 2 * pulses)
        for note in notes where note.start >= 0 {
            let layout = section.layouts[section.lines.bar(at: note.start)]
            let pulse = min(max(0, layout.pulseTicks.partitioningIndex { $0 > note.start } - 1), layout.pulses - 1)
            let within = note.start - layout.pulseTicks[pulse]
            let length = layout.length(ofPulse: pulse)
            // A swung off-beat comes late; what comes later still belongs to the next pulse.
            let half =
                2 * (layout.firstPulse + pulse) + (4 * within < length ? 0 : 8 * within < 7 * length ? 1 : 2)
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
