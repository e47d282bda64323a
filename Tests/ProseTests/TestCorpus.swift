import Prose
import Training

extension Corpus {
    /// The corpus of a text.
    init(_ text: String) throws(ProseError) {
        try self.init(bytes: Array(text.utf8), name: "c.txt")
    }
}

extension Tokenizer {
    /// The vocabulary of a text.
    init(text: String, kind: Kind = .characters, limit: Int? = nil) throws(ProseError) {
        try self.init(Corpus(text), layout: .document, kind: kind, limit: limit)
    }
}

extension CorpusTokens {
    /// All targets of all sequences.
    func targets() -> [Int32] {
        var (inputs, targets): ([Int32], [Int32]) = ([], [])
        for (sequence, length) in lengths.enumerated() {
            read(sequence: sequence, steps: 0..<length, inputs: &inputs, targets: &targets)
        }
        return targets
    }

    /// All tokens of each sequence, read in pieces of so many steps.
    func sequences(pieces: Int = 7) -> [[Int32]] {
        lengths.enumerated().map { sequence, length in
            var tokens: [Int32] = []
            for start in stride(from: 0, to: length, by: pieces) {
                var inputs: [Int32] = [-7]
                var targets: [Int32] = [-8]
                read(
                    sequence: sequence, steps: start..<min(length, start + pieces), inputs: &inputs, targets: &targets)
                precondition(inputs.count == targets.count && inputs[0] == -7 && targets[0] == -8)
                if let last = tokens.last { precondition(last == inputs[1]) }
                tokens = tokens.dropLast() + inputs.dropFirst() + [targets[targets.count - 1]]
            }
            return tokens
        }
    }
}
