/// A sequence to learn from: at each of n steps K input ids, and the id that should come next.
public struct TokenSequence: Sendable, Equatable {
    /// n×K ids, step after step; a negative id means "nothing".
    public var inputs: [Int32]
    /// n ids of the output vocabulary; a negative one is not learned.
    public var targets: [Int32]

    /// A sequence of n steps, n being the number of targets.
    public init(inputs: [Int32], targets: [Int32]) {
        self.inputs = inputs
        self.targets = targets
    }

    /// A sequence in which each token is followed by the next; one step fewer than there are tokens.
    public init(tokens: some Collection<Int32>) {
        self.init(inputs: Array(tokens.dropLast()), targets: Array(tokens.dropFirst()))
    }
}

extension Sequence<TokenSequence> {
    /// How often each of `size` output ids is asked for; `Network.setOutputBias(frequencies:)` wants to know.
    public func targetCounts(outputSize size: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: size)
        for sequence in self {
            for target in sequence.targets where 0..<size ~= Int(target) { counts[Int(target)] += 1 }
        }
        return counts
    }
}
