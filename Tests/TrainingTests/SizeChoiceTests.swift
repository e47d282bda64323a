import Recurrent
import Testing
import Training

@Suite struct SizeChoiceTests {
    static let probe = NetworkConfiguration(cell: .lstm, inputSizes: [67], hiddenSize: 256, outputSize: 67)

    static func choose(
        _ speed: Double, _ seconds: Double, data: Int = 1_000_000, hidden: Int? = nil, layers: Int? = nil
    )
        -> SizeChoice
    {
        SizeChoice(
            probe, tokensPerSecond: speed, seconds: seconds, dataTokens: data, hiddenSize: hidden, layers: layers)
    }

    @Test func moreTimeOrSpeedNeverMakesASmallerNetwork() {
        var last = 0
        for seconds in [0.001, 1, 5, 10, 30, 60, 180, 600, 3600, 1e6] {
            let choice = Self.choose(100_000, seconds)
            let size = choice.hiddenSize * choice.layers
            #expect(size >= last)
            #expect(Self.choose(200_000, seconds / 2) == choice)
            last = size
        }
        #expect(Self.choose(100_000, 0.001).hiddenSize == 32)
        #expect(Self.choose(280_000, 68) == Self.choose(280_000, 68, hidden: 256, layers: 2))
    }

    @Test func aShortTextIsNotWorthALargeNetwork() {
        #expect(Self.choose(1e6, 1e6, data: 20_000).hiddenSize <= 64)
        #expect(Self.choose(1e6, 1e6, data: 200).hiddenSize == 32)
        #expect(Self.choose(1e6, 1e6, data: 100_000_000).hiddenSize == 768)
    }

    @Test func aLargeVocabularyDoesNotMakeTheNetworkSmall() {
        var words = NetworkConfiguration(
            cell: .lstm, inputSizes: [10_002], embeddingSize: 128, hiddenSize: 256, outputSize: 10_002)
        let choice = SizeChoice(words, tokensPerSecond: 5_000, seconds: 160, dataTokens: 240_000)
        #expect(choice.hiddenSize == 128 && choice.layers == 1)
        (words.embeddingSize, words.tiesEmbedding) = (256, true)
        let tied = SizeChoice(words, tokensPerSecond: 5_000, seconds: 160, dataTokens: 240_000)
        #expect(tied.hiddenSize == 128 && tied.tokens > choice.tokens / 2)
    }

    @Test func whatIsGivenIsKept() {
        let choice = Self.choose(100_000, 100, hidden: 77)
        #expect(choice.hiddenSize == 77)
        let deep = Self.choose(100_000, 100, layers: 3)
        #expect(deep.layers == 3)
        let both = Self.choose(100_000, 1, hidden: 900, layers: 4)
        #expect(both.hiddenSize == 900 && both.layers == 4)
        #expect(both.tokens < 100_000)
        #expect(abs(Self.choose(100_000, 10, hidden: 256, layers: 1).tokens - 1e6) < 1)
    }
}
