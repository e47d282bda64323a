public import Recurrent
public import Sampling

/// How the lead is drawn and what it may play.
public struct LeadOptions: Sendable {
    /// The pitches' temperature and top-p with which pieces measure nearest to real solos.
    public static let usualTemperature = 0.9
    public static let usualTopP = 0.92

    /// Rhythm is drawn as learned: truncation would delete the rests.
    public var rhythm: SamplingOptions
    public var touch: SamplingOptions
    public var pitch: SamplingOptions
    /// The pitches that the line keeps to.
    public var range: ClosedRange<Int>
    /// The most times that a pitch is struck in a row.
    public var mostRepeats: Int

    public init(
        rhythm: SamplingOptions = .plain, touch: SamplingOptions = .plain, pitch: SamplingOptions? = nil,
        range: ClosedRange<Int> = 54...77, mostRepeats: Int = 4
    ) {
        self.rhythm = rhythm
        self.touch = touch
        // The usual values are within range, so the fallback is never taken.
        self.pitch =
            pitch ?? (try? SamplingOptions(temperature: Self.usualTemperature, topP: Self.usualTopP)) ?? .plain
        self.range = range
        self.mostRepeats = mostRepeats
    }
}

/// Invents a lead line note by note over the changes.
///
/// Its length and its limits are masks, applied before every draw: onsets stay before the end, the end-of-sequence
/// token waits for the last bar, no gap exceeds two bars, and pitches stay within the range. Nothing is drawn and
/// thrown away.
public struct LeadImprovisor: Sendable {
    private var generator: Generator<LeadSource, Xoshiro256StarStar>
    private let setting: LeadContext.Setting
    private let options: LeadOptions
    /// The note whose length is not yet known.
    private var pending: SoloNote?
    private var repeats = 0
    private var isOver = false

    /// - Parameter random: Draws one number a token, and one for the first pitch.
    public init(
        engine: StepEngine, setting: LeadContext.Setting, options: LeadOptions, random: Xoshiro256StarStar
    ) throws(SamplingError) {
        var random = random
        let first = Self.firstPitch(setting: setting, range: options.range, using: &random)
        let source = LeadSource(engine: engine, context: LeadContext(setting, firstPitch: first))
        self.setting = setting
        self.options = options
        generator = try Generator(
            source: source, prompt: [LeadVocabulary.endOfSequence], limits: LengthLimits(),
            eos: LeadVocabulary.endOfSequence, sampler: Sampler(), random: random)
    }

    /// A chord tone of the first chord in the middle of the range.
    private static func firstPitch(
        setting: LeadContext.Setting, range: ClosedRange<Int>, using random: inout Xoshiro256StarStar
    ) -> Int {
        let middle = (range.lowerBound + range.upperBound) / 2
        let near = max(range.lowerBound, middle - 6)...min(range.upperBound, middle + 6)
        let chord = setting.changes.chord(atSlot: 0)
        let tones = near.filter { pitch in chord.map { $0.tones.contains(pitch) } ?? true }
        let choices = tones.isEmpty ? Array(near) : tones
        return choices[Int(random.next() % UInt64(choices.count))]
    }

    /// The next note, with its length; `nil` when the line is over.
    ///
    /// The last note of a line with an end sounds up to that end.
    public mutating func next() throws(SamplingError) -> SoloNote? {
        while !isOver {
            let step = try generator.next { [setting, options, repeats] source, _, mask, sampler in
                let context = source.context
                mask.allowOnly(LeadVocabulary.tokens(for: context.decision), rule: "the order of decisions")
                switch context.decision {
                case .rhythm:
                    sampler.options = options.rhythm
                    Self.limitRhythm(&mask, context: context, setting: setting)
                case .touch:
                    sampler.options = options.touch
                    Self.limitTouch(&mask, distance: context.distance)
                case .pitch:
                    sampler.options = options.pitch
                    Self.limitPitch(
                        &mask, from: context.lastPitch, range: options.range,
                        mayRepeat: repeats < options.mostRepeats)
                }
            }
            let context = generator.source.context
            guard case .token(let token) = step else {
                isOver = true
                guard var last = pending, let end = setting.endSlot else { return pending }
                last.length = max(1, end - last.slot)
                return last
            }
            switch LeadVocabulary.meaning(of: token.id) {
            case .touch(let length, let velocity):
                guard var note = pending else { continue }
                note.length = length ?? context.distance
                note.velocity = velocity
                pending = nil
                return note
            case .interval(let semitones):
                repeats = semitones == 0 && context.noteCount > 1 ? repeats + 1 : 1
                pending = SoloNote(slot: context.slot, length: 1, pitch: context.lastPitch, velocity: 90)
            default: continue
            }
        }
        return nil
    }

    /// The whole line up to its end.
    ///
    /// - Precondition: The setting has an end.
    public mutating func notes() throws(SamplingError) -> [SoloNote] {
        precondition(setting.endSlot != nil, "a line without an end has no last note")
        var notes: [SoloNote] = []
        while let note = try next() { notes.append(note) }
        return notes
    }

    private static func limitRhythm(_ mask: inout TokenMask, context: LeadContext, setting: LeadContext.Setting) {
        let longest = LeadVocabulary.longestDistance
        // The first onset falls in the first half bar; later ones at most two bars after the last.
        var farthest =
            context.noteCount == 0
            ? setting.barSlots / 2 - 1 - context.slot : 2 * setting.barSlots - context.distance
        if let end = setting.endSlot {
            farthest = min(farthest, end - 1 - context.slot)
            let mayEnd = context.noteCount > 0 && context.distance == 0 && end - context.slot <= setting.barSlots
            if !mayEnd, farthest > 0 { mask.forbid(LeadVocabulary.endOfSequence, rule: "the length in bars") }
        } else {
            mask.forbid(LeadVocabulary.endOfSequence, rule: "an open end")
        }
        if context.noteCount == 0, context.slot < 0 {
            mask.forbid(
                LeadVocabulary.distance(1)..<LeadVocabulary.distance(-context.slot), rule: "the first bar's start")
        }
        if farthest < longest {
            let first = max(0, farthest) + 1
            mask.forbid(
                LeadVocabulary.distance(first)..<LeadVocabulary.distance(longest) + 1, rule: "the next onset's limit")
        }
        if farthest <= longest { mask.forbid(LeadVocabulary.wait, rule: "the next onset's limit") }
    }

    private static func limitTouch(_ mask: inout TokenMask, distance: Int) {
        for token in LeadVocabulary.tokens(for: .touch) {
            if case .touch(let length?, _) = LeadVocabulary.meaning(of: token), length >= distance {
                mask.forbid(token, rule: "the next onset")
            }
        }
    }

    private static func limitPitch(
        _ mask: inout TokenMask, from last: Int, range: ClosedRange<Int>, mayRepeat: Bool
    ) {
        for semitones in -LeadVocabulary.widestInterval...LeadVocabulary.widestInterval {
            if !range.contains(last + semitones) {
                mask.forbid(LeadVocabulary.interval(semitones), rule: "the instrument's range")
            } else if semitones == 0, !mayRepeat {
                mask.forbid(LeadVocabulary.interval(semitones), rule: "the most repeats")
            }
        }
    }
}
