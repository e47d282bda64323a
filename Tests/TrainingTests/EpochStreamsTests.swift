import Numerics
import Recurrent
import Synchronization
import Testing
import Training

@Suite struct EpochStreamsTests {
    /// Sequences whose inputs and targets tell where they come from: (sequence · 100 + step), ten times that as target.
    static func sequences(_ lengths: [Int]) -> [TokenSequence] {
        lengths.enumerated().map { number, length in
            let steps = (0..<length).map { Int32(number * 100 + $0) }
            return TokenSequence(inputs: steps.flatMap { [$0, -$0 - 1] }, targets: steps.map { $0 * 10 })
        }
    }

    static func options(_ batchSize: Int, _ window: Int, seed: UInt64 = 1) -> TrainingOptions {
        var options = TrainingOptions()
        options.batchSize = batchSize
        options.window = window
        options.seed = seed
        return options
    }

    static func network(fields: Int = 2) -> NetworkConfiguration {
        NetworkConfiguration(
            inputSizes: [Int](repeating: 10_000, count: fields), hiddenSize: 1, outputSize: 100_000)
    }

    static func streams(
        _ sequences: [TokenSequence], fields: Int = 2, _ options: TrainingOptions
    ) throws(TrainingError) -> EpochStreams {
        try EpochStreams(TokenSequences(sequences), configuration: network(fields: fields), options: options)
    }

    @Test(arguments: [(1, 8), (2, 8), (3, 5), (4, 10), (8, 8), (5, 64)])
    func aPassReadsEveryStepWithItsTargetAndResetsAtEverySequence(batchSize: Int, window: Int) throws {
        let sequences = Self.sequences([30, 1, 17, 0, 40, 5])
        var streams = try Self.streams(sequences, fields: 2, Self.options(batchSize, window))
        #expect(streams.count == 93 && streams.window <= window)
        var random = SplitMix64(seed: 1)
        for _ in 0..<3 {
            streams.shuffle(using: &random)
            var seen: Set<Int32> = []
            var last: [Int32?] = Array(repeating: nil, count: batchSize)
            for number in 0..<streams.windowsPerEpoch {
                let batch = try #require(try streams.batch(window: number))
                #expect(batch.time == streams.window && batch.fields == 2)
                for step in 0..<batch.time {
                    for row in 0..<batchSize {
                        let place = step * batchSize + row
                        let (input, other) = (batch.inputs[2 * place], batch.inputs[2 * place + 1])
                        #expect(other == -input - 1 && batch.targets[place] == input * 10)
                        seen.insert(input)
                        // What follows in a row either follows in the sequence or starts one.
                        let starts = input % 100 == 0
                        #expect(batch.resets[place] == (starts || last[row] == nil))
                        if let last = last[row], !starts { #expect(input == last + 1) }
                        last[row] = input
                    }
                }
            }
            #expect(seen.count == 93)
        }
    }

    @Test("A rank reads its rows alone: what they are in the whole batch", arguments: [0..<3, 3..<4, 4..<8, 0..<8])
    func someRows(rows: Range<Int>) throws {
        let source = Counting(TokenSequences(Self.sequences([30, 1, 17, 0, 40, 5])))
        var streams = try EpochStreams(source, configuration: Self.network(fields: 2), options: Self.options(8, 5))
        var random = SplitMix64(seed: 3)
        streams.shuffle(using: &random)
        for window in 0..<streams.windowsPerEpoch {
            let whole = try #require(try streams.batch(window: window))
            let before = source.count
            let part = try #require(try streams.batch(window: window, rows: rows))
            let expected = whole.rows(rows)
            #expect(part.inputs == expected.inputs && part.targets == expected.targets)
            #expect(part.resets == expected.resets)
            #expect(source.count - before == rows.count * streams.window, "steps that were read")
        }
    }

    /// Counts the steps that are read.
    private final class Counting: TokenSource {
        let lengths: [Int]
        private let source: TokenSequences
        private let read = Mutex(0)

        init(_ source: TokenSequences) { (self.source, lengths) = (source, source.lengths) }

        var count: Int { read.withLock { $0 } }

        func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
            read.withLock { $0 += steps.count }
            source.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
        }
    }

    @Test func theSameGeneratorGivesTheSameOrderAgain() throws {
        let sequences = Self.sequences([30, 1, 17, 0, 40, 5])
        var one = try Self.streams(sequences, Self.options(3, 5))
        var other = try Self.streams(sequences, Self.options(3, 5))
        var random = SplitMix64(seed: 4)
        for _ in 0..<3 { one.shuffle(using: &random) }
        var before = random
        one.shuffle(using: &random)
        other.shuffle(using: &before)
        #expect(before == random)
        for window in 0..<one.windowsPerEpoch {
            #expect(try one.batch(window: window)?.inputs == other.batch(window: window)?.inputs)
        }
    }

    @Test func theSeedDecidesTheOrder() throws {
        func order(_ seed: UInt64) throws -> [[Int32]] {
            var streams = try Self.streams(Self.sequences([9, 9, 9, 9]), Self.options(1, 36))
            var random = SplitMix64(seed: seed)
            return try (0..<3).map { _ in
                streams.shuffle(using: &random)
                return try #require(try streams.batch(window: 0)).targets
            }
        }
        let first = try order(1)
        #expect(try order(1) == first)
        #expect(try order(2) != first)
        #expect(Set(first).count == 3)
    }

    @Test func tooLittleDataAreRefusedWithTheNumbers() {
        #expect(throws: TrainingError.tooLittleData(found: 93, needed: 96, batchSize: 12)) {
            try Self.streams(Self.sequences([93]), fields: 2, Self.options(12, 64))
        }
        #expect(throws: TrainingError.tooLittleData(found: 0, needed: 1, batchSize: 1)) {
            try Self.streams([], fields: 2, Self.options(1, 1))
        }
    }

    @Test(arguments: [1, 5, 63, 64, 65, 1000, 5000]) func fittedOptionsSuit(count: Int) throws {
        let options = Self.options(32, 64).fitted(to: count)
        #expect(options.batchSize * options.window <= count)
        _ = try Self.streams([TokenSequence(tokens: [Int32](0...Int32(count)))], fields: 1, options)
    }
}
