package import Harmony
package import Music

/// A monophonic line over changes: what the network learns from and what it produces.
package struct Solo: Sendable, Equatable {
    /// Where it comes from, such as a file name.
    package var name: String
    /// Notes in ascending order, in slots from the start of the first bar; each lasts at least one slot and never past the
    /// next onset.
    package var notes: [PartNote]
    /// The changes it is played over.
    package var changes: Timeline<Chord>
    /// Slots in a bar: 48 in 4/4.
    package var barSlots: Int
    /// Tempo in quarter notes a minute.
    package var tempo: Double
    /// Length in bars.
    package var barCount: Int
    /// Whether its eighths swing; `nil` where it has too few pairs of them to tell.
    package var swings: Bool?
    /// What a bass plays below it, if one does.
    package var bass: Timeline<Int>
    /// How its onsets lie around the grid, where that is known.
    package var timing: Timing?

    package init(
        name: String, notes: [PartNote], changes: Timeline<Chord>, barSlots: Int, tempo: Double, barCount: Int,
        swings: Bool? = nil, bass: Timeline<Int> = Timeline(), timing: Timing? = nil
    ) {
        self.name = name
        self.notes = notes
        self.changes = changes
        self.barSlots = barSlots
        self.tempo = tempo
        self.barCount = barCount
        self.swings = swings
        self.bass = bass
        self.timing = timing
    }

    /// What was played, block by block of four bars; a block without notes has no register.
    var conditioning: LeadConditioning {
        let blockSlots = LeadConditioning.blockBars * barSlots
        var counts = [Int](
            repeating: 0, count: (barCount + LeadConditioning.blockBars - 1) / LeadConditioning.blockBars)
        var sums = counts
        for note in notes where note.start >= 0 && note.start / blockSlots < counts.count {
            counts[note.start / blockSlots] += 1
            sums[note.start / blockSlots] += note.pitch
        }
        return LeadConditioning(
            counts.indices.map { block in
                let bars = min(LeadConditioning.blockBars, barCount - block * LeadConditioning.blockBars)
                return LeadConditioning.Block(
                    density: LeadConditioning.densityClass(
                        onsets: counts[block], beats: bars * barSlots / MetricGrid.slotsPerBeat),
                    register: counts[block] == 0
                        ? nil : LeadConditioning.registerClass(meanPitch: Double(sums[block]) / Double(counts[block])))
            })
    }
}
