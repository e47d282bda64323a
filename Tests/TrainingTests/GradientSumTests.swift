import Recurrent
import Testing
import Training

@Suite struct GradientSumTests {
    @Test func shardsTogetherGiveTheGradientsOfTheWholeBatchOnAnyNumberOfThreads() throws {
        var generator = ValidationStreamsTests.Generator(state: 11)
        let configuration = NetworkConfiguration(
            cell: .lstm, inputSizes: [5, 3], embeddingSize: 20, hiddenSize: 60, layers: 2, outputSize: 6)
        let network = try Network(configuration, using: &generator)
        let sequences = ValidationStreamsTests.sequences([500, 300], &generator)
        var options = TrainingOptions()
        options.batchSize = 20
        options.window = 16
        var streams = try EpochStreams(TokenSequences(sequences), configuration: configuration, options: options)
        var random = SplitMix64(seed: 1)
        streams.shuffle(using: &random)
        let windows = try (0..<2).map { try streams.batch(window: $0) }

        var sums: [GradientSum] = []
        var norms: [Double] = []
        for threads in 1...3 {
            let shards = Shard.cut(rows: 20).map { Shard(rows: $0, network: network) }
            #expect(shards.map(\.rows) == [0..<8, 8..<16, 16..<20])
            let pool = WorkerPool(threads: threads)
            var sum = GradientSum(count: network.parameters.count)
            for window in 0..<2 {
                let batch = windows[window]
                pool.perform(shards.count) { index in
                    shards[index].learn(batch.rows(shards[index].rows), network, scale: 0.01)
                }
                norms.append(sum.add(shards, pool: pool))
            }
            sums.append(sum)
        }
        #expect(sums[0].values == sums[1].values && sums[0].values == sums[2].values)
        #expect(norms[0..<2] == norms[2..<4] && norms[0..<2] == norms[4..<6])

        var state = network.zeroState(batch: 20)
        var whole: [Float] = []
        for window in 0..<2 {
            whole = [Float](repeating: 0, count: network.parameters.count)
            _ = network.forwardBackward(
                windows[window], state: &state, gradients: &whole, gradientScale: 0.01)
        }
        let norm = whole.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(abs(norm - norms[1]) < 1e-5 * norm)
        #expect(zip(whole, sums[0].values).allSatisfy { abs(Double($0 - $1)) < 1e-5 * norm })
    }
}
