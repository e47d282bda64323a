import Commands
import Glibc

/// Programs that do the same work in turns, round after round, so that all meet the same noise.
struct Duel {
    /// How much is measured.
    struct Extent {
        /// The turns of each.
        var rounds: Int
        /// The seconds of a turn.
        var seconds: Double

        /// The seconds it takes in all.
        func total(beside others: Int) -> Double {
            // PyTorch's forms are tried first.
            Double(rounds) * (Double(others + 1) * seconds + 0.1 + 0.2 * Double(others)) + 6 * Double(others) + 0.5
        }

        static let full = Extent(rounds: 7, seconds: 0.7)
        static let quick = Extent(rounds: 3, seconds: 0.15)
    }

    /// What came of it, in tokens a second.
    struct Outcome {
        /// Ours: the median over all pieces of work.
        var rate: Double
        /// The others'.
        var others: [Double?]
        /// The medians of the rounds' quotients.
        var ratios: [Double?]
        /// 10⁹ operations a second, the median of what was measured each round.
        var ceiling: Double?
    }

    var extent: Extent

    /// Takes turns.
    ///
    /// - Parameters:
    ///   - others: Who it takes turns with.
    ///   - ceiling: What is measured each round besides; nil for nothing.
    ///   - tick: Called after each round.
    /// - Throws: `Failure` after Ctrl-C, and what the contenders throw.
    func run(
        _ here: some Contender, against others: [any Contender], ceiling: Ceiling?, tick: () -> Void
    ) throws -> Outcome {
        var (here, others) = (here, others)
        var ours: [[Double]] = []
        var theirs = [[[Double]]](repeating: [], count: others.count)
        var ceilings: [Double] = []
        _ = try here.work(seconds: 0)
        for _ in 0..<extent.rounds {
            try checkInterruption()
            if let ceiling { ceilings.append(ceiling.measure()) }
            ours.append(try here.work(seconds: extent.seconds))
            try checkInterruption()
            if !others.isEmpty { Self.settle() }
            for index in others.indices {
                theirs[index].append(try others[index].work(seconds: extent.seconds))
                Self.settle()
            }
            tick()
        }
        try checkInterruption()
        let rates = ours.compactMap { Self.rate($0, tokens: here.tokensPerPiece) }
        return Outcome(
            rate: Self.rate(ours.joined(), tokens: here.tokensPerPiece) ?? 0,
            others: others.indices.map { Self.rate(theirs[$0].joined(), tokens: others[$0].tokensPerPiece) },
            ratios: others.indices.map { index in
                Statistics.medianRatio(
                    rates, to: theirs[index].compactMap { Self.rate($0, tokens: others[index].tokensPerPiece) })
            }, ceiling: Statistics.median(ceilings))
    }

    /// Worker threads that wait for more work do so awake for a while, on the cores that the other side needs.
    private static func settle() { usleep(100_000) }

    private static func rate(_ seconds: some Sequence<Double>, tokens: Int) -> Double? {
        Statistics.median(seconds).map { Double(tokens) / $0 }
    }
}
