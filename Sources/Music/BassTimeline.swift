/// What the bass sounds, as far as the lead listens to it.
public struct BassTimeline: Sendable, Equatable {
    /// Onsets in slots (1/12 beat from the start of the first bar), ascending, with their MIDI pitches.
    public private(set) var notes: [(slot: Int, pitch: Int)]

    public init(_ notes: [(slot: Int, pitch: Int)] = []) {
        self.notes = notes.enumerated().sorted { ($0.element.slot, $0.offset) < ($1.element.slot, $1.offset) }
            .map(\.element)
    }

    /// The notes of a part, on the grid.
    public init(_ part: [PartNote]) {
        // A note a little before the beat, or swung, belongs to the slot nearby.
        self.init(part.map { (($0.start + MetricGrid.ticksPerSlot / 2) / MetricGrid.ticksPerSlot, $0.pitch) })
    }

    public static func == (one: BassTimeline, other: BassTimeline) -> Bool {
        one.notes.elementsEqual(other.notes) { $0.slot == $1.slot && $0.pitch == $1.pitch }
    }

    /// The pitch last struck at or before `slot`, two beats ago at most; `nil` where there is none.
    ///
    /// - Complexity: O(log *n*).
    public func pitch(atSlot slot: Int) -> Int? {
        var low = 0
        var high = notes.count
        while low < high {
            let middle = (low + high) / 2
            if notes[middle].slot <= slot { low = middle + 1 } else { high = middle }
        }
        guard low > 0, slot - notes[low - 1].slot < 2 * MetricGrid.slotsPerBeat else { return nil }
        return notes[low - 1].pitch
    }

    /// The same `slots` later.
    public func shifted(by slots: Int) -> BassTimeline {
        BassTimeline(notes.map { ($0.slot + slots, $0.pitch) })
    }
}
