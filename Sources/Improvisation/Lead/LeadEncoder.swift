import Music
package import Recurrent

extension Solo {
    /// Writes the solo as tokens of ``LeadVocabulary`` with their inputs.
    ///
    /// The first note's interval is not a target: nothing before it says where a line begins.
    ///
    /// - Parameter conditioned: Whether the network is told what the player did in a block of bars; of none where nothing
    ///   of what is to be predicted may be given away.
    /// - Complexity: O(*n*) in the number of notes.
    package func encoded(conditioned: (_ block: Int) -> Bool = { _ in false }) -> TokenSequence {
        guard let first = notes.first else { return TokenSequence(inputs: [], targets: []) }
        let told = LeadConditioning(
            conditioning.blocks.enumerated().map { conditioned($0.offset) ? $0.element : LeadConditioning.Block() })
        let setting = LeadContext.Setting(
            changes: changes, barSlots: barSlots, tempo: tempo, endSlot: barCount * barSlots, swings: swings,
            bass: bass,
            conditioning: told)
        var context = LeadContext(setting, firstPitch: first.pitch)
        var result = TokenSequence(inputs: [], targets: [])
        func say(_ token: Int, isTarget: Bool = true) {
            context.appendInputs(to: &result.inputs)
            result.targets.append(isTarget ? Int32(token) : -1)
            context.accept(token)
        }
        for (index, note) in notes.enumerated() {
            var ahead = note.start - context.slot
            precondition(ahead > 0, "notes of a solo ascend: slot \(note.start) after \(context.slot)")
            let interOnset = ahead
            while ahead > LeadVocabulary.longestInterOnset {
                say(LeadVocabulary.wait)
                ahead -= LeadVocabulary.longestInterOnset
            }
            say(LeadVocabulary.interOnset(ahead))
            if index > 0 {
                let last = notes[index - 1]
                say(
                    LeadVocabulary.articulation(
                        length: Double(last.duration), interOnset: interOnset, velocity: last.velocity))
            }
            // The context follows the folded intervals; measuring from it keeps the pitch class right after a wide leap.
            say(LeadVocabulary.interval(note.pitch - context.lastPitch), isTarget: index > 0)
        }
        say(LeadVocabulary.endOfSequence)
        return result
    }
}
