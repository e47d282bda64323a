import Recurrent

/// A short text that tells data apart: their size and a hash of their contents.
struct DataFingerprint {
    let text: String

    /// Data of more steps are read in pieces from all over them only.
    private static let mostSteps = 1 << 24
    private static let piece = 4096

    /// Reads the data; linear up to sixteen million steps, some milliseconds a million.
    init(_ source: any TokenSource, _ configuration: NetworkConfiguration) {
        let lengths = source.lengths
        let total = lengths.reduce(0, +)
        var hash = WordHash()
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var (seen, taken) = (0, 0)
        for (sequence, length) in lengths.enumerated() {
            hash.add(UInt64(length))
            for start in stride(from: 0, to: length, by: Self.piece) {
                let steps = start..<min(length, start + Self.piece)
                let share = Double(seen) / Double(total) * Double(Self.mostSteps)
                seen += steps.count
                guard total <= Self.mostSteps || Double(taken) <= share else { continue }
                taken += steps.count
                inputs.removeAll(keepingCapacity: true)
                targets.removeAll(keepingCapacity: true)
                source.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
                for id in inputs { hash.add(UInt64(UInt32(bitPattern: id))) }
                for id in targets { hash.add(UInt64(UInt32(bitPattern: id))) }
            }
        }
        text = "\(total) tokens, hash \(String(hash.value, radix: 16))"
    }
}

/// A fast hash of a list of numbers, to notice differences; no protection against intent.
struct WordHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
        let mixed = (value ^ word) &* 0xFF51_AFD7_ED55_8CCD
        value = mixed ^ mixed >> 32
    }
}
