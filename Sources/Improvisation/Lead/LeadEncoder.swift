package import Recurrent

extension Solo {
    /// Writes the solo as tokens of ``LeadVocabulary`` with their inputs.
    ///
    /// The first note's interval is not a target: nothing before it says where a line begins.
    ///
    /// - Parameter telling: Whether the network is told what the player did in a block of bars; of none where nothing
    ///   of what is to be foretold may be given away.
    /// - Complexity: O(*n*) in the number of notes.
    package func encoded(telling: (_ block: Int) -> Bool = { _ in false }) -> TokenSequence {
        guard let first = notes.first else { return TokenSequence(inputs: [], targets: []) }
        let told = LeadShape(
            shape.wishes.enumerated().map { telling($0.offset) ? $0.element : LeadShape.Wish() })
        let setting = LeadContext.Setting(
            changes: changes, barSlots: barSlots, tempo: tempo, endSlot: barCount * barSlots, swings: swings,
            bass: bass,
            shape: told)
        var context = LeadContext(setting, firstPitch: first.pitch)
        var result = TokenSequence(inputs: [], targets: [])
        func say(_ token: Int, isTarget: Bool = true) {
            context.appendInputs(to: &result.inputs)
            result.targets.append(isTarget ? Int32(token) : -1)
            context.accept(token)
        }
        for (index, note) in notes.enumerated() {
            var ahead = note.slot - context.slot
            precondition(ahead > 0, "notes of a solo ascend: slot \(note.slot) after \(context.slot)")
            let distance = ahead
            while ahead > LeadVocabulary.longestDistance {
                say(LeadVocabulary.wait)
                ahead -= LeadVocabulary.longestDistance
            }
            say(LeadVocabulary.distance(ahead))
            if index > 0 {
                let last = notes[index - 1]
                say(LeadVocabulary.touch(length: Double(last.length), distance: distance, velocity: last.velocity))
            }
            // The context follows the folded intervals; measuring from it keeps the pitch class right after a wide leap.
            say(LeadVocabulary.interval(note.pitch - context.lastPitch), isTarget: index > 0)
        }
        say(LeadVocabulary.endOfSequence)
        return result
    }
}
