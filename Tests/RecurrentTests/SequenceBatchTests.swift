import Testing

import Recurrent

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
}
