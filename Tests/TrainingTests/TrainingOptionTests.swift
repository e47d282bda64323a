import Testing

@testable import Training

@Suite struct TrainingOptionTests {
    private static func stored(_ options: TrainingOptions) -> [String: String] {
        Dictionary(uniqueKeysWithValues: Mirror(reflecting: options).children.map { ($0.label!, "\($0.value)") })
    }

    @Test func everyStoredPropertyHasOneEntry() {
        let properties = Mirror(reflecting: TrainingOptions()).children.compactMap(\.label)
        #expect(TrainingOption.all.map(\.property).sorted() == properties.sorted())
        #expect(Set(TrainingOption.all.map(\.name)).count == properties.count)
    }

    /// A text is read back into the property that it was written from, and into no other.
    @Test func anEntryReachesItsOwnPropertyOnly() {
        let plain = Self.stored(TrainingOptions())
        for option in TrainingOption.all {
            var options = TrainingOptions()
            for text in ["true", "7", "0.0625", "bf16"] where option.text(options) == option.text(TrainingOptions()) {
                option.set(&options, text)
            }
            let changed = Self.stored(options).filter { plain[$0.key] != $0.value }
            #expect(Array(changed.keys) == [option.property])
            var copy = TrainingOptions()
            option.set(&copy, option.text(options))
            #expect(copy == options)
            option.set(&copy, "no such value")
            #expect(copy == options)
        }
    }

    @Test func onlyTheNumberOfThreadsLeavesTheResultAsItIs() {
        #expect(TrainingOption.all.filter { !$0.decidesResult }.map(\.property) == ["threads"])
    }
}
