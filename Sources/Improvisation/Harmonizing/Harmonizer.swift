package import Harmony
import Numerics
package import Recurrent
import Sampling

/// Finds chords for a melody.
///
/// Of all progressions the one is sought that makes the melody most likely, among those that are likely themselves: the
/// network of ``ModelKind/changes`` foretells the chords, a ``HarmonyTable`` the notes over them (a noisy-channel model; Brown
/// et al., "The Mathematics of Statistical Machine Translation", 1993). A beam goes through the melody half a bar at a time; of
/// progressions that end alike the best is kept.
package struct Harmonizer: Sendable {
    /// A progression.
    package struct Result: Sendable {
        package var key: Key
        /// The chord of each span.
        package var chords: [Chord]
        /// ln p of the chords, and of the melody over them as far as it counts.
        package var score: Double
    }

    let engine: StepEngine
    private let likelihoods: [[[Double]]]
    /// Progressions that are kept for each place.
    package var width = 10
    /// How much the melody counts beside the chords: its notes are not independent of each other.
    package var melodyWeight = 0.9
    /// Keys that are tried.
    package var keys = 4

    /// What a chord costs that an earlier alternative has in the same place.
    private static let sameness = 1.2
    /// What it is worth that the last chord is the tonic's.
    private static let homecoming = 1.5
    /// The weight of the notes of a half bar that counts as it is: four eighths.
    private static let busy = 4.0
    /// Roots and chords that are followed from each progression.
    private static let roots = 6
    private static let choices = 9
    /// The longest chord, in bars.
    private static let longest = 4

    /// - Parameter engine: A network of ``ModelKind/changes``.
    package init(engine: StepEngine, table: HarmonyTable) {
        self.engine = engine
        likelihoods = table.logProbabilities()
    }

    static let qualities = ProgressionQuality.allCases

    /// Progressions for a melody, the best first, each unlike those before it.
    ///
    /// - Parameters:
    ///   - meter: That of most bars.
    ///   - keys: Those in which it may be; empty to find it.
    ///   - sections: The lengths in bars of the sections, if they are known.
    ///   - count: At least 1.
    /// - Complexity: Linear in the bars, in the keys tried and in `count`.
    package func harmonize(
        _ melody: MelodySpans, meter: Meter, keys wanted: [Key] = [], sections: [Int] = [], count: Int = 1
    ) -> [Result] {
        guard !melody.spans.isEmpty else { return [] }
        let bars = melody.bars.count - 1
        let known = sections.reduce(0, +) == bars ? sections : nil
        let heard = evidence(melody)
        let keys: [(key: Key, logProbability: Double)] =
            wanted.isEmpty ? KeyProfile.likeliest(melody, count: keys) : wanted.map { ($0, 0) }
        // What lets the best progression be found, by a narrow search.
        var best: (form: Form, key: Key, score: Double)?
        for form in forms(melody, heard, isKnown: known != nil) {
            for candidate in keys {
                let lengths = known ?? Self.sections(form.spans.bars.count - 1)
                let found = search(
                    form.spans, form.evidence, meter, candidate.key, lengths, width: max(2, width / 3))
                let score = (found?.score ?? -.infinity) + candidate.logProbability
                if score > best?.score ?? -.infinity { best = (form, candidate.key, score) }
            }
        }
        guard var (form, key, _) = best else { return [] }
        var results: [Result] = []
        for _ in 0..<count {
            let lengths = known ?? Self.sections(form.spans.bars.count - 1)
            guard var found = search(form.spans, form.evidence, meter, key, lengths, width: width) else { break }
            for (span, chord) in found.chords.enumerated() {
                guard let quality = ProgressionQuality(chord) else { continue }
                for other in Self.qualities where other.family == quality.family {
                    form.evidence[span][chord.root * Self.qualities.count + other.rawValue] -=
                        Self.sameness * Double(form.choruses)
                }
            }
            found.chords = melody.spans.indices.map { found.chords[modulo($0 - form.offset, found.chords.count)] }
            results.append(found)
        }
        return results
    }

    /// A form in which a melody may lie.
    private struct Form {
        /// One chorus.
        var spans: MelodySpans
        /// Of all choruses together.
        var evidence: [[Double]]
        /// Spans before the first whole chorus, which are the end of one.
        var offset = 0
        var choruses = 1
    }

    /// The melody as it is; and where it is longer than a song, as choruses of the usual lengths, each heard for all.
    private func forms(_ melody: MelodySpans, _ heard: [[Double]], isKnown: Bool) -> [Form] {
        var forms = [Form(spans: melody, evidence: heard)]
        let bars = melody.bars.count - 1
        let perBar = melody.spans.count / bars
        guard !isKnown, bars > Self.longestSong, melody.isUniform else { return forms }
        for period in Self.periods where 2 * period <= bars {
            for upbeat in 0...1 {
                let count = period * perBar
                var form = Form(
                    spans: melody.first(bars: period),
                    evidence: Array(repeating: [Double](repeating: 0, count: heard[0].count), count: count),
                    offset: upbeat * perBar, choruses: (bars + period - 1) / period)
                for (span, row) in heard.enumerated() {
                    let place = modulo(span - form.offset, count)
                    for (index, value) in row.enumerated() { form.evidence[place][index] += value }
                }
                forms.append(form)
            }
        }
        return forms
    }

    /// Lengths of choruses, and the most bars that one has as a rule.
    private static let periods = [12, 16, 20, 24, 32, 36, 40, 48, 64]
    private static let longestSong = 40

    /// ln p of a span's notes over each chord, as far as they count: [span][root × quality].
    func evidence(_ melody: MelodySpans) -> [[Double]] {
        melody.spans.map { span in
            // A few long notes say more of the chord than as many of a run.
            let weight = span.notes.reduce(0) { $0 + $1.weight }
            let share = melodyWeight * max(1, (Self.busy / max(weight, 0.1)).squareRoot())
            var row = [Double](repeating: 0, count: 12 * Self.qualities.count)
            for note in span.notes {
                for root in 0..<12 {
                    let interval = modulo(note.pitchClass - root, 12)
                    for quality in Self.qualities.indices {
                        row[root * Self.qualities.count + quality] +=
                            share * note.weight * likelihoods[quality][note.isOnBeat ? 0 : 1][interval]
                    }
                }
            }
            return row
        }
    }

    /// Sections of eight bars, of twelve in what is a blues by its length.
    static func sections(_ bars: Int) -> [Int] {
        let length = bars % 8 != 0 && bars % 12 == 0 ? 12 : 8
        let whole = [Int](repeating: length, count: bars / length)
        guard bars % length > 0 else { return whole }
        // A short rest belongs to the section before it.
        if bars % length < 4, let last = whole.last { return whole.dropLast() + [last + bars % length] }
        return whole + [bars % length]
    }

    static func plan(_ sections: [Int], _ meter: Meter, _ key: Key) -> FormPlan {
        FormPlan(
            sections: sections.enumerated().map { FormPlan.Section(letter: min($0, FormPlan.otherLetter), bars: $1) },
            meter: meter, isMinor: key.isMinor)
    }

    // MARK: The search

    /// A chord of a progression, with those before it.
    private final class Step: Sendable {
        let before: Step?
        let span: Int
        let degree: Int
        let quality: Int

        init(_ before: Step?, span: Int, degree: Int, quality: Int) {
            self.before = before
            self.span = span
            self.degree = degree
            self.quality = quality
        }

        func isLike(_ other: Step) -> Bool {
            degree == other.degree && quality == other.quality && before?.degree == other.before?.degree
                && before?.quality == other.before?.quality
        }
    }

    private struct Hypothesis {
        var source: ContextSource<ProgressionContext>
        /// What was said last, which the source has not heard.
        var token = ProgressionVocabulary.start
        var last: Step?
        var score = 0.0
    }

    private func search(
        _ melody: MelodySpans, _ evidence: [[Double]], _ meter: Meter, _ key: Key, _ sections: [Int], width: Int
    ) -> Result? {
        let plan = Self.plan(sections, meter, key)
        var beams = [[Hypothesis]](repeating: [], count: melody.spans.count + 1)
        beams[0] = [Hypothesis(source: ContextSource(engine: engine, context: ProgressionContext(plan)))]
        for span in melody.spans.indices {
            for hypothesis in beams[span] {
                extend(hypothesis, at: span, melody, evidence, meter, key, into: &beams, width: width)
            }
            beams[span] = []
        }
        guard let best = beams[melody.spans.count].max(by: { $0.score < $1.score }) else { return nil }
        var chords = [Chord](repeating: .noChord, count: melody.spans.count)
        var end = melody.spans.count
        var step = best.last
        while let chord = step {
            let quality = Self.qualities[chord.quality]
            let isLeading = quality.family == .diminished || quality.family == .halfDiminished
            let root = key.spelling(of: key.tonic.pitchClass + chord.degree, leading: isLeading)
            for span in chord.span..<end { chords[span] = quality.chord(on: root) }
            end = chord.span
            step = chord.before
        }
        return Result(key: key, chords: chords, score: best.score)
    }

    /// Adds to the beams what a progression can go on with.
    private func extend(
        _ hypothesis: Hypothesis, at span: Int, _ melody: MelodySpans, _ evidence: [[Double]], _ meter: Meter,
        _ key: Key,
        into beams: inout [[Hypothesis]], width: Int
    ) {
        var hypothesis = hypothesis
        var logits: [Float] = []
        let count = Self.qualities.count
        hypothesis.source.advance(hypothesis.token, logits: &logits)
        let context = hypothesis.source.context
        let roots = Self.logProbabilities(logits, .root)
        func row(_ degree: Int) -> Int { modulo(key.tonic.pitchClass + degree, 12) * count }
        let likely = (0..<12).map { degree in
            let best = evidence[span][row(degree)..<row(degree) + count].max() ?? 0
            return (degree: degree, score: roots[degree] + best)
        }.sorted { ($1.score, $0.degree) < ($0.score, $1.degree) }.prefix(Self.roots)
        typealias Choice = (degree: Int, quality: Int, prior: Double, score: Double)
        var choices: [Choice] = []
        var sources: [Int: ContextSource<ProgressionContext>] = [:]
        for (degree, _) in likely {
            var source = hypothesis.source
            source.advance(ProgressionVocabulary.root(degree), logits: &logits)
            sources[degree] = source
            for (quality, log) in Self.logProbabilities(logits, .quality).enumerated() {
                if let last = hypothesis.last, last.degree == degree, last.quality == quality { continue }
                let prior = roots[degree] + log
                choices.append((degree, quality, prior, prior + evidence[span][row(degree) + quality]))
            }
        }
        choices.sort { ($1.score, $0.degree, $0.quality) < ($0.score, $1.degree, $1.quality) }
        for choice in choices.prefix(Self.choices) {
            guard var source = sources[choice.degree] else { continue }
            source.advance(ProgressionVocabulary.quality(Self.qualities[choice.quality]), logits: &logits)
            let lengths = Self.logProbabilities(logits, .length)
            let first = ProgressionVocabulary.tokens(for: .length).lowerBound
            let place = row(choice.degree) + choice.quality
            var ends: [(token: Int, span: Int)] = []
            let bar = melody.spans[span].bar
            if melody.spans[span].beat == 0, melody.bars[bar + 1] > span + 1 {
                let beats = MelodySpans.half(of: meter) ?? 1
                ends.append((ProgressionVocabulary.beats(beats), span + 1))
            }
            let left = context.plan.sections[context.section].bars - context.bar
            for bars in 1...min(left, Self.longest) {
                ends.append((ProgressionVocabulary.bars(bars), melody.bars[bar + bars]))
            }
            var heard = 0.0
            var reached = span
            for (token, end) in ends {
                while reached < end {
                    heard += evidence[reached][place]
                    reached += 1
                }
                var score = hypothesis.score + choice.prior + lengths[token - first] + heard
                if end == melody.spans.count, choice.degree == 0,
                    FormPlan.home(isMinor: key.isMinor).contains(Self.qualities[choice.quality])
                {
                    score += Self.homecoming
                }
                let step = Step(hypothesis.last, span: span, degree: choice.degree, quality: choice.quality)
                Self.add(
                    Hypothesis(source: source, token: token, last: step, score: score), to: &beams[end], width: width)
            }
        }
    }

    /// Keeps the best, and of those that end alike one.
    private static func add(_ new: Hypothesis, to beam: inout [Hypothesis], width: Int) {
        if beam.count >= width, let worst = beam.last, worst.score >= new.score { return }
        if let twin = beam.firstIndex(where: { $0.last.map { $0.isLike(new.last!) } ?? false }) {
            guard beam[twin].score < new.score else { return }
            beam.remove(at: twin)
        }
        let place = beam.firstIndex { $0.score < new.score } ?? beam.count
        beam.insert(new, at: place)
        if beam.count > width { beam.removeLast() }
    }

    /// ln p of the answers to a decision, by their order.
    static func logProbabilities(_ logits: [Float], _ decision: ProgressionVocabulary.Decision) -> [Double] {
        let tokens = ProgressionVocabulary.tokens(for: decision)
        let most = Double(logits[tokens].max() ?? 0)
        let sum = tokens.reduce(0.0) { $0 + exponential(Double(logits[$1]) - most) }
        let whole = most + naturalLogarithm(sum)
        return tokens.map { Double(logits[$0]) - whole }
    }
}

/// How well the notes of a melody fit keys: correlations with the profiles of Krumhansl and Kessler ("Tracing the Dynamic
/// Changes in Perceived Tonal Organization", 1982).
enum KeyProfile {
    private static let major = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
    private static let minor = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]

    /// The likeliest keys, the best first, with what is thought of them before the chords are heard.
    static func likeliest(_ melody: MelodySpans, count: Int) -> [(key: Key, logProbability: Double)] {
        var weights = [Double](repeating: 0, count: 12)
        for note in melody.spans.flatMap(\.notes) { weights[note.pitchClass] += note.weight }
        let rated = (0..<24).map { index -> (index: Int, fit: Double) in
            let profile = index < 12 ? major : minor
            return (index, correlation((0..<12).map { weights[($0 + index) % 12] }, profile))
        }.sorted { ($1.fit, $0.index) < ($0.fit, $1.index) }
        return rated.prefix(count).map { index, _ in
            (Key(tonic: NoteName.usual(index % 12), isMinor: index >= 12), index >= 12 ? minorRarity : 0)
        }
    }

    /// ln of how much rarer minor is among standards.
    private static let minorRarity = -1.7

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (meanA, meanB) = (a.reduce(0, +) / 12, b.reduce(0, +) / 12)
        let product = zip(a, b).reduce(0.0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
        let squares = (
            a.reduce(0.0) { $0 + ($1 - meanA) * ($1 - meanA) }, b.reduce(0.0) { $0 + ($1 - meanB) * ($1 - meanB) }
        )
        return squares.0 == 0 ? 0 : product / (squares.0 * squares.1).squareRoot()
    }
}
