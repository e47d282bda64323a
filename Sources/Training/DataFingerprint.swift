internal import Numerics

/// A short text that tells data apart: their size and a hash of their contents.
package struct DataFingerprint {
    package let text: String

    /// Data of more steps are read in pieces from all over them only.
    private static let mostSteps = 1 << 24
    private static let piece = 4096

    /// Reads the data; linear up to sixteen million steps, some milliseconds a million.
    package init(_ source: any TokenSource) {
        let lengths = source.lengths
        let total = lengths.reduce(0, +)
        var hash = Fingerprint()
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var (seen, taken) = (0, 0)
        for (sequence, length) in lengths.enumerated() {
            hash.update(UInt64(length))
            for start in stride(from: 0, to: length, by: Self.piece) {
                let steps = start..<min(length, start + Self.piece)
                let fraction = Double(seen) / Double(total) * Double(Self.mostSteps)
                seen += steps.count
                guard total <= Self.mostSteps || Double(taken) <= fraction else { continue }
                taken += steps.count
                inputs.removeAll(keepingCapacity: true)
                targets.removeAll(keepingCapacity: true)
                source.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
                hash.update(inputs)
                hash.update(targets)
            }
        }
        text = "\(total) tokens, hash \(hash.hex)"
    }
}
