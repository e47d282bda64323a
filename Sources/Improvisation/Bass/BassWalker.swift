import Harmony
package import Numerics
package import Recurrent
package import Sampling

/// Invents a bass line beat by beat over the changes.
///
/// What each beat may be is a mask, see ``BassDuty``, applied before the draw. Nothing is drawn and thrown away.
package struct BassWalker: Sendable {
    /// The temperature and top-p with which lines measure nearest to real basses.
    static let options = (try? SamplingOptions(temperature: 1, topP: 0.95)) ?? .plain

    private var generator: Generator<ContextSource<BassContext>, Xoshiro256StarStar>
    private let duties: [BassDuty]
    private var repeats = 1

    /// - Parameters:
    ///   - engine: That of a bass network, see ``ModelKind/bass``.
    ///   - duties: One for each beat of the setting; a strike allows at least one pitch class.
    ///   - random: Draws one number a beat, and one for the first pitch.
    package init(
        engine: StepEngine, setting: BassSetting, duties: [BassDuty], random: Xoshiro256StarStar
    ) throws(SamplingError) {
        precondition(duties.count == setting.beats.count, "\(duties.count) duties on \(setting.beats.count) beats")
        var random = random
        let first = Self.firstPitch(duties, using: &random)
        let source = ContextSource(engine: engine, context: BassContext(setting, firstPitch: first))
        self.duties = duties
        generator = try Generator(
            source: source, prompt: [BassVocabulary.rest], limits: LengthLimits(), eos: nil,
            sampler: Sampler(Self.options), random: random)
    }

    /// A low note of the first strike's pitch classes.
    private static func firstPitch(_ duties: [BassDuty], using random: inout Xoshiro256StarStar) -> Int {
        let classes = duties.lazy.compactMap { if case .strike(let classes, _) = $0 { classes } else { nil } }.first
        let choices = (31...44).filter { classes?.contains($0) ?? true }
        return choices[random.below(choices.count)]
    }

    /// The pitch of each beat: nil on rests, and the pitch held on held beats.
    ///
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    package mutating func pitches() throws(SamplingError) -> [Int?] {
        var line: [Int?] = []
        line.reserveCapacity(duties.count)
        var hasBegun = false
        for duty in duties {
            let step = try generator.next { [repeats, hasBegun] source, mask, _ in
                // The line sets out from its first note.
                let duty = hasBegun || duty == .rest ? duty : .hold
                duty.limit(&mask, after: source.context, repeats: repeats)
            }
            guard case .token = step else { break }
            switch duty {
            case .rest:
                repeats = 0
                line.append(nil)
            case .hold: line.append(generator.source.context.lastPitch)
            case .strike:
                repeats = generator.source.context.lastInterval == 0 ? repeats + 1 : 1
                hasBegun = true
                line.append(generator.source.context.lastPitch)
            }
        }
        return line
    }
}
