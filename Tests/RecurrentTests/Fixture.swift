import FoundationEssentials
import Recurrent

/// One case that `Fixtures/make_fixtures.py` wrote; its fields are described there.
struct Fixture: Decodable {
    struct Tensor: Decodable {
        var shape: [Int]
        var in1024ths: [Int]
    }
    var configuration: NetworkConfiguration
    var parameters: [String: Tensor]
    var batch, time, window: Int
    var scale: Double
    var inputs, targets: [Int32]
    var resets: [Bool]
    var logits, losses: [Double]
    var a, c: [[Double]]
    var gradients: [String: [Double]]

    static let names = CellKind.allCases.flatMap { cell in
        ["one-hot", "embedding", "fields", "embedded-fields"].map { "\(cell.rawValue)-\($0)" }
    }

    init(named name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let data = try Data(contentsOf: URL(filePath: "/\(folder)/Fixtures/\(name).json"))
        self = try JSONDecoder().decode(Fixture.self, from: data)
    }

    /// The parameters in the network's order.
    func flatParameters() throws -> Parameters {
        var flat = try Parameters(configuration)
        for (name, tensor) in parameters {
            try flat.set(name, shape: tensor.shape, to: tensor.in1024ths.map { Float($0) / 1024 })
        }
        return flat
    }

    /// The case cut into its windows.
    func windows() throws -> [SequenceBatch] {
        let fields = configuration.inputSizes.count
        return try stride(from: 0, to: time, by: window).map { start in
            let rows = start * batch..<min(start + window, time) * batch
            return try SequenceBatch(
                batch: batch, time: rows.count / batch, fields: fields,
                inputs: Array(inputs[rows.lowerBound * fields..<rows.upperBound * fields]),
                targets: Array(targets[rows]), resets: Array(resets[rows]))
        }
    }
}

/// The largest difference between two tensors as a fraction of the largest number in the second.
func relativeError<S: BinaryFloatingPoint>(_ found: some Collection<S>, _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    var difference = 0.0
    var scale = 0.0
    for (one, other) in zip(found, expected) {
        let error = abs(Double(one) - other)
        difference = error.isNaN ? .infinity : max(difference, error)
        scale = max(scale, abs(other))
    }
    return scale == 0 ? difference : difference / scale
}
