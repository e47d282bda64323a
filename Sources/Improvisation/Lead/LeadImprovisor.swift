import Harmony
package import Music
package import Numerics
package import Recurrent
public import Sampling

/// How the lead is drawn and what it may play.
public struct LeadOptions: Sendable {
    /// The temperatures and top-p with which pieces measure nearest to real solos.
    public static let usualTemperature = 0.9
    public static let usualTopP = 0.985
    public static let usualRhythmTemperature = 1.0
    /// How often a phrase takes up the motif where it might.
    public static let usualMotifFraction = 0.3
    /// See ``memory``.
    public static let usualMemory = 0.0
    /// The most notes in a row that a line shares with a training solo.
    public static let usualMostCopied = 12

    /// Rhythm is drawn as learned: truncation would delete the rests.
    public var rhythm: SamplingOptions
    public var articulation: SamplingOptions
    public var pitch: SamplingOptions
    /// How pitches on the first and third beat are drawn: three quarters as warm.
    var strongPitch: SamplingOptions {
        (try? SamplingOptions(temperature: 0.75 * pitch.temperature, topK: pitch.topK, topP: pitch.topP)) ?? pitch
    }
    /// The pitches that the line keeps to.
    public var range: ClosedRange<Int>
    /// The most times that a pitch is struck in a row.
    public var mostRepeats: Int
    /// How often a phrase that might take up the motif does, 0…1.
    public var motifFraction: Double
    /// How much of what followed at like moments of the line is drawn again, 0…1: 1 as foretells solos best.
    public var memory = usualMemory
    /// The melodies that may not be copied.
    public var copies: CopyIndex
    /// The most notes in a row that may be those of one of them; `nil` for any number.
    public var mostCopied: Int?
    /// How the line differs from the mean of players.
    public var manner = Manner.average
    /// What players measure, in whose terms the manner counts; nil where the network knows nothing of it.
    public var manners: MannerDistribution?
    /// Notes that the line begins with, and goes on from; see ``LeadMotif``.
    public var prime = LeadMotif()
    /// The slot on which the first note after that begins; nil where the network may choose.
    package var onset: Int?

    public init(
        rhythm: SamplingOptions? = nil, articulation: SamplingOptions = .plain, pitch: SamplingOptions? = nil,
        range: ClosedRange<Int> = 44...76, mostRepeats: Int = 4, motifFraction: Double = usualMotifFraction,
        copies: CopyIndex = CopyIndex(), mostCopied: Int? = usualMostCopied
    ) {
        // The usual values are within range, so the fallbacks are never taken.
        self.rhythm = rhythm ?? (try? SamplingOptions(temperature: Self.usualRhythmTemperature)) ?? .plain
        self.articulation = articulation
        self.pitch =
            pitch ?? (try? SamplingOptions(temperature: Self.usualTemperature, topP: Self.usualTopP)) ?? .plain
        self.range = range
        self.mostRepeats = mostRepeats
        self.motifFraction = motifFraction
        self.copies = copies
        self.mostCopied = mostCopied
    }
}

/// Invents a lead line note by note over the changes.
///
/// Its length, its limits and its motif are masks, applied before every draw, see ``LeadRules``: nothing is drawn and
/// thrown away.
package struct LeadImprovisor: Sendable {
    private var generator: Generator<LeadSource, Xoshiro256StarStar>
    private var rules: LeadRules
    private let setting: LeadContext.Setting
    /// The note whose length is not yet known.
    private var pending: PartNote?
    private var isOver = false
    /// The tokens with which the line has to begin, in order, nil for those that are drawn, and how many have been said.
    private let prompt: [Int?]
    private var said = 0
    private let prime: [PartNote]
    private var played = 0

    /// - Parameter random: Draws one number a token, one for the first pitch, and one for the motif's own generator.
    package init(
        engine: StepEngine, setting: LeadContext.Setting, options: LeadOptions, random: Xoshiro256StarStar
    ) throws(SamplingError) {
        var random = random
        var first = Self.firstPitch(setting: setting, range: options.range, using: &random)
        var options = options
        prime = options.prime.notes
        if let note = prime.first {
            first = note.pitch
            // The line may go where its beginning is.
            let pitches = prime.map(\.pitch)
            options.range =
                min(options.range.lowerBound, pitches.min()!)...max(options.range.upperBound, pitches.max()!)
        }
        prompt = options.prime.tokens(setting, goingOnAt: options.onset)
        self.setting = setting
        let seed = random.next()
        rules = LeadRules(setting: setting, options: options, seed: seed)
        let source = LeadSource(
            engine: engine, context: LeadContext(setting, firstPitch: first),
            memory: LeadMemory(amount: options.memory, seed: seed ^ Self.memorySeed))
        generator = try Generator(
            source: source, prompt: [LeadVocabulary.endOfSequence], limits: LengthLimits(),
            eos: LeadVocabulary.endOfSequence, sampler: Sampler(), random: random)
    }

    /// A line that goes on from notes, and then keeps the rhythm of others.
    ///
    /// - Parameters:
    ///   - before: They come first from ``next()``.
    ///   - kept: Notes behind them whose onsets, lengths and loudness are said again, on pitches that are drawn.
    package init(
        engine: StepEngine, setting: LeadContext.Setting, options: LeadOptions, after before: [PartNote],
        keepingRhythmOf kept: [PartNote] = [], random: Xoshiro256StarStar
    ) throws(SamplingError) {
        var random = random
        let drawn = Self.firstPitch(setting: setting, range: options.range, using: &random)
        let first = before.first?.pitch ?? drawn
        var options = options
        if let low = before.map(\.pitch).min(), let high = before.map(\.pitch).max() {
            options.range = min(options.range.lowerBound, low)...max(options.range.upperBound, high)
        }
        prime = []
        var context = LeadContext(setting, firstPitch: first)
        var tokens: [Int?] = []
        var notes = 0
        context.say(before + kept) { token, _, _ in
            guard case .interval = LeadVocabulary.meaning(of: token) else { return tokens.append(token) }
            tokens.append(notes < before.count ? token : nil)
            notes += 1
        }
        prompt = tokens
        self.setting = setting
        let seed = random.next()
        rules = LeadRules(setting: setting, options: options, seed: seed)
        generator = try Generator(
            source: LeadSource(
                engine: engine, context: LeadContext(setting, firstPitch: first),
                memory: LeadMemory(amount: options.memory, seed: seed ^ Self.memorySeed)),
            prompt: [LeadVocabulary.endOfSequence], limits: LengthLimits(), eos: LeadVocabulary.endOfSequence,
            sampler: Sampler(), random: random)
    }

    /// Sets the memory's number apart from those that the rules draw with the same seed.
    private static let memorySeed: UInt64 = 0x5DEE_CE66D

    /// A chord tone of the first chord in the middle of the range.
    private static func firstPitch(
        setting: LeadContext.Setting, range: ClosedRange<Int>, using random: inout Xoshiro256StarStar
    ) -> Int {
        let middle = (range.lowerBound + range.upperBound) / 2
        let near = max(range.lowerBound, middle - 6)...min(range.upperBound, middle + 6)
        let chord = setting.changes.chord(at: 0)
        let tones = near.filter { pitch in chord.map { $0.tones.contains(pitch) } ?? true }
        let choices = tones.isEmpty ? Array(near) : tones
        return choices[Int(random.next() % UInt64(choices.count))]
    }

    /// The next note, with its length; `nil` when the line is over.
    ///
    /// The last note of a line with an end sounds up to that end.
    package mutating func next() throws(SamplingError) -> PartNote? {
        while !isOver {
            let given = said < prompt.count ? prompt[said] : nil
            said += 1
            let step = try generator.next { [rules] source, mask, sampler in
                if let given {
                    mask.allowOnly(given..<given + 1, rule: "the beginning that is given")
                } else {
                    rules.apply(to: &mask, &sampler, source.context)
                }
            }
            let context = generator.source.context
            guard case .token = step else {
                isOver = true
                guard var last = pending, let end = setting.endSlot else { return pending }
                last.duration = max(1, end - last.start)
                return asGiven(last)
            }
            switch context.meaning {
            case .articulation(let length, let velocity):
                guard var note = pending else { continue }
                note.duration =
                    length.map { LeadVocabulary.played(length: $0, interOnset: context.interOnset) }
                    ?? context.interOnset
                note.velocity = velocity
                pending = nil
                return asGiven(note)
            case .interval(let semitones):
                rules.note(interval: semitones, context)
                pending = PartNote(start: context.slot, duration: 1, pitch: context.lastPitch, velocity: 90)
            default: continue
            }
        }
        return nil
    }

    /// A note of the beginning as it was given: tokens round lengths and loudness.
    private mutating func asGiven(_ note: PartNote) -> PartNote {
        defer { played += 1 }
        guard played < prime.count else { return note }
        var given = note
        given.pitch = prime[played].pitch
        given.velocity = prime[played].velocity
        if played + 1 < prime.count {
            given.duration = prime[played].duration
        } else {
            given.duration = min(prime[played].duration, note.duration)
        }
        return given
    }

    /// Lets the line hear the bass, and be shaped, from now on.
    package mutating func listen(to bass: Timeline<Int>, conditioning: LeadConditioning) {
        generator.source.context.setting.bass = bass
        generator.source.context.setting.conditioning = conditioning
    }

    /// The whole line up to its end.
    ///
    /// - Precondition: The setting has an end.
    package mutating func notes() throws(SamplingError) -> [PartNote] {
        precondition(setting.endSlot != nil, "a line without an end has no last note")
        var notes: [PartNote] = []
        while let note = try next() { notes.append(note) }
        return notes
    }
}
