import Testing

@testable import Sampling

@Suite struct HardMaskTests {
    /// The tokens that are in the running.
    private func tokens(_ logits: [Float], _ mask: TokenMask?, bias: [Int: Float] = [:]) throws(SamplingError) -> [Int]
    {
        var sampler = Sampler()
        sampler.options.bias = bias
        var random = SystemRandomNumberGenerator()
        try sampler.narrow(logits.span, mask, using: &random)
        return sampler.distribution.map(\.token)
    }

    @Test("Only allowed tokens with a score above −∞ are in the running") func fills() throws {
        var mask = TokenMask(count: 5)
        mask.forbid(1, rule: "one")
        #expect(try tokens([1, 9, 3, -.infinity, 2], mask) == [2, 4, 0])
        #expect(try tokens([1, 9, 3, -.infinity, 2], mask, bias: [0: 5, 2: -.infinity, 3: 9]) == [0, 4])
    }

    @Test("A score that is not a number is refused, masked or not", arguments: [Float.nan, .infinity, .signalingNaN])
    func unusable(value: Float) {
        var mask = TokenMask(count: 3)
        mask.forbid(2, rule: "two")
        #expect {
            try tokens([0, 1, value], mask)
        } throws: { error in
            "\(error)".hasPrefix("the model's score for token 2 is \(value);")
        }
    }

    @Test("When nothing is left the error names the masks") func nothingLeft() {
        var mask = TokenMask(count: 3)
        mask.forbid(0..<2, rule: "range of the instrument")
        mask.forbid(2, rule: "end of the bar")
        #expect(throws: SamplingError.everythingForbidden(masks: ["range of the instrument", "end of the bar"])) {
            try tokens([0, 1, 2], mask)
        }
        #expect(
            "\(SamplingError.everythingForbidden(masks: ["a", "b"]))"
                == "no token may follow: all are forbidden by a, b")
    }

    @Test("Scores of −∞ and biases count among the masks") func infiniteScores() {
        var mask = TokenMask(count: 2)
        mask.forbid(0, rule: "one")
        #expect(throws: SamplingError.everythingForbidden(masks: ["one", "scores of −∞"])) {
            try tokens([0, -.infinity], mask)
        }
        #expect(throws: SamplingError.everythingForbidden(masks: [])) {
            try tokens([-.infinity, -.infinity], nil)
        }
        #expect(throws: SamplingError.everythingForbidden(masks: ["the bias of tokens"])) {
            try tokens([1, 2], nil, bias: [0: -.infinity, 1: -.infinity])
        }
    }
}
