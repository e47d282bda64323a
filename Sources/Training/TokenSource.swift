public import Recurrent

/// Sequences of steps to learn from, read a piece at a time, so that not all of them need be in memory at once.
///
/// A step is K input ids and one target; see `TokenSequence`.
public protocol TokenSource: Sendable {
    /// The steps of each sequence.
    var lengths: [Int] { get }

    /// Appends the ids of some steps of a sequence: K inputs a step to `inputs`, a target a step to `targets`.
    ///
    /// Training reads windows of some ten steps all over the sequences, so a call should cost little beside its steps.
    ///
    /// - Parameters:
    ///   - sequence: The number of the sequence.
    ///   - steps: Some of its steps, within its length.
    func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32])
}

/// Sequences in memory.
public struct TokenSequences: TokenSource {
    /// The sequences.
    public let sequences: [TokenSequence]
    public let lengths: [Int]

    /// Sequences whose steps are all of as many ids.
    public init(_ sequences: [TokenSequence]) {
        self.sequences = sequences
        lengths = sequences.map(\.targets.count)
    }

    public func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
        let source = sequences[sequence]
        guard !source.targets.isEmpty else { return }
        let fields = source.inputs.count / source.targets.count
        inputs += source.inputs[steps.lowerBound * fields..<steps.upperBound * fields]
        targets += source.targets[steps]
    }
}
