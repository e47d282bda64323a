import Harmony
package import Music

/// A lead line read from its end to its beginning, as a network that reads backward hears it.
///
/// A slot becomes its distance from the end of the last bar, and bars are filled up to a multiple of four, so that bar lines
/// stay bar lines and every group of four bars stays one. What is read is a line like another: the same ``LeadContext`` says it
/// token by token. Between two onsets the earlier note sounds, so a note is said with its length and its loudness after the
/// distance to the one that follows it in time, as in a line that is read forward.
package struct BackwardLine: Sendable {
    /// What the line is played over, from its end.
    package let setting: LeadContext.Setting
    /// The slot from which it is read.
    private let end: Int

    /// Turns around what a line is played over.
    ///
    /// - Returns: nil where its end is open.
    package init?(_ forward: LeadContext.Setting) {
        guard let length = forward.endSlot, length > 0 else { return nil }
        let block = LeadConditioning.blockBars
        let played = forward.bars.count(from: 0, to: length)
        let bars = (played + block - 1) / block * block
        end = forward.bars.start(of: bars)
        var blocks = forward.conditioning.blocks.prefix(bars / block)
        while blocks.count < bars / block { blocks.append(LeadConditioning.Block()) }
        setting = LeadContext.Setting(
            changes: forward.changes.backward(from: length).shifted(by: end - length),
            bars: forward.bars.backward(count: bars), tempo: forward.tempo, endSlot: end, swings: forward.swings,
            bass: forward.bass.backward(from: length).shifted(by: end - length),
            conditioning: LeadConditioning(blocks.reversed()))
    }

    /// Notes, the last one first.
    ///
    /// - Parameter notes: In slots, ascending, all before the end.
    package func notes(_ notes: [PartNote]) -> [PartNote] {
        notes.indices.reversed().map { index in
            let sounding = notes[max(0, index - 1)]
            return PartNote(
                start: end - notes[index].start, duration: sounding.duration, pitch: notes[index].pitch,
                velocity: sounding.velocity)
        }
    }
}
