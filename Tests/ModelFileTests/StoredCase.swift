import FoundationEssentials
import ModelFile
import Recurrent

/// A small network as float64 PyTorch computed it; see `RecurrentTests/Fixtures/make_fixtures.py`.
struct StoredCase: Decodable {
    struct Tensor: Decodable {
        var shape: [Int]
        var in1024ths: [Int]
    }
    var configuration: NetworkConfiguration
    var parameters: [String: Tensor]
    var batch, time: Int
    var inputs: [Int32]
    var resets: [Bool]
    var logits: [Double]

    /// Those of the cells that PyTorch has.
    static let names = ["lstm", "gru-pytorch", "rnn"].flatMap { ["\($0)-one-hot", "\($0)-embedding"] }

    init(named name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let data = try Data(contentsOf: URL(filePath: "/\(folder)/RecurrentTests/Fixtures/\(name).json"))
        self = try JSONDecoder().decode(StoredCase.self, from: data)
    }

    /// The state as PyTorch would save it of a module whose attributes have other names.
    func state(_ rename: (String) -> String = { $0 }) -> TensorFile {
        TensorFile(
            tensors: parameters.sorted { $0.key < $1.key }.map { name, tensor in
                NamedTensor(name: rename(name), shape: tensor.shape, values: tensor.in1024ths.map { Float($0) / 1024 })
            })
    }

    /// The largest difference between a network's logits and PyTorch's.
    func error(of network: Network) -> Double {
        let v = configuration.outputSize
        let engine = StepEngine(network)
        var state = network.zeroState(batch: batch)
        var logits: [Float] = []
        var error = 0.0
        for t in 0..<time {
            for row in 0..<batch where resets[t * batch + row] { state.reset(row: row) }
            engine.step(Array(inputs[t * batch..<(t + 1) * batch]), state: &state, logits: &logits)
            for (found, expected) in zip(logits, self.logits[t * batch * v..<(t + 1) * batch * v]) {
                let difference = abs(Double(found) - expected)
                error = difference.isNaN ? .infinity : max(error, difference)
            }
        }
        return error
    }
}
