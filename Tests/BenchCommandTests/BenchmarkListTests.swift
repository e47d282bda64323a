import BenchCommand
import Testing

@Suite struct BenchmarkListTests {
    @Test func namesAreDifferent() {
        let names = BenchmarkList(threads: 2).items.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names == names.map { $0.lowercased() })
    }

    @Test("A pattern is a part of a name in any case; several add up") func patterns() {
        let suite = BenchmarkList(threads: 2)
        #expect(suite.matching([]).count == suite.items.count)
        #expect(suite.matching(["start"]).map(\.name) == ["start"])
        #expect(
            suite.matching(["TRAIN/RNN", "start"]).map(\.name) == [
                "start", "train/rnn/2x256/v65", "train/rnn/2x256/v65/bf16",
            ])
        #expect(suite.matching(["nothing like it"]).isEmpty)
    }

    @Test("One thread is never given work for two") func oneThread() {
        #expect(BenchmarkList(threads: 1).items.allSatisfy { $0.threads == 1 })
    }
}
