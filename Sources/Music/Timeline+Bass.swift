/// What the bass sounds, as far as the lead listens to it: MIDI pitches by slot.
extension Timeline where Value == Int {
    /// The notes of a part, on the grid.
    package init(bass part: [PartNote]) {
        // A note a little before the beat, or swung, belongs to the slot nearby.
        self.init(
            part.map {
                Entry(
                    start: ($0.start + MetricGrid.ticksPerSlot / 2) / MetricGrid.ticksPerSlot, value: $0.pitch)
            })
    }

    /// The pitch last struck at or before a slot, two beats ago at most; nil where there is none.
    ///
    /// - Complexity: O(log *n*).
    package func bassPitch(at slot: Int) -> Int? {
        guard let index = index(at: slot), slot - entries[index].start < 2 * MetricGrid.slotsPerBeat else {
            return nil
        }
        return entries[index].value
    }
}
