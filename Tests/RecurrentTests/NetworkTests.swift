import Recurrent
import Testing

@Suite struct NetworkTests {
    @Test func `parameters of another network are refused by name`() throws {
        let small = NetworkConfiguration(inputSizes: [4], hiddenSize: 3, outputSize: 4)
        var large = small
        large.hiddenSize = 5
        #expect(throws: NetworkError.shape(name: "lstm.weight_ih_l0", found: [20, 4], expected: [12, 4])) {
            try Network(small, parameters: Parameters(large))
        }
        var other = small
        other.cell = .rnn
        #expect(throws: NetworkError.missingTensor(name: "lstm.weight_ih_l0", shape: [12, 4])) {
            try Network(small, parameters: Parameters(other))
        }
        var short = try Parameters(small)
        short.values.removeLast()
        #expect(throws: NetworkError.count(name: "parameters", found: 123, expected: 124)) {
            try Network(small, parameters: short)
        }
    }
}
