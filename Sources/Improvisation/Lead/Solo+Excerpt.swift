internal import Harmony
internal import Music

extension Solo {
    /// Some of its bars, which begin at slot 0 then; of what begins before them, the chord and the bass hold on.
    package func excerpt(bars: Range<Int>) -> Solo {
        let slots = bars.lowerBound * barSlots..<bars.upperBound * barSlots
        func cut<Value>(_ timeline: Timeline<Value>) -> Timeline<Value> {
            var entries: [Timeline<Value>.Entry] = []
            var time = slots.lowerBound
            while time < slots.upperBound {
                if let value = timeline.value(at: time) {
                    entries.append(Timeline.Entry(start: time - slots.lowerBound, value: value))
                }
                guard let next = timeline.next(after: time) else { break }
                time = next
            }
            return Timeline(entries)
        }
        var result = self
        result.barCount = bars.count
        result.changes = cut(changes)
        result.bass = cut(bass)
        result.notes = notes.filter { slots.contains($0.start) }.map { note in
            var note = note
            note.start -= slots.lowerBound
            note.duration = min(note.duration, slots.upperBound - slots.lowerBound - note.start)
            return note
        }
        return result
    }

    /// What a lead over its bars is told, with the course that was played.
    package var setting: LeadContext.Setting {
        LeadContext.Setting(
            changes: changes, barSlots: barSlots, tempo: tempo, endSlot: barCount * barSlots, swings: swings,
            bass: bass,
            conditioning: conditioning)
    }
}
