import Harmony
import Numerics

/// What a line has played, as far as it foretells what comes: two memories beside the network's own, which fades within bars.
///
/// - **Pitch classes.** A pitch is the likelier the oftener its class was played in the last bars, to a power that differs from
///   line to line: players stay with some pitches for a while, some more than others.
/// - **A continuous cache** (Grave, Joulin and Usunier, "Improving neural language models with a continuous cache", ICLR 2017):
///   what followed when the network was in a state like the present one, for each kind of decision by itself. The state `h`
///   recalls the token that followed an earlier state `h'` with a weight of exp(θ h·h'); the weights sum to one, and what is
///   recalled is mixed into the network's distribution, the more the more there is to recall.
///
/// Lead.md tells what each is worth on solos that the network has not learned from.
package struct LeadMemory: Sendable {
    /// θ.
    private static let sharpness: Float = 0.9
    /// The share of what is recalled, where there is no end of it, and how many decisions bring it to half of that.
    private static let (mostShare, settling) = (0.4, 80.0)
    /// Decisions of each kind that are remembered, at least; twice as many are kept at times.
    static let remembered = 512

    /// The power of the fraction that a pitch class has of the notes: the mean over lines, hardly less than what foretells solos
    /// best, and how lines lie around it.
    package static let usualPersistence = 0.25
    private static let persistenceSpread = 0.25
    /// Slots within which notes count: four bars of four beats. Every class has one note from the outset.
    static let classSlots = 192

    private let amount: Double
    private let persistence: Double
    /// For each decision, the states before it and the tokens that followed.
    private var states: [[SIMD16<Float>]]
    private var tokens: [[Int]]
    /// The notes of the last ``classSlots``.
    private var played: [(slot: Int, pitchClass: Int)] = []
    /// What the next token will be the answer to.
    private var asked: Question?

    private struct Question: Sendable {
        var decision: LeadVocabulary.Decision
        var state: [SIMD16<Float>]
        var slot: Int
        var lastPitch: Int
        /// Whether the interval leads from nowhere.
        var isFirst: Bool
    }

    /// - Parameters:
    ///   - amount: How much the continuous cache has to say: 1 as foretells solos best, 0 nothing.
    ///   - persistence: The power of a pitch class's fraction; 0 leaves the classes to the network.
    package init(amount: Double, persistence: Double = usualPersistence) {
        self.amount = amount
        self.persistence = persistence
        states = LeadVocabulary.Decision.allCases.map { _ in [] }
        tokens = states.map { _ in [] }
    }

    /// The memory of a line that is invented, whose persistence the seed decides.
    package init(amount: Double, seed: UInt64) {
        var random = Xoshiro256StarStar(seed: seed)
        self.init(amount: amount, persistence: Self.usualPersistence + Self.persistenceSpread * random.nextNormal())
    }

    /// Mixes what is remembered into the network's scores of the next token.
    ///
    /// - Parameters:
    ///   - state: The network's last activation, H numbers.
    ///   - context: Where the line stands.
    ///   - logits: Scores of the vocabulary. The sum of the probabilities of the tokens that can answer stays as it is.
    /// - Complexity: O(H) for each decision that is remembered, with a cache; else linear in the notes of ``classSlots``.
    package mutating func recall(_ state: [Float], _ context: LeadContext, logits: inout [Float]) {
        let decision = context.decision
        let packed = amount > 0 ? Self.packed(state) : []
        asked = Question(
            decision: decision, state: packed, slot: context.slot, lastPitch: context.lastPitch,
            isFirst: context.noteCount == 0)
        let past = tokens[decision.rawValue]
        let hasClasses = decision == .pitch && persistence != 0 && !played.isEmpty
        guard !past.isEmpty || hasClasses else { return }
        let answers = LeadVocabulary.tokens(for: decision)
        let most = Double(answers.map { logits[$0] }.max() ?? 0)
        var probabilities = answers.map { exponential(Double(logits[$0]) - most) }
        let sum = probabilities.reduce(0, +)
        let share = amount * Self.mostShare * Double(past.count) / (Double(past.count) + Self.settling)
        for index in probabilities.indices { probabilities[index] *= (1 - share) / sum }
        if share > 0 {
            for (token, weight) in zip(past, attention(of: packed, to: decision)) {
                probabilities[token - answers.lowerBound] += share * weight
            }
        }
        if hasClasses { weigh(&probabilities, context) }
        let total = probabilities.reduce(0, +)
        for (token, probability) in zip(answers, probabilities) {
            // What nothing holds possible is as unlikely as a score can say.
            logits[token] = Float(naturalLogarithm(max(probability / total, 1e-30) * sum) + most)
        }
    }

    /// Remembers the token that followed.
    package mutating func note(_ token: Int) {
        guard let asked, LeadVocabulary.tokens(for: asked.decision).contains(token) else { return }
        self.asked = nil
        if case .interval(let semitones) = LeadVocabulary.meaning(of: token) {
            played.append((asked.slot, modulo(asked.lastPitch + semitones, 12)))
            if asked.isFirst { return }
        }
        guard amount > 0 else { return }
        let kind = asked.decision.rawValue
        states[kind] += asked.state
        tokens[kind].append(token)
        if tokens[kind].count > 2 * Self.remembered {
            tokens[kind].removeFirst(Self.remembered)
            states[kind].removeFirst(Self.remembered * asked.state.count)
        }
    }

    /// The weight in a state of each decision that is remembered; they sum to one.
    private func attention(of state: [SIMD16<Float>], to decision: LeadVocabulary.Decision) -> [Double] {
        let past = states[decision.rawValue]
        let width = state.count
        let products = tokens[decision.rawValue].indices.map { index in
            var sum = SIMD16<Float>()
            for part in 0..<width { sum += state[part] * past[index * width + part] }
            return Self.sharpness * Self.total(sum)
        }
        let most = products.max() ?? 0
        let weights = products.map { exponential(Double($0 - most)) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The sum of the lanes, in one order on every machine.
    private static func total(_ sum: SIMD16<Float>) -> Float {
        let eight = sum.lowHalf + sum.highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }

    private static func packed(_ state: [Float]) -> [SIMD16<Float>] {
        stride(from: 0, to: state.count, by: 16).map { start in
            var lanes = SIMD16<Float>()
            for lane in 0..<min(16, state.count - start) { lanes[lane] = state[start + lane] }
            return lanes
        }
    }

    /// Makes pitches likelier whose classes were played.
    private mutating func weigh(_ probabilities: inout [Double], _ context: LeadContext) {
        if let old = played.lastIndex(where: { context.slot - $0.slot >= Self.classSlots }) {
            played.removeSubrange(...old)
        }
        var counts = [Double](repeating: 1, count: 12)
        for note in played { counts[note.pitchClass] += 1 }
        let even = Double(played.count + 12) / 12
        let factors = counts.map { exponential(persistence * naturalLogarithm($0 / even)) }
        for index in probabilities.indices {
            probabilities[index] *= factors[modulo(context.lastPitch + index - LeadVocabulary.widestInterval, 12)]
        }
    }
}
