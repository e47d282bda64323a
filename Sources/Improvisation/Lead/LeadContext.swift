package import Harmony
package import Music

/// Where a lead line stands: what has been played and what the network is told before its next decision.
///
/// Training and improvising go through this one type, token by token, so that the network meets in a performance exactly
/// what it met in its lessons.
package struct LeadContext: SequenceContext {
    /// The changes, metre, tempo and length that the line is played over.
    package struct Setting: Sendable {
        package var changes: Timeline<Chord>
        /// Its bars.
        package var bars: BarGrid
        /// Quarter notes a minute.
        package var tempo: Double
        /// The slot at which the line ends; `nil` while the end is open.
        package var endSlot: Int?
        /// The last slot at which a note may begin; `nil` for an eighth before the end.
        package var lastOnset: Int?
        /// Whether eighths swing; `nil` where nobody knows.
        package var swings: Bool?
        /// What the bass plays, if there is one.
        package var bass: Timeline<Int>
        /// How the line is to be shaped, four bars at a time.
        package var conditioning: LeadConditioning

        /// - Parameter barSlots: Slots in each bar: 48 in 4/4.
        package init(
            changes: Timeline<Chord>, barSlots: Int, tempo: Double, endSlot: Int?, swings: Bool? = nil,
            bass: Timeline<Int> = Timeline(), conditioning: LeadConditioning = LeadConditioning()
        ) {
            self.init(
                changes: changes, bars: BarGrid(slots: barSlots), tempo: tempo, endSlot: endSlot, swings: swings,
                bass: bass,
                conditioning: conditioning)
        }

        package init(
            changes: Timeline<Chord>, bars: BarGrid, tempo: Double, endSlot: Int?, swings: Bool? = nil,
            bass: Timeline<Int> = Timeline(), conditioning: LeadConditioning = LeadConditioning()
        ) {
            self.changes = changes
            self.bars = bars
            self.tempo = tempo
            self.endSlot = endSlot
            self.swings = swings
            self.bass = bass
            self.conditioning = conditioning
        }
    }

    package static let vocabularySize = LeadVocabulary.count
    /// The input fields and their sizes, in order: the network's `inputSizes`.
    package static let fields: [(name: String, size: Int)] =
        [
            ("token", LeadVocabulary.count),
            ("decision", LeadVocabulary.Decision.allCases.count),
            ("beat of the bar", 8),
            ("slot of the beat", MetricGrid.slotsPerBeat),
            ("beats a bar", 8),
            ("chord above the last pitch", 12 * ChordFamily.allCases.count),
            ("chord two beats ahead above the last pitch", 12 * ChordFamily.allCases.count),
            ("register", 20),
            ("last interval", 2 * LeadVocabulary.widestInterval + 1),
            ("last inter-onset interval", LeadVocabulary.longestInterOnset + 1),
            ("notes in the phrase", 8),
            ("bars remaining", 8),
            ("tempo", 6),
            ("bar of four", 4),
            ("beats to the next chord", 5),
            ("bass above the last pitch", 12),
            ("feel", 2),
            ("density asked for", LeadConditioning.densities),
            ("register asked for", LeadConditioning.registers),
        ] + Manner.Trait.told.map { ("\($0.rawValue) asked for", MannerDistribution.classes) }
    /// The line is thought to begin one beat before the first bar, so that a first onset on the one has an interval
    /// before it.
    package static let startSlot = -MetricGrid.slotsPerBeat

    /// What the next token decides.
    package private(set) var decision = LeadVocabulary.Decision.rhythm
    /// The slot of the last onset, or of the new one once its rhythm is known.
    package private(set) var slot = LeadContext.startSlot
    /// Slots between the last two onsets; grows while `wait` is said.
    package private(set) var interOnset = 0
    /// The pitch of the last note; before the first note, the pitch that the line sets out from.
    package private(set) var lastPitch: Int
    /// Notes played.
    package private(set) var noteCount = 0
    /// A line starts from the end-of-sequence token, as if another had just ended.
    private var lastToken = LeadVocabulary.endOfSequence
    /// What the last token says.
    package private(set) var meaning = LeadVocabulary.Meaning.endOfSequence
    private var lastInterval = 0
    private var lastInterOnset = 0
    private var phraseNotes = 0
    var setting: Setting

    /// A line about to begin near `firstPitch`.
    package init(_ setting: Setting, firstPitch: Int) {
        self.setting = setting
        lastPitch = firstPitch
    }

    /// Appends the ids of the input fields for the next decision; −1 says that a field has nothing to tell.
    package func appendInputs(to inputs: inout [Int32]) {
        let place = setting.bars.place(of: slot)
        let bar = place.bar
        inputs.append(Int32(lastToken))
        inputs.append(Int32(decision.rawValue))
        inputs.append(Int32(min(7, place.beat)))
        inputs.append(Int32(place.slotOfBeat))
        inputs.append(Int32(max(0, min(8, place.beats) - 1)))
        inputs.append(chordInput(at: slot))
        inputs.append(chordInput(at: slot + 2 * MetricGrid.slotsPerBeat))
        inputs.append(Int32(max(0, min(19, (lastPitch - 36) / 3))))
        inputs.append(noteCount < 2 ? -1 : Int32(lastInterval + LeadVocabulary.widestInterval))
        inputs.append(noteCount == 0 ? -1 : Int32(min(lastInterOnset, LeadVocabulary.longestInterOnset)))
        inputs.append(Int32(Self.bucket(phraseNotes, [1, 2, 4, 8, 12, 18, 28])))
        if let end = setting.endSlot {
            let bars = setting.bars.count(from: slot, to: end)
            inputs.append(Int32(Self.bucket(bars, [2, 3, 4, 5, 9, 17, 33])))
        } else {
            inputs.append(7)
        }
        inputs.append(Int32(Self.bucket(Int(setting.tempo), [80, 120, 160, 200, 250])))
        inputs.append(Int32(modulo(bar, 4)))
        inputs.append(
            setting.changes.next(after: max(0, slot)).map {
                Int32(Self.bucket(($0 - slot) / MetricGrid.slotsPerBeat, [1, 2, 3, 4]))
            } ?? -1)
        inputs.append(setting.bass.bassPitch(at: slot).map { Int32(modulo($0 - lastPitch, 12)) } ?? -1)
        inputs.append(setting.swings.map { $0 ? 1 : 0 } ?? -1)
        let block = setting.conditioning.block(atBar: max(0, bar))
        inputs.append(Int32(block.density ?? -1))
        inputs.append(Int32(block.register ?? -1))
        for trait in Manner.Trait.told.indices {
            inputs.append(block.traits.isEmpty ? -1 : Int32(block.traits[trait]))
        }
    }

    /// Root and family in one id, the root as an interval above the last pitch: which steps lead to chord tones can
    /// then be read off one row of the weights.
    private func chordInput(at slot: Int) -> Int32 {
        guard let chord = setting.changes.chord(at: max(0, slot)) else { return -1 }
        return Int32(modulo(chord.root - lastPitch, 12) * ChordFamily.allCases.count + chord.family.rawValue)
    }

    /// Takes the token that answered ``decision`` and moves on.
    package mutating func accept(_ token: Int) {
        lastToken = token
        meaning = LeadVocabulary.meaning(of: token)
        switch meaning {
        case .endOfSequence: break
        case .wait:
            slot += LeadVocabulary.longestInterOnset
            interOnset += LeadVocabulary.longestInterOnset
        case .interOnset(let slots):
            slot += slots
            interOnset += slots
            lastInterOnset = interOnset
            if noteCount > 0, interOnset >= MetricGrid.phraseGap { phraseNotes = 0 }
            decision = noteCount == 0 ? .pitch : .articulation
        case .articulation: decision = .pitch
        case .interval(let semitones):
            lastPitch += semitones
            lastInterval = semitones
            phraseNotes += 1
            noteCount += 1
            interOnset = 0
            decision = .rhythm
        }
    }

    /// The index of the first bound above `value`.
    private static func bucket(_ value: Int, _ bounds: [Int]) -> Int {
        bounds.firstIndex { value < $0 } ?? bounds.count
    }
}
