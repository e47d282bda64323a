import Recurrent
import Testing

@Suite struct ParametersTests {
    private let configuration = NetworkConfiguration(cell: .rnn, inputSizes: [2], hiddenSize: 3, outputSize: 2)

    @Test func `a tensor is set and read by name`() throws {
        var parameters = try Parameters(configuration)
        #expect(parameters.count == 6 + 9 + 3 + 3 + 6 + 2)
        try parameters.set("linear.bias", shape: [2], to: [5, 6])
        #expect(parameters["linear.bias"] == [5, 6])
        #expect(Array(parameters.values.suffix(2)) == [5, 6])
        #expect(parameters["linear.nothing"] == nil)
    }

    @Test func `a wrong name, shape or count is refused`() throws {
        var parameters = try Parameters(configuration)
        #expect(throws: NetworkError.missingTensor(name: "bias", shape: [2])) {
            try parameters.set("bias", shape: [2], to: [1, 2])
        }
        #expect(throws: NetworkError.shape(name: "linear.weight", found: [3, 2], expected: [2, 3])) {
            try parameters.set("linear.weight", shape: [3, 2], to: [1, 2, 3, 4, 5, 6])
        }
        #expect(throws: NetworkError.count(name: "linear.bias", found: 3, expected: 2)) {
            try parameters.set("linear.bias", shape: [2], to: [1, 2, 3])
        }
    }

    @Test func `errors say what, where and what to do`() {
        #expect(
            NetworkError.size(name: "hidden size", found: 0, allowed: 1...9).description
                == "network: hidden size is 0; choose 1 to 9")
        #expect(
            NetworkError.shape(name: "linear.weight", found: [3, 2], expected: [2, 3]).description
                == "network: linear.weight has shape [3, 2], expected [2, 3]; "
                + "the parameters belong to another configuration")
        #expect(
            NetworkError.id(name: "target", found: 9, position: 4, size: 9).description
                == "network: target 9 at position 4 is outside the vocabulary of 9")
    }
}
