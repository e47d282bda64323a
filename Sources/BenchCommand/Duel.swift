import Commands
import Glibc

/// Two programs that do the same work in turns, round after round, so that both meet the same noise.
struct Duel {
    /// How much is measured.
    struct Extent {
        /// The turns of each.
        var rounds: Int
        /// The seconds of a turn.
        var seconds: Double

        /// The seconds it takes in all.
        func total(beside torch: Bool) -> Double {
            // PyTorch's forms are tried first.
            Double(rounds) * (torch ? 2 * seconds + 0.3 : seconds + 0.1) + (torch ? 6 : 0.5)
        }

        static let full = Extent(rounds: 7, seconds: 0.7)
        static let quick = Extent(rounds: 3, seconds: 0.15)
    }

    /// What came of it, in tokens a second.
    struct Outcome {
        /// Ours: the median over all pieces of work.
        var rate: Double
        /// The other's; nil where there was none.
        var other: Double?
        /// The median of the rounds' quotients.
        var ratio: Double?
        /// 10⁹ operations a second, the median of what was measured each round.
        var ceiling: Double?
    }

    var extent: Extent

    /// Takes turns.
    ///
    /// - Parameters:
    ///   - other: Who it takes turns with; nil for none.
    ///   - threads: For the ceiling; nil where it is not wanted.
    ///   - tick: Called after each round.
    /// - Throws: `Failure` after Ctrl-C, and what the contenders throw.
    func run<Other: Contender>(
        _ here: some Contender, against other: Other?, ceilingThreads threads: Int?, tick: () -> Void
    ) throws -> Outcome {
        var (here, other) = (here, other)
        let ceiling = threads.map { Ceiling(threads: $0) }
        var ours: [[Double]] = []
        var theirs: [[Double]] = []
        var ceilings: [Double] = []
        _ = try here.work(seconds: 0)
        for _ in 0..<extent.rounds {
            try checkInterruption()
            if let ceiling { ceilings.append(ceiling.measure()) }
            ours.append(try here.work(seconds: extent.seconds))
            try checkInterruption()
            if other != nil { Self.settle() }
            if let pieces = try other?.work(seconds: extent.seconds) {
                theirs.append(pieces)
                Self.settle()
            }
            tick()
        }
        try checkInterruption()
        let rate = Self.rate(ours.joined(), tokens: here.tokensPerPiece)
        return Outcome(
            rate: rate ?? 0,
            other: other.flatMap { Self.rate(theirs.joined(), tokens: $0.tokensPerPiece) },
            ratio: other.flatMap { other in
                Statistics.medianRatio(
                    ours.compactMap { Self.rate($0, tokens: here.tokensPerPiece) },
                    to: theirs.compactMap { Self.rate($0, tokens: other.tokensPerPiece) })
            },
            ceiling: Statistics.median(ceilings))
    }

    /// Worker threads that wait for more work do so awake for a while, on the cores that the other side needs.
    private static func settle() { usleep(100_000) }

    private static func rate(_ seconds: some Sequence<Double>, tokens: Int) -> Double? {
        Statistics.median(seconds).map { Double(tokens) / $0 }
    }
}
