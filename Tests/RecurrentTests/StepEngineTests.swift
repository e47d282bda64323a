import Recurrent
import Testing

@Suite struct StepEngineTests {
    private static let kernelNames = Kernels.available.map(\.name)

    @Test(arguments: Fixture.names, kernelNames)
    func `steps give PyTorch's logits, and the state of the window`(name: String, kernels: String) throws {
        let fixture = try Fixture(named: name)
        let network = try Network(fixture.configuration, parameters: fixture.flatParameters())
        let engine = StepEngine(network, kernels: try #require(Kernels(named: kernels)))
        var state = network.zeroState(batch: fixture.batch)
        var logits: [Float] = []
        let (b, k, v) = (fixture.batch, fixture.configuration.inputSizes.count, fixture.configuration.outputSize)
        for t in 0..<fixture.time {
            for row in 0..<b where fixture.resets[t * b + row] { state.reset(row: row) }
            engine.step(Array(fixture.inputs[t * b * k..<(t + 1) * b * k]), state: &state, logits: &logits)
            #expect(relativeError(logits, Array(fixture.logits[t * b * v..<(t + 1) * b * v])) < 1e-5)
        }
        var windowed = network.zeroState(batch: b)
        let windows = NetworkEngine(fixture.configuration)
        for window in try fixture.windows() {
            _ = windows.loss(window, parameters: network.parameters.values, state: &windowed)
        }
        #expect(windowed == state)
    }

    @Test(arguments: WeightFormat.allCases)
    func `tied weights score as the same weights twice do`(format: WeightFormat) throws {
        let (network, batch) = try NetworkEngineTests.sample(
            .lstm, inputs: [21], embedding: 24, hidden: 24, outputs: 21, ties: true)
        var shape = network.configuration
        shape.tiesEmbedding = false
        var parameters = try Parameters(shape)
        for tensor in parameters.layout {
            let name = tensor.name == "linear.weight" ? "embedding.weight" : tensor.name
            try parameters.set(tensor.name, shape: tensor.shape, to: try #require(network.parameters[name]))
        }
        let twice = try Network(shape, parameters: parameters)
        let rows = Array(0..<batch.batch)
        #expect(
            Self.run(StepEngine(network, weights: format), batch, rows: rows)
                == Self.run(StepEngine(twice, weights: format), batch, rows: rows))
    }

    /// The logits of five steps of all rows.
    private static func run(_ engine: StepEngine, _ batch: SequenceBatch, rows: [Int]) -> [[Float]] {
        var state = engine.zeroState(batch: rows.count), logits: [Float] = []
        return (0..<batch.time).map { t in
            let inputs = rows.flatMap { row in
                batch.inputs[(t * batch.batch + row) * batch.fields..<(t * batch.batch + row + 1) * batch.fields]
            }
            engine.step(inputs, state: &state, logits: &logits)
            return logits
        }
    }

    @Test(arguments: CellKind.allCases, WeightFormat.allCases)
    func `a row has the same bits alone, in a batch, on any threads and instruction set`(
        cell: CellKind, format: WeightFormat
    ) throws {
        for embedding in [nil, 6] {
            let (network, batch) = try NetworkEngineTests.sample(
                cell, embedding: embedding, hidden: 70, outputs: 70, time: 5)
            let together = Self.run(StepEngine(network, weights: format), batch, rows: Array(0..<7))
            for threads in [2, 3, 8] {
                let engine = StepEngine(network, weights: format, threads: threads)
                #expect(Self.run(engine, batch, rows: Array(0..<7)) == together)
            }
            for kernels in Kernels.available {
                let engine = StepEngine(network, weights: format, kernels: kernels)
                for row in 0..<7 {
                    let alone = Self.run(engine, batch, rows: [row])
                    #expect(alone == together.map { Array($0[row * 70..<(row + 1) * 70]) }, "\(kernels.name)")
                }
            }
        }
    }

    @Test(arguments: CellKind.allCases)
    func `fewer bits change the logits a little`(cell: CellKind) throws {
        let (network, batch) = try NetworkEngineTests.sample(cell, hidden: 70, outputs: 70, time: 5)
        let exact = Self.run(StepEngine(network), batch, rows: Array(0..<7)).flatMap { $0.map(Double.init) }
        for (format, tolerance) in [(WeightFormat.bfloat16, 0.02), (.int8, 0.05)] {
            let rough = Self.run(StepEngine(network, weights: format), batch, rows: Array(0..<7)).flatMap { $0 }
            let error = relativeError(rough, exact)
            #expect(error < tolerance, "\(format)")
            #expect(error > 1e-6, "\(format)")
        }
    }

    @Test func `threads may share an engine`() async throws {
        let (network, batch) = try NetworkEngineTests.sample(.gruFull)
        let engine = StepEngine(network)
        let expected = Self.run(engine, batch, rows: Array(0..<7))
        let same = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<10).allSatisfy { _ in Self.run(engine, batch, rows: Array(0..<7)) == expected } }
            }
            return await group.allSatisfy { $0 }
        }
        #expect(same)
    }
}
