import Sampling
import Testing

@Suite struct HardMaskTests {
    @Test("Only allowed tokens with a score above −∞ are in the running") func fills() throws {
        var mask = TokenMask(count: 5)
        mask.forbid(1, rule: "one")
        var set = candidates([9, 9])
        try HardMask(allowed: mask).fill(&set, from: [1, 9, 3, -.infinity, 2])
        set.sort()
        #expect(tokens(set) == [2, 4, 0])
    }

    @Test("A score that is not a number is refused, masked or not", arguments: [Float.nan, .infinity, .signalingNaN])
    func unusable(value: Float) {
        var mask = TokenMask(count: 3)
        mask.forbid(2, rule: "two")
        var set = Candidates()
        #expect {
            try HardMask(allowed: mask).fill(&set, from: [0, 1, value])
        } throws: { error in
            "\(error)".hasPrefix("the model's score for token 2 is \(value);")
        }
    }

    @Test("When nothing is left the error names the masks") func nothingLeft() {
        var mask = TokenMask(count: 3)
        mask.forbid(0..<2, rule: "range of the instrument")
        mask.forbid(2, rule: "end of the bar")
        var set = Candidates()
        #expect(throws: SamplingError.everythingForbidden(masks: ["range of the instrument", "end of the bar"])) {
            try HardMask(allowed: mask).fill(&set, from: [0, 1, 2])
        }
        #expect(
            "\(SamplingError.everythingForbidden(masks: ["a", "b"]))"
                == "no token may follow: all are forbidden by a, b")
    }

    @Test("Scores of −∞ count among the masks") func infiniteScores() {
        var mask = TokenMask(count: 2)
        mask.forbid(0, rule: "one")
        var set = Candidates()
        #expect(throws: SamplingError.everythingForbidden(masks: ["one", "scores of −∞"])) {
            try HardMask(allowed: mask).fill(&set, from: [0, -.infinity])
        }
        #expect(throws: SamplingError.everythingForbidden(masks: [])) {
            try HardMask(allowed: nil).fill(&set, from: [-.infinity, -.infinity])
        }
    }
}

extension HardMask {
    fileprivate func fill(_ candidates: inout Candidates, from logits: [Float]) throws(SamplingError) {
        try fill(&candidates, from: logits.span)
    }
}
