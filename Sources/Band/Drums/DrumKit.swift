import Harmony
import Music
import Numerics

/// Collects strokes.
struct DrumKit {
    private(set) var notes: [PartNote] = []
    private let strokeTicks: Int
    private let ticksPerMillisecond: Double

    init(section: RhythmSection) {
        strokeTicks = Int(section.layouts.first?.meanPulse ?? Double(Meter.ticksPerQuarter)) / 4
        ticksPerMillisecond = section.tempo * Double(Meter.ticksPerQuarter) / 60_000
    }

    /// Strikes a drum; a second stroke on it within a sixteenth of a pulse is the same one, and the louder counts.
    ///
    /// - Parameter milliseconds: how late the stroke is; what would lie before the start is moved there.
    mutating func strike(
        _ drum: Int, at tick: Int, late milliseconds: Double = 0, _ velocity: Int, length: Int? = nil
    ) {
        let start = max(0, tick + Int((milliseconds * ticksPerMillisecond).rounded()))
        let note = PartNote(start: start, duration: length ?? strokeTicks, pitch: drum, velocity: velocity)
        var index = notes.count - 1
        while index >= 0, index > notes.count - 24 {
            if notes[index].pitch == drum, abs(notes[index].start - start) < strokeTicks / 4 {
                if notes[index].velocity < velocity || length != nil { notes[index] = note }
                return
            }
            index -= 1
        }
        notes.append(note)
    }

    /// Takes back what was played from a tick on.
    mutating func silence(from tick: Int) {
        // What was meant for the tick may be early.
        notes.removeAll { $0.start > tick - strokeTicks / 2 }
    }
}
