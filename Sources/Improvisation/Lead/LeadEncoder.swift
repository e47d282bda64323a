import Music
package import Recurrent

extension Solo {
    /// Writes the solo as tokens of ``LeadVocabulary`` with their inputs.
    ///
    /// The first note's interval is not a target: nothing before it says where a line begins.
    ///
    /// - Parameters:
    ///   - isBackward: Whether it is read from its end, see ``BackwardLine``.
    ///   - conditioned: Whether the network is told what the player did in a block of bars; of none where nothing of what
    ///     is to be predicted may be given away.
    ///   - manner: What the network is told of the manner of a window of sixteen bars.
    /// - Complexity: O(*n*) in the number of notes.
    package func encoded(
        isBackward: Bool = false,
        conditioned: (_ block: Int) -> Bool = { _ in false }, manner: (_ window: Int) -> [Int] = { _ in [] }
    ) -> TokenSequence {
        let told = LeadConditioning(
            conditioning.blocks.enumerated().map { index, played in
                var block = conditioned(index) ? played : LeadConditioning.Block()
                block.traits = manner(index * LeadConditioning.blockBars / Self.windowBars)
                return block
            })
        var setting = LeadContext.Setting(
            changes: changes, barSlots: barSlots, tempo: tempo, endSlot: barCount * barSlots, swings: swings,
            bass: bass,
            conditioning: told)
        var notes = notes
        if isBackward, let backward = BackwardLine(setting) {
            (setting, notes) = (backward.setting, backward.notes(notes))
        }
        guard let first = notes.first else { return TokenSequence(inputs: [], targets: []) }
        var context = LeadContext(setting, firstPitch: first.pitch)
        var result = TokenSequence(inputs: [], targets: [])
        func note(_ token: Int, isTarget: Bool, _ context: LeadContext) {
            context.appendInputs(to: &result.inputs)
            result.targets.append(isTarget ? Int32(token) : -1)
        }
        context.say(notes) { token, isFirstInterval, context in note(token, isTarget: !isFirstInterval, context) }
        note(LeadVocabulary.endOfSequence, isTarget: true, context)
        return result
    }
}

extension LeadContext {
    /// Takes in notes as the network says them, token by token.
    ///
    /// - Parameters:
    ///   - notes: In slots, ascending, all of them after the slot at which the context stands.
    ///   - hear: Called with each token, whether it is the first note's interval, and the context before the token.
    mutating func say(
        _ notes: [PartNote], _ hear: (_ token: Int, _ isFirstInterval: Bool, _ context: LeadContext) -> Void
    ) {
        func say(_ token: Int, isFirstInterval: Bool = false) {
            hear(token, isFirstInterval, self)
            accept(token)
        }
        for (index, note) in notes.enumerated() {
            let interOnset = note.start - slot
            precondition(interOnset > 0, "notes of a solo ascend: slot \(note.start) after \(slot)")
            wait(until: note.start) { hear($0, false, $1) }
            if index > 0 {
                let last = notes[index - 1]
                say(
                    LeadVocabulary.articulation(
                        length: Double(last.duration), interOnset: interOnset, velocity: last.velocity))
            }
            // The context follows the folded intervals; measuring from it keeps the pitch class right after a wide leap.
            say(LeadVocabulary.interval(note.pitch - lastPitch), isFirstInterval: index == 0)
        }
    }

    /// Lets time pass until a slot, on which a note then begins.
    mutating func wait(until onset: Int, _ hear: (_ token: Int, _ context: LeadContext) -> Void) {
        var ahead = onset - slot
        while ahead > 0 {
            let token =
                ahead > LeadVocabulary.longestInterOnset ? LeadVocabulary.wait : LeadVocabulary.interOnset(ahead)
            hear(token, self)
            accept(token)
            ahead -= min(ahead, LeadVocabulary.longestInterOnset)
        }
    }
}
