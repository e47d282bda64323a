package import Harmony
package import Numerics
package import Recurrent
package import Sampling

/// Invents changes chord by chord in a given form.
///
/// The form is masks, applied before every draw: no chord lasts beyond its section, a section that returns says its
/// source again up to its own ending, and the chords on which the form rests stand where they must, the tonic in the
/// last bar among them. Nothing is drawn and thrown away.
package struct ProgressionInventor: Sendable {
    /// How changes are drawn where nothing else is asked for: as learned, but for what is least likely. Bolder truncation
    /// makes them plainer than standards are (fewer roots outside of the key, more falling fifths).
    package static let usualTemperature = 1.0
    package static let usualTopP = 0.97

    private let engine: StepEngine
    private let options: SamplingOptions

    package init(engine: StepEngine, options: SamplingOptions? = nil) {
        self.engine = engine
        // The usual values are within range, so the fallback is never taken.
        self.options =
            options ?? (try? SamplingOptions(temperature: Self.usualTemperature, topP: Self.usualTopP)) ?? .plain
    }

    /// The changes of a plan in a key, without a title.
    ///
    /// - Parameter random: Draws one number a token.
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    /// - Complexity: Linear in the bars.
    package func chart(
        _ plan: FormPlan, key: Key, random: Xoshiro256StarStar
    ) throws(SamplingError) -> Chart {
        let events = try events(plan, random: random)
        var bars: [ChartBar] = []
        for (section, events) in zip(plan.sections, events) {
            var rows = [[ChartChord]](repeating: [], count: section.bars)
            for event in events {
                let pitch = key.tonic.pitchClass + event.degree
                let isLeading = event.quality == .diminished || event.quality == .halfDiminished
                let chord = event.quality.chord(on: key.spelling(of: pitch, leading: isLeading))
                if rows[event.bar].last?.chord == chord { continue }
                rows[event.bar].append(ChartChord(beat: event.beat, chord: chord))
            }
            for (index, row) in rows.enumerated() {
                var chords = row
                if chords.isEmpty, let held = bars.last?.chords.last?.chord {
                    chords = [ChartChord(beat: 0, chord: held)]
                }
                bars.append(ChartBar(chords: chords, section: index == 0 ? section.label : nil))
            }
        }
        return Chart(key: key, meter: plan.meter, bars: bars)
    }

    /// The chords of each section.
    func events(_ plan: FormPlan, random: Xoshiro256StarStar) throws(SamplingError) -> [[ProgressionTune.Event]] {
        let source = ContextSource(engine: engine, context: ProgressionContext(plan))
        var generator = try Generator(
            source: source, prompt: [ProgressionVocabulary.start], limits: LengthLimits(), eos: nil,
            sampler: Sampler(options), random: random)
        var result = [[ProgressionTune.Event]](repeating: [], count: plan.sections.count)
        while !generator.source.context.isOver {
            let context = generator.source.context
            let step = try generator.next { source, mask, _ in
                let context = source.context
                mask.allowOnly(ProgressionVocabulary.tokens(for: context.decision), rule: "the order of decisions")
                switch context.decision {
                case .root: Self.limitRoot(&mask, context, result)
                case .quality: Self.limitQuality(&mask, context, result)
                case .length: Self.limitLength(&mask, context, result)
                }
            }
            guard case .token(let token) = step else { break }
            guard context.decision == .length, let root = context.root, let quality = context.quality else { continue }
            result[context.section].append(
                ProgressionTune.Event(
                    bar: context.bar, beat: context.beat, degree: root, quality: quality, length: token.id))
        }
        return result
    }

    /// The chord of the source section that is to be said again here.
    private static func copied(
        _ context: ProgressionContext, _ said: [[ProgressionTune.Event]]
    ) -> ProgressionTune.Event? {
        let section = context.plan.sections[context.section]
        guard let source = section.source, context.bar < section.copiedBars else { return nil }
        return said[source].first { $0.bar == context.bar && $0.beat == context.beat }
    }

    private static func anchor(_ context: ProgressionContext) -> FormPlan.Anchor? {
        guard context.beat == 0 else { return nil }
        return context.plan.anchors.first { $0.section == context.section && $0.bar == context.bar }
    }

    private static func limitRoot(
        _ mask: inout TokenMask, _ context: ProgressionContext, _ said: [[ProgressionTune.Event]]
    ) {
        if let anchor = anchor(context) {
            let token = ProgressionVocabulary.root(anchor.degree)
            mask.allowOnly(token..<token + 1, rule: "the form's chords")
        } else if let copied = copied(context, said) {
            let token = ProgressionVocabulary.root(copied.degree)
            mask.allowOnly(token..<token + 1, rule: "the section that returns")
        }
    }

    private static func limitQuality(
        _ mask: inout TokenMask, _ context: ProgressionContext, _ said: [[ProgressionTune.Event]]
    ) {
        if let anchor = anchor(context) {
            for quality in ProgressionQuality.allCases where !anchor.qualities.contains(quality) {
                mask.forbid(ProgressionVocabulary.quality(quality), rule: "the form's chords")
            }
        } else if let copied = copied(context, said) {
            let token = ProgressionVocabulary.quality(copied.quality)
            mask.allowOnly(token..<token + 1, rule: "the section that returns")
        } else if let before = context.before, before.degree == context.root, context.bar > 0 || context.beat > 0 {
            mask.forbid(ProgressionVocabulary.quality(before.quality), rule: "a chord that changes")
        }
    }

    private static func limitLength(
        _ mask: inout TokenMask, _ context: ProgressionContext, _ said: [[ProgressionTune.Event]]
    ) {
        let section = context.plan.sections[context.section]
        var most = section.bars - context.bar
        // A chord may sound across the bar line of an anchor only if it is what belongs there.
        for next in context.plan.anchors where next.section == context.section && next.bar > context.bar {
            let fits = next.degree == context.root && context.quality.map(next.qualities.contains) == true
            if !fits { most = min(most, next.bar - context.bar) }
        }
        most = min(most, ProgressionVocabulary.mostBars)
        let isLastBar = context.section == context.plan.sections.count - 1 && context.bar == section.bars - 1
        if isLastBar {
            mask.allowOnly(ProgressionVocabulary.bars(1)..<ProgressionVocabulary.bars(1) + 1, rule: "the end")
            return
        }
        if let copied = copied(context, said) {
            var token = copied.length
            if case .bars(let bars) = ProgressionVocabulary.meaning(of: token) {
                token = ProgressionVocabulary.bars(min(bars, most))
            }
            mask.allowOnly(token..<token + 1, rule: "the section that returns")
            return
        }
        for count in 1...ProgressionVocabulary.mostBars where count > most {
            mask.forbid(ProgressionVocabulary.bars(count), rule: "the section's length")
        }
        for count in 1...ProgressionVocabulary.mostBeats where context.beat + count >= context.plan.meter.beats {
            mask.forbid(ProgressionVocabulary.beats(count), rule: "the bar's length")
        }
    }
}
