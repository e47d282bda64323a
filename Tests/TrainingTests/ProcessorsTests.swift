import Testing
import Training

@Suite struct ProcessorsTests {
    @Test func thereIsAtLeastOne() {
        #expect(1...1 << 20 ~= Processors.available)
    }

    @Test(arguments: [
        ("\t0-1\n", 2), ("0", 1), ("0-3,8,10-11", 7), ("", nil), ("3-1", nil), ("a", nil), ("1-2-3", nil), ("-1", 1),
    ])
    func listsAreCounted(list: String, count: Int?) {
        #expect(Processors.count(cpuList: list) == count)
    }

    @Test(arguments: [
        ("max 100000\n", nil), ("200000 100000\n", 2), ("150000 100000", 2), ("1 100000", 1), ("", nil), ("0 5", nil),
        ("100000", nil), ("9223372036854775807 1", Int.max),
    ])
    func quotasAreRoundedUp(text: String, quota: Int?) {
        #expect(Processors.quota(cpuMax: text) == quota)
    }
}
