import Recurrent
import Testing

@Suite struct TokenSequenceTests {
    @Test func tokensBecomeInputsAndTheirSuccessors() {
        #expect(TokenSequence(tokens: [5, 6, 7]) == TokenSequence(inputs: [5, 6], targets: [6, 7]))
        #expect(TokenSequence(tokens: [5]) == TokenSequence(inputs: [], targets: []))
        #expect(TokenSequence(tokens: []) == TokenSequence(inputs: [], targets: []))
    }

    @Test func targetsAreCountedAndMaskedOnesAreNot() {
        let sequences = [TokenSequence(inputs: [0, 0, 0], targets: [1, -1, 1]), TokenSequence(tokens: [3, 2, 9])]
        #expect(sequences.targetCounts(outputSize: 4) == [0, 2, 1, 0])
    }
}
