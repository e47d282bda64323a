import FoundationEssentials
import Recurrent
import Testing

@Suite struct NetworkConfigurationTests {
    private let valid = NetworkConfiguration(inputSizes: [65], hiddenSize: 8, layers: 2, outputSize: 65)

    @Test func `sizes out of bounds are refused by name`() throws {
        try valid.validate()
        func refusal(_ change: (inout NetworkConfiguration) -> Void) -> NetworkError? {
            var changed = valid
            change(&changed)
            do throws(NetworkError) {
                try changed.validate()
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal { $0.hiddenSize = 0 } == .size(name: "hidden size", found: 0, allowed: 1...16_384))
        #expect(refusal { $0.layers = 65 } == .size(name: "number of layers", found: 65, allowed: 1...64))
        #expect(refusal { $0.outputSize = -1 } == .size(name: "output size", found: -1, allowed: 1...1_000_000))
        #expect(refusal { $0.embeddingSize = 0 } == .size(name: "embedding size", found: 0, allowed: 1...16_384))
        #expect(refusal { $0.inputSizes = [] } == .size(name: "number of input fields", found: 0, allowed: 1...64))
        #expect(
            refusal { $0.inputSizes = [3, .max] }
                == .size(name: "size of input field 1", found: .max, allowed: 1...1_000_000))
        let tied = NetworkConfiguration(
            inputSizes: [9], embeddingSize: 5, hiddenSize: 5, outputSize: 9, tiesEmbedding: true)
        #expect(throws: Never.self) { try tied.validate() }
        #expect(tied.layout.map(\.name).filter { !$0.hasPrefix("lstm") } == ["embedding.weight", "linear.bias"])
        for change in [\NetworkConfiguration.outputSize, \.hiddenSize] {
            var other = tied
            other[keyPath: change] += 1
            #expect(throws: NetworkError.self) { try other.validate() }
        }
        var untied = tied
        untied.tiesEmbedding = false
        #expect(untied != tied && untied.parameterCount == tied.parameterCount + 45)
        var huge = valid
        huge.hiddenSize = 16_384
        #expect(throws: NetworkError.self) { try Parameters(huge) }
    }

    @Test(arguments: [
        (CellKind.rnn, ["rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0"]),
        (.gruSimplified, ["gru_simplified.weight_ih_l0", "gru_simplified.weight_hh_l0", "gru_simplified.bias_l0"]),
        (.gruFull, ["gru_full.weight_ih_l0", "gru_full.weight_hh_l0", "gru_full.bias_l0"]),
        (.gruReset, ["gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0"]),
        (.lstm, ["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0"]),
        (
            .lstmPeephole,
            [
                "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0",
                "lstm.weight_peephole_l0",
            ]
        ),
    ])
    func `tensors have PyTorch's names and cover the parameters without gaps`(cell: CellKind, names: [String]) {
        var configuration = valid
        configuration.cell = cell
        configuration.layers = 1
        #expect(configuration.layout.map(\.name) == names + ["linear.weight", "linear.bias"])
        var end = 0
        for tensor in configuration.layout {
            #expect(tensor.range.lowerBound == end)
            #expect(tensor.range.count == tensor.shape.reduce(1, *))
            end = tensor.range.upperBound
        }
        #expect(end == configuration.parameterCount)
    }

    @Test func `an embedding feeds the lowest layer, the layers each other`() {
        var configuration = valid
        configuration.inputSizes = [7, 5]
        configuration.embeddingSize = 3
        let shapes = Dictionary(uniqueKeysWithValues: configuration.layout.map { ($0.name, $0.shape) })
        #expect(shapes["embedding.weight"] == [12, 3])
        #expect(shapes["lstm.weight_ih_l0"] == [32, 3])
        #expect(shapes["lstm.weight_ih_l1"] == [32, 8])
    }

    @Test(arguments: CellKind.allCases)
    func `a configuration survives JSON`(cell: CellKind) throws {
        var configuration = valid
        configuration.cell = cell
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(NetworkConfiguration.self, from: data) == configuration)
        #expect(String(decoding: data, as: UTF8.self).contains("\"\(cell.rawValue)\""))
    }
}
