import Improvisation
import Testing

@Suite struct BassVocabularyTests {
    @Test func everyIntervalHasATokenAndEveryTokenAName() {
        #expect(BassVocabulary.count == 26)
        for semitones in -12...12 {
            #expect(BassVocabulary.semitones(of: BassVocabulary.interval(semitones)) == semitones)
        }
        #expect(BassVocabulary.semitones(of: BassVocabulary.rest) == nil)
        #expect(Set(BassVocabulary.names).count == 26)
        #expect(BassVocabulary.names[0] == "rest" && BassVocabulary.names[BassVocabulary.interval(-3)] == "-3")
        #expect(BassVocabulary.names[BassVocabulary.interval(7)] == "+7")
    }

    @Test(arguments: [(13, 1), (-13, -1), (24, 12), (29, 5), (-31, -7)])
    func widerLeapsKeepTheirPitchClass(_ wide: Int, _ folded: Int) {
        #expect(BassVocabulary.interval(wide) == BassVocabulary.interval(folded))
    }
}
