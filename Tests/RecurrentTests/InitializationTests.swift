import Numerics
import Recurrent
import Testing

@Suite struct InitializationTests {
    @Test(arguments: [1, 2, 17, 64, 150])
    func `recurrent matrices are orthogonal`(n: Int) {
        var generator = SplitMix64(seed: UInt64(n))
        let q = orthogonalMatrix(n, using: &generator)
        for i in 0..<n {
            for j in 0...i {
                let dot = (0..<n).reduce(0.0) { $0 + q[i * n + $1] * q[j * n + $1] }
                #expect(abs(dot - (i == j ? 1 : 0)) < 1e-11, "rows \(i) and \(j)")
            }
        }
    }

    @Test func `each gate of each layer gets an orthogonal matrix of its own`() throws {
        var generator = SplitMix64(seed: 1)
        let h = 6
        let network = try Network(
            NetworkConfiguration(inputSizes: [5], hiddenSize: h, layers: 2, outputSize: 5), using: &generator)
        var seen: Set<[Float]> = []
        for layer in 0..<2 {
            let weights = try #require(network.parameters["lstm.weight_hh_l\(layer)"])
            for gate in 0..<4 {
                let matrix = Array(weights[gate * h * h..<(gate + 1) * h * h])
                seen.insert(matrix)
                for row in 0..<h {
                    let length = matrix[row * h..<(row + 1) * h].reduce(0) { $0 + $1 * $1 }
                    #expect(abs(length - 1) < 1e-5)
                }
            }
            let bias = try #require(network.parameters["lstm.bias_ih_l\(layer)"])
            #expect(bias == (0..<4 * h).map { $0 / h == 1 ? 1 : 0 })
            #expect(network.parameters["lstm.bias_hh_l\(layer)"]?.allSatisfy { $0 == 0 } == true)
        }
        #expect(seen.count == 8)
        #expect(network.parameters["linear.bias"] == [0, 0, 0, 0, 0])
    }

    @Test func `the same seed gives the same bits, another one others`() throws {
        func values(_ seed: UInt64) throws -> [Float] {
            var generator = SplitMix64(seed: seed)
            let configuration = NetworkConfiguration(
                cell: .gruReset, inputSizes: [5, 3], embeddingSize: 4, hiddenSize: 9, layers: 2, outputSize: 5)
            return try Network(configuration, using: &generator).parameters.values
        }
        #expect(try values(1) == values(1))
        #expect(try values(1) != values(2))
        // FNV-1a over the bits: these must not change from machine to machine.
        let hash = try values(1).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3
        }
        #expect(hash == 8_552_221_810_722_328_376)
    }

    @Test func `the output bias can start from what is frequent`() throws {
        var generator = SplitMix64(seed: 1)
        var network = try Network(
            NetworkConfiguration(inputSizes: [3], hiddenSize: 4, outputSize: 3), using: &generator)
        try network.setOutputBias(frequencies: [0, 6, 1])
        let bias = try #require(network.parameters["linear.bias"])
        // (0 + 1, 6 + 1, 1 + 1) of 10.
        #expect(relativeError(bias, [-2.302585092994046, -0.35667494393873245, -1.6094379124341003]) < 1e-7)
        #expect(throws: NetworkError.count(name: "frequencies", found: 2, expected: 3)) {
            try network.setOutputBias(frequencies: [1, 2])
        }
    }
}
