import Recurrent
import Testing
import Training

@Suite struct DataFingerprintTests {
    private func text(_ sequences: [TokenSequence]) -> String { DataFingerprint(TokenSequences(sequences)).text }

    @Test func everyIdAndEveryBorderMatters() {
        let data = [TokenSequence(tokens: 0...9999), TokenSequence(tokens: [3, 1, 4, 1, 5])]
        #expect(text(data) == text(data))
        #expect(text(data).hasPrefix("10003 tokens, hash "))
        for index in [0, 4095, 4096, 9998] {
            var other = data
            other[0].inputs[index] += 1
            #expect(text(other) != text(data))
            other = data
            other[0].targets[index] = -1
            #expect(text(other) != text(data))
        }
        #expect(text(data.reversed()) != text(data))
        let joined = TokenSequence(
            inputs: data[0].inputs + data[1].inputs, targets: data[0].targets + data[1].targets)
        #expect(text([joined]) != text(data))
        #expect(text([]) == "0 tokens, hash e220a8397b1dcdaf68850ac74e2e5a26")
    }

    @Test func ofHugeDataPiecesFromAllOverAreRead() {
        let source = Counting()
        let text = DataFingerprint(source).text
        #expect(text.hasPrefix("100000000 tokens"))
    }

    /// More steps than are read; each piece is made up as it is asked for.
    private struct Counting: TokenSource {
        let lengths = [60_000_000, 40_000_000]

        func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
            #expect(steps.count <= 4096)
            inputs.append(Int32(steps.lowerBound))
            targets.append(Int32(sequence))
        }
    }
}
