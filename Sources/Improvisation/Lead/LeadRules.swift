import Harmony
import Music
import Numerics
package import Sampling

/// What a lead line must keep to, as masks over the vocabulary.
///
/// The order of decisions; onsets before the end, and the end only in the last bar, on a chord tone; no gap of more than
/// two bars; the instrument's range; not one pitch for ever; no more notes of a training solo than are allowed; and now
/// and then the motif again.
package struct LeadRules: Sendable {
    private let setting: LeadContext.Setting
    private let options: LeadOptions
    private let rhythm, pitch, strongPitch: SamplingOptions
    private var repeats = 0
    /// The notes of the phrase at hand, and the slot of the last.
    private var phrase = (notes: 0, slot: 0)
    private var motif: Motif
    private var copyGuard: CopyGuard?

    package init(setting: LeadContext.Setting, options: LeadOptions, seed: UInt64) {
        self.setting = setting
        self.options = options
        rhythm = Self.unhurried(options.rhythm, tempo: setting.tempo)
        pitch = Self.wide(options.pitch)
        strongPitch = Self.wide(options.strongPitch)
        motif = Motif(
            bars: setting.bars, fraction: options.motifFraction,
            recall: Self.recall * options.motifFraction * exponential(0.9 * options.manner[.repetition]), seed: seed)
        copyGuard = options.mostCopied.map { CopyGuard(options.copies, mostNotes: max($0, CopyIndex.runNotes)) }
    }

    /// How often a note that was played at the same place of the beat is followed by what followed then, where motifs always are
    /// taken up.
    private static let recall = 0.12

    /// Forbids what the next token may not be, and sets how it is drawn.
    package func apply(to mask: inout TokenMask, _ sampler: inout Sampler, _ context: LeadContext) {
        mask.allowOnly(LeadVocabulary.tokens(for: context.decision), rule: "the order of decisions")
        switch context.decision {
        case .rhythm:
            sampler.options = grouped(breathing(rhythm), after: context.slot)
            limitRhythm(&mask, context)
        case .articulation:
            sampler.options = options.articulation
            limitArticulation(&mask, interOnset: context.interOnset)
        case .pitch:
            // Where the ear listens for the harmony, players choose with more care.
            sampler.options = inside(setting.bars.isStrong(context.slot) ? strongPitch : pitch, context)
            limitPitch(&mask, context)
        }
    }

    /// Notes the interval drawn; `context` stands after it.
    package mutating func note(interval: Int, _ context: LeadContext) {
        repeats = interval == 0 && context.noteCount > 1 ? repeats + 1 : 1
        phrase = (context.slot - phrase.slot < Self.restSlots ? phrase.notes + 1 : 1, context.slot)
        if context.noteCount > 1 { copyGuard?.accept(interval: interval) }
        motif.note(
            slot: context.slot, pitch: context.lastPitch, interval: context.noteCount > 1 ? interval : nil)
    }

    // MARK: Rhythm

    /// The slowest tempo at which the network's runs are left as they are.
    private static let slowestFree = 90.0
    /// By how much notes faster than ``fastest`` are made less likely below it. Once in a run, the network stays there for
    /// longer than players do: of the notes of its ballads 38 % came within 100 ms, of those of players 22 %.
    private static let slowing: Float = -0.6
    private static let fastest = 0.1

    private static func unhurried(_ options: SamplingOptions, tempo: Double) -> SamplingOptions {
        guard tempo < slowestFree else { return options }
        var options = options
        for slots in 1...LeadVocabulary.longestInterOnset
        where Double(slots) * 60 / tempo < fastest * Double(MetricGrid.slotsPerBeat) {
            options.bias[LeadVocabulary.interOnset(slots), default: 0] += slowing
        }
        return options
    }

    /// By how much onsets where a group begins are made likelier in metres that are grouped: those that the network has
    /// learned are nearly all in four, and it hears no others in their numbers.
    private static let grouping: Float = 1.6

    private func grouped(_ options: SamplingOptions, after slot: Int) -> SamplingOptions {
        guard setting.bars.isGrouped else { return options }
        var options = options
        for slots in 1...LeadVocabulary.longestInterOnset where setting.bars.beginsGroup(slot + slots) {
            options.bias[LeadVocabulary.interOnset(slots), default: 0] += Self.grouping
        }
        return options
    }

    /// The least slots between onsets that part phrases.
    private static let restSlots = 18
    /// Phrases of fewer notes and of more are rarer in players' lines than in those that are drawn: what a rest gains for each note
    /// beyond the latter, and at most, and what it loses before the former.
    private static let (fewNotes, manyNotes) = (4, 28)
    private static let (gainEachNote, mostGain, lossBefore) = (0.04, 1.5, -0.3)

    private func breathing(_ options: SamplingOptions) -> SamplingOptions {
        guard options.temperature > 0 else { return options }
        let rest =
            phrase.notes > Self.manyNotes
            ? min(Self.mostGain, Self.gainEachNote * Double(phrase.notes - Self.manyNotes))
            : (1..<Self.fewNotes).contains(phrase.notes) ? Self.lossBefore : 0
        guard rest != 0 else { return options }
        var options = options
        for slots in Self.restSlots...LeadVocabulary.longestInterOnset {
            options.bias[LeadVocabulary.interOnset(slots), default: 0] += Float(rest)
        }
        return options
    }

    private func limitRhythm(_ mask: inout TokenMask, _ context: LeadContext) {
        let longest = LeadVocabulary.longestInterOnset
        // The first onset falls in the first half bar; later ones at most two bars after the last.
        let bar = setting.bars.length(at: context.slot)
        var farthest =
            context.noteCount == 0
            ? setting.bars.length(at: 0) / 2 - 1 - context.slot : 2 * bar - context.interOnset
        if let end = setting.endSlot {
            farthest = min(farthest, lastOnset(end) - context.slot)
            let mayEnd =
                context.noteCount > 0 && context.interOnset == 0
                && end - context.slot <= setting.bars.length(at: end - 1)
                && isChordTone(context.lastPitch, atSlot: context.slot)
            if !mayEnd, farthest > 0 { mask.forbid(LeadVocabulary.endOfSequence, rule: "the length in bars") }
        } else {
            mask.forbid(LeadVocabulary.endOfSequence, rule: "an open end")
        }
        if context.noteCount == 0, context.slot < 0 {
            mask.forbid(
                LeadVocabulary.interOnset(1)..<LeadVocabulary.interOnset(-context.slot), rule: "the first bar's start")
        }
        if farthest < longest {
            let first = max(0, farthest) + 1
            mask.forbid(
                LeadVocabulary.interOnset(first)..<LeadVocabulary.interOnset(longest) + 1,
                rule: "the next onset's limit")
        }
        if farthest <= longest { mask.forbid(LeadVocabulary.wait, rule: "the next onset's limit") }
        if let interOnset = motif.interOnset, interOnset <= farthest {
            let token = LeadVocabulary.interOnset(interOnset)
            mask.allowOnly(token..<token + 1, rule: "the motif")
        }
    }

    private func limitArticulation(_ mask: inout TokenMask, interOnset: Int) {
        for token in LeadVocabulary.tokens(for: .articulation) {
            if case .articulation(let length?, _) = LeadVocabulary.meaning(of: token), length >= interOnset {
                mask.forbid(token, rule: "the next onset")
            }
        }
    }

    // MARK: Pitch

    /// What is added to pitches of the chord's scale, and what more a deviation of the manner's chromaticism takes away, since what
    /// the network is told of it moves it too little; and what is added to those of the chord. Truncation takes the notes outside
    /// the scale first.
    private static let (inScale, chromaticism, inChord) = (-0.25, -0.25, 0.2)

    /// The draws of a pitch, leaning to the chord and its scale or away from them.
    private func inside(_ options: SamplingOptions, _ context: LeadContext) -> SamplingOptions {
        guard options.temperature > 0 else { return options }
        let scale = Self.inScale + Self.chromaticism * self.options.manner[.chromaticism]
        var options = options
        for semitones in -LeadVocabulary.widestInterval...LeadVocabulary.widestInterval {
            let bias =
                (isInScale(semitones, context) ? scale : 0)
                + (isChordTone(context.lastPitch + semitones, atSlot: context.slot) ? Self.inChord : 0)
            options.bias[LeadVocabulary.interval(semitones), default: 0] += Float(bias)
        }
        return options
    }

    /// What is added for each semitone to wide intervals, and beyond the octave: a line that is drawn has fewer of them than one that
    /// the network was told, for truncation takes them first.
    private static let widening = (semitone: 0.045, beyondOctave: 0.9)
    /// What is added to semitones, of which a drawn line has too few.
    private static let chromatic = 0.15
    /// The mean interval, and the widest by which it is counted.
    private static let (meanInterval, widestCounted) = (2.5, 12.0)

    private static func wide(_ options: SamplingOptions) -> SamplingOptions {
        guard options.temperature > 0 else { return options }
        var options = options
        for semitones in -LeadVocabulary.widestInterval...LeadVocabulary.widestInterval {
            let width = Double(abs(semitones))
            let bias = widening.semitone * (min(widestCounted, width) - meanInterval)
            options.bias[LeadVocabulary.interval(semitones), default: 0] += Float(
                bias + (width > widestCounted ? widening.beyondOctave : 0) + (width == 1 ? chromatic : 0))
        }
        return options
    }

    private func limitPitch(_ mask: inout TokenMask, _ context: LeadContext) {
        let last = context.lastPitch
        let mustRest = setting.endSlot.map { lastOnset($0) - context.slot <= Self.lastSlots } ?? false
        let widest = LeadVocabulary.widestInterval
        for semitones in -widest...widest {
            let token = LeadVocabulary.interval(semitones)
            if !options.range.contains(last + semitones) {
                mask.forbid(token, rule: "the instrument's range")
            } else if semitones == 0, repeats >= options.mostRepeats {
                mask.forbid(token, rule: "the most repeats")
            } else if mustRest, !isChordTone(last + semitones, atSlot: context.slot) {
                mask.forbid(token, rule: "an ending on a chord tone")
            } else if copyGuard?.forbids(interval: semitones) ?? false {
                mask.forbid(token, rule: "the copy guard")
            }
        }
        if let interval = motif.interval {
            limitToMotif(&mask, interval, context)
        } else if let interval = motif.echo, mask.allows(interval: interval), isInScale(interval, context) {
            let token = LeadVocabulary.interval(interval)
            mask.allowOnly(token..<token + 1, rule: "a turn played before")
        }
    }

    private func isInScale(_ interval: Int, _ context: LeadContext) -> Bool {
        setting.changes.chord(at: context.slot)?.scale.contains(context.lastPitch + interval) ?? true
    }

    /// The motif's interval where it leads into the chord's scale, else one that keeps its contour: a semitone more or
    /// less, so that the line stays within the harmony.
    private func limitToMotif(_ mask: inout TokenMask, _ interval: Int, _ context: LeadContext) {
        let widest = LeadVocabulary.widestInterval
        let open = (interval - 1...interval + 1).filter {
            $0.signum() == interval.signum() && mask.allows(interval: $0)
        }
        let near = open.contains(interval) && isInScale(interval, context) ? [interval] : open
        guard !near.isEmpty else { return }
        for semitones in -widest...widest where !near.contains(semitones) {
            mask.forbid(LeadVocabulary.interval(semitones), rule: "the motif")
        }
    }

    /// From here to the last onset there is hardly room for another note, so this one must be able to end the line.
    private static let lastSlots = 2

    /// The last slot at which a note may begin: a line does not end on a note that is over at once.
    private func lastOnset(_ end: Int) -> Int { setting.lastOnset ?? end - MetricGrid.slotsPerBeat / 2 }

    private func isChordTone(_ pitch: Int, atSlot slot: Int) -> Bool {
        setting.changes.chord(at: slot).map { $0.tones.contains(pitch) } ?? true
    }
}

extension TokenMask {
    /// Whether an interval may come next; one that the vocabulary cannot say may not.
    fileprivate func allows(interval: Int) -> Bool {
        abs(interval) <= LeadVocabulary.widestInterval && self[LeadVocabulary.interval(interval)]
    }
}
