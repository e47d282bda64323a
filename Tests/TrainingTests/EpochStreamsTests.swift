import Recurrent
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

    @Test(arguments: [(1, 8), (2, 8), (3, 5), (4, 10), (8, 8), (5, 64)])
    func aPassReadsEveryStepWithItsTargetAndResetsAtEverySequence(batchSize: Int, window: Int) throws {
        let sequences = Self.sequences([30, 1, 17, 0, 40, 5])
        var streams = try EpochStreams(sequences, fields: 2, options: Self.options(batchSize, window))
        #expect(streams.count == 93 && streams.window <= window)
        for _ in 0..<3 {
            streams.shuffle()
            var seen: Set<Int32> = []
            var last: [Int32?] = Array(repeating: nil, count: batchSize)
            for number in 0..<streams.windowsPerEpoch {
                let batch = streams.batch(window: number, rows: 0..<batchSize)
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
                #expect(streams.targetCount(window: number) == batch.time * batchSize)
            }
            #expect(seen.count == 93)
        }
    }

    @Test func rowsOfABatchAreTheSameTakenTogetherOrApart() throws {
        var streams = try EpochStreams(Self.sequences([50, 60]), fields: 2, options: Self.options(4, 8))
        streams.shuffle()
        let whole = streams.batch(window: 1, rows: 0..<4)
        let part = streams.batch(window: 1, rows: 1..<3)
        let rows = whole.rows(1..<3)
        #expect(part.inputs == rows.inputs && part.targets == rows.targets && part.resets == rows.resets)
    }

    @Test func theSeedDecidesTheOrder() throws {
        func order(_ seed: UInt64) throws -> [[Int32]] {
            var streams = try EpochStreams(
                Self.sequences([9, 9, 9, 9]), fields: 2, options: Self.options(1, 36, seed: seed))
            return (0..<3).map { _ in
                streams.shuffle()
                return streams.batch(window: 0, rows: 0..<1).targets
            }
        }
        let first = try order(1)
        #expect(try order(1) == first)
        #expect(try order(2) != first)
        #expect(Set(first).count == 3)
    }

    @Test func maskedTargetsAreNotCounted() throws {
        let sequence = TokenSequence(inputs: [0, 1, 2, 3], targets: [-1, 2, -1, -1])
        var streams = try EpochStreams([sequence], fields: 1, options: Self.options(1, 4))
        streams.shuffle()
        #expect(streams.targetCount(window: 0) == 1)
    }

    @Test func tooLittleDataAreRefusedWithTheNumbers() {
        #expect(throws: TrainingError.tooLittleData(found: 93, needed: 96, batchSize: 12)) {
            try EpochStreams(Self.sequences([93]), fields: 2, options: Self.options(12, 64))
        }
        #expect(throws: TrainingError.tooLittleData(found: 0, needed: 1, batchSize: 1)) {
            try EpochStreams([], fields: 2, options: Self.options(1, 1))
        }
    }

    @Test(arguments: [1, 5, 63, 64, 65, 1000, 5000]) func fittedOptionsSuit(count: Int) throws {
        let options = Self.options(32, 64).fitted(to: count)
        #expect(options.batchSize * options.window <= count)
        _ = try EpochStreams([TokenSequence(tokens: [Int32](0...Int32(count)))], fields: 1, options: options)
    }
}
