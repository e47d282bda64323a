package import Improvisation
import Numerics
public import Recurrent

/// A network that tells leads which `jazz` made from those of players: many notes in, one answer out.
///
/// It reads excerpts of up to 64 notes, and is asked after the last note of each. Its scores for "player" and "jazz" give
/// the probability as in logistic regression.
public struct Critic: Sendable {
    /// What it thinks of a line.
    public struct Verdict: Sendable, Equatable {
        /// log p(jazz) / p(player), the mean over the excerpts. The lower, the more like a player.
        public var logOdds: Double
        /// The probability that `jazz` made it, the mean over the excerpts.
        public var probability: Double
        /// Excerpts that were read.
        public var excerpts: Int
    }

    /// Notes of an excerpt.
    package static let window = 64
    /// Notes from one excerpt to the next.
    package static let hop = 32
    /// Notes that a line must have.
    package static let fewestNotes = 16
    /// How often each excerpt is heard, jittered otherwise each time.
    private static let hearings = 4
    /// Excerpts that are read at a time.
    private static let together = 64

    private let engine: StepEngine

    /// - Precondition: The network is of ``ModelKind/critic``'s shape.
    public init(_ network: Network) {
        precondition(ModelKind.critic.fits(network.configuration), "a network of another kind than the critic's")
        engine = StepEngine(network)
    }

    /// Judges a line; nil for one of fewer than sixteen notes. The same line gives the same bits.
    ///
    /// - Parameter tempo: Quarter notes a minute.
    /// - Complexity: Linear in the notes.
    public func verdict(on line: MeasuredLine, tempo: Double) -> Verdict? {
        let excerpts = Self.excerpts(ofNotes: line.notes.count)
        guard let length = excerpts.first?.count else { return nil }
        var random = Xoshiro256StarStar(seed: 0)
        let rows = excerpts.flatMap { notes in
            (0..<Self.hearings).map { _ in CriticInput.ids(of: notes, in: line, tempo: tempo, using: &random) }
        }
        var (sum, probability) = (0.0, 0.0)
        for start in stride(from: 0, to: rows.count, by: Self.together) {
            for odds in logOdds(rows[start..<min(rows.count, start + Self.together)], length: length) {
                sum += odds
                probability += 1 / (1 + exponential(-odds))
            }
        }
        let count = Double(rows.count)
        return Verdict(logOdds: sum / count, probability: probability / count, excerpts: excerpts.count)
    }

    /// The excerpts of a line, all as long; none of one that is too short.
    package static func excerpts(ofNotes count: Int) -> [Range<Int>] {
        guard count >= fewestNotes else { return [] }
        guard count > window else { return [0..<count] }
        var starts = Array(stride(from: 0, through: count - window, by: hop))
        if starts[starts.count - 1] + window < count { starts.append(count - window) }
        return starts.map { $0..<$0 + window }
    }

    /// What is answered after the last note of rows that are all as long.
    private func logOdds(_ rows: ArraySlice<[Int32]>, length: Int) -> [Double] {
        let fields = CriticInput.fields.count
        var state = engine.zeroState(batch: rows.count)
        var scores: [Float] = []
        for note in 0..<length {
            engine.step(
                rows.flatMap { $0[note * fields..<(note + 1) * fields] }, state: &state, logits: &scores)
        }
        return rows.indices.map { row in
            let place = 2 * (row - rows.startIndex)
            return Double(scores[place + 1]) - Double(scores[place])
        }
    }
}
