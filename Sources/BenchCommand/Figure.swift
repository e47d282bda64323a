import Terminal

/// One line of the table: what was measured, beside what else, and what it should have been.
package struct Figure: Sendable, Equatable, Encodable {
    /// The parts of the table.
    package enum Group: String, Sendable, Encodable, CaseIterable {
        case start, training, sampling, controls, team, learning, live
    }

    /// What the value counts.
    package enum Unit: String, Sendable, Encodable {
        case tokensPerSecond = "tokens/s"
        case seconds = "s"
        case bytes
        /// How often something has happened.
        case count = "times"
        case natsPerCharacter = "nats/character"
        case bitsPerCharacter = "bits/character"
        case bitsPerNote = "bits/note"
        /// How much more time a token takes than without what is measured, as a fraction.
        case slower = "more time"
        /// How many times as fast as something else.
        case times = "×"

        /// A value in this unit, as people read it.
        package func text(_ value: Double) -> String {
            switch self {
            case .tokensPerSecond: value < 9.95e4 ? NumberText.grouped(Int(value.rounded())) : Self.thousands(value)
            case .seconds:
                value < 1
                    ? NumberText.fixed(value * 1e3, decimals: 1) + " ms" : NumberText.fixed(value, decimals: 1) + " s"
            case .bytes: NumberText.fixed(value / 1_048_576, decimals: 1) + " MiB"
            case .count: NumberText.grouped(Int(value.rounded()))
            case .times: NumberText.fixed(value, decimals: 2) + " ×"
            case .slower: NumberText.fixed(value * 100, decimals: 0) + " % more time"
            case .natsPerCharacter: NumberText.fixed(value, decimals: 4) + " nats"
            case .bitsPerCharacter, .bitsPerNote: NumberText.fixed(value, decimals: 4) + " bits"
            }
        }

        private static func thousands(_ value: Double) -> String {
            NumberText.grouped(Int((value / 1_000).rounded())) + "k"
        }
    }

    /// What `--only` looks for.
    package var name: String
    /// What it is, for people.
    package var title: String
    package var group: Group
    /// The threads that were used, where that was a choice.
    package var threads: Int?
    package var value: Double
    package var unit: Unit
    /// 10⁹ floating-point operations a second.
    package var gigaflops: Double?
    /// What as many threads can do at most, measured in between.
    package var ceiling: Double?
    /// PyTorch's value, in the same unit.
    package var torch: Double?
    /// The form of PyTorch's program that was fastest.
    package var torchVariant: String?
    /// The median of the rounds' quotients of the two values.
    package var ratio: Double?
    /// The same of PyTorch under autocast, in bfloat16.
    package var autocast: Double?
    package var autocastRatio: Double?
    package var goals: [Goal] = []

    package init(
        name: String, title: String, group: Group, threads: Int? = nil, value: Double, unit: Unit, goals: [Goal] = []
    ) {
        self.name = name
        self.title = title
        self.group = group
        self.threads = threads
        self.value = value
        self.unit = unit
        self.goals = goals
    }

    /// The fraction of the ceiling that was reached.
    package var ceilingFraction: Double? {
        guard let gigaflops, let ceiling, ceiling > 0 else { return nil }
        return gigaflops / ceiling
    }

    /// "≥ 2.0 × ok, ≥ 80 % short": the goals that this run can tell something about.
    package var verdicts: String {
        goals.compactMap { goal in
            goal.isReached(by: self).map {
                "\(goal.text(unit: unit)) \($0 ? "ok" : goal.isUpperBound ? "over" : "short")"
            }
        }.joined(separator: ", ")
    }
}
