import Recurrent
import Testing

@Suite struct SequenceBatchTests {
    @Test func `a list that does not fit the sizes is refused with both numbers`() {
        #expect(throws: NetworkError.count(name: "inputs", found: 5, expected: 6)) {
            try SequenceBatch(batch: 2, time: 3, inputs: [1, 2, 3, 4, 5], targets: [0, 0, 0, 0, 0, 0])
        }
        #expect(throws: NetworkError.count(name: "targets", found: 5, expected: 6)) {
            try SequenceBatch(batch: 2, time: 3, inputs: [1, 2, 3, 4, 5, 6], targets: [0, 0, 0, 0, 0])
        }
        #expect(throws: NetworkError.count(name: "resets", found: 1, expected: 6)) {
            try SequenceBatch(
                batch: 2, time: 3, inputs: [1, 2, 3, 4, 5, 6], targets: [0, 0, 0, 0, 0, 0], resets: [true])
        }
        #expect(throws: NetworkError.size(name: "batch size", found: 0, allowed: 1...1 << 20)) {
            try SequenceBatch(batch: 0, time: 3, inputs: [], targets: [])
        }
    }

    @Test func `rows are taken out of every step`() throws {
        let batch = try SequenceBatch(
            batch: 3, time: 2, fields: 2, inputs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], targets: [0, 1, 2, 3, 4, 5],
            resets: [true, false, false, false, false, true])
        let part = batch.rows(1..<3)
        #expect(part.batch == 2)
        #expect(part.inputs == [2, 3, 4, 5, 8, 9, 10, 11])
        #expect(part.targets == [1, 2, 4, 5])
        #expect(part.resets == [false, false, false, true])
    }

    @Test func `an id outside its vocabulary is named with its place`() throws {
        let configuration = NetworkConfiguration(inputSizes: [4, 2], hiddenSize: 2, outputSize: 3)
        func check(_ inputs: [Int32], _ targets: [Int32]) throws {
            try SequenceBatch(batch: 1, time: 2, fields: 2, inputs: inputs, targets: targets)
                .validate(for: configuration)
        }
        try check([3, 1, -1, -1], [2, -1])
        #expect(throws: NetworkError.id(name: "input of field 1", found: 2, position: 3, size: 2)) {
            try check([3, 1, 3, 2], [0, 0])
        }
        #expect(throws: NetworkError.id(name: "target", found: 3, position: 1, size: 3)) {
            try check([3, 1, 3, 1], [0, 3])
        }
        #expect(throws: NetworkError.count(name: "each input", found: 1, expected: 2)) {
            try SequenceBatch(batch: 1, time: 2, inputs: [0, 0], targets: [0, 0]).validate(for: configuration)
        }
    }

    @Test func `losses add up`() {
        var total = BatchLoss()
        total += BatchLoss(sum: 3, count: 2)
        total += BatchLoss(sum: 1, count: 2)
        #expect(total == BatchLoss(sum: 4, count: 4))
        #expect(total.mean == 1)
    }
}
