import Testing

@testable import Improvisation

@Suite struct MannerTests {
    @Test func textTellsItAll() {
        var manner = Manner()
        #expect(manner.text == "average" && Manner(text: "average") == manner)
        manner[.leaps] = 1.5
        manner[.space] = -0.1
        #expect(manner.text == "leaps=1.5 space=-0.1")
        #expect(Manner(text: manner.text) == manner)
        #expect(Manner(text: "space=-0.1,leaps=1.5") == manner)
        for trait in Manner.Trait.allCases { manner[trait] = 0.25 }
        #expect(Manner(text: manner.text) == manner)
    }

    @Test(arguments: [
        "", "leaps", "leaps=", "leaps=x", "leaps=nan", "leaps=2.6", "leaps=1,leaps=1", "loud=1", "leaps=1=2", "Average",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(Manner(text: text) == nil)
    }

    @Test func whatIsBeyondReachIsItsEnd() {
        var manner = Manner()
        manner[.density] = 9
        #expect(manner[.density] == Manner.range.upperBound)
    }
}
