import Sampling
import Testing

@Suite struct TokenMaskTests {
    @Test("A new mask allows everything", arguments: [1, 63, 64, 65, 200])
    func new(count: Int) {
        let mask = TokenMask(count: count)
        #expect(mask.allowedCount == count)
        #expect(mask.rules.isEmpty)
    }

    @Test("Only the tokens named are forbidden, across the words") func forbid() {
        var mask = TokenMask(count: 130)
        mask.forbid(60..<70, rule: "middle")
        mask.forbid(129, rule: "last")
        for token in 0..<130 { #expect(mask[token] == !((60..<70).contains(token) || token == 129)) }
        #expect(mask.allowedCount == 119)
    }

    @Test("allowOnly forbids both sides") func allowOnly() {
        var mask = TokenMask(count: 100)
        mask.allowOnly(10..<20, rule: "kind")
        #expect((0..<100).filter { mask[$0] } == Array(10..<20))
    }

    @Test("A rule is named once, and only if it forbade something") func rules() {
        var mask = TokenMask(count: 4)
        mask.forbid(0..<2, rule: "first")
        mask.forbid(0, rule: "superfluous")
        mask.forbid(2, rule: "first")
        mask.forbid(3, rule: "second")
        #expect(mask.rules == ["first", "second"])
        mask.reset()
        #expect(mask == TokenMask(count: 4))
    }
}
