import Harmony
import Improvisation
import Music
import Sampling
import Testing

@Suite struct LeadRulesTests {
    /// Two bars of C7 in 4/4.
    private func setting() throws -> LeadContext.Setting {
        LeadContext.Setting(
            changes: Timeline([.init(start: 0, value: try ChordParser.parse("C7"))]), barSlots: 48, tempo: 140,
            endSlot: 96)
    }

    /// What the rules leave after some tokens of a line that sets out from middle C.
    private func allowed(
        after tokens: [Int], options: LeadOptions = LeadOptions(motifFraction: 0)
    ) throws -> Set<Int> {
        let setting = try setting()
        var rules = LeadRules(setting: setting, options: options, seed: 1)
        var context = LeadContext(setting, firstPitch: 60)
        for token in tokens {
            context.accept(token)
            if case .interval(let interval) = LeadVocabulary.meaning(of: token) {
                rules.note(interval: interval, context)
            }
        }
        var mask = TokenMask(count: LeadVocabulary.count)
        var sampler = Sampler(.plain)
        rules.apply(to: &mask, &sampler, context)
        return Set((0..<LeadVocabulary.count).filter { mask[$0] })
    }

    private let first = [LeadVocabulary.interOnset(12), LeadVocabulary.interval(0)]

    @Test func theFirstOnsetFallsInTheFirstHalfBar() throws {
        let expected = (12...35).map(LeadVocabulary.interOnset)
        #expect(try allowed(after: []) == Set(expected))
    }

    @Test func onlyTheDecisionAtHandIsAnswered() throws {
        let articulation = try allowed(after: first + [LeadVocabulary.interOnset(6)])
        #expect(!articulation.isEmpty && articulation.isSubset(of: LeadVocabulary.tokens(for: .articulation)))
        for token in articulation {
            guard case .articulation(let length, _) = LeadVocabulary.meaning(of: token) else {
                Issue.record("no articulation")
                continue
            }
            #expect(length.map { $0 < 6 } ?? true, "a note ends before the next begins")
        }
    }

    @Test func pitchesKeepToTheRangeAndDoNotStand() throws {
        let options = LeadOptions(range: 58...64, mostRepeats: 2, motifFraction: 0)
        let once = try allowed(after: [LeadVocabulary.interOnset(12)], options: options)
        #expect(once == Set((-2...4).map(LeadVocabulary.interval)))
        let again = [LeadVocabulary.interOnset(6), LeadVocabulary.articulation(length: 6, interOnset: 6, velocity: 90)]
        let twice = try allowed(after: first + again + [LeadVocabulary.interval(0)] + again, options: options)
        #expect(twice == Set((-2...4).filter { $0 != 0 }.map(LeadVocabulary.interval)))
    }

    @Test func theLineEndsInTheLastBarOnAChordTone() throws {
        let end = LeadVocabulary.endOfSequence
        #expect(try !allowed(after: first).contains(end), "there are two bars to go")
        let later =
            first + [
                LeadVocabulary.interOnset(48), LeadVocabulary.articulation(length: 48, interOnset: 48, velocity: 90),
            ]
        #expect(try allowed(after: later + [LeadVocabulary.interval(4)]).contains(end))
        #expect(try !allowed(after: later + [LeadVocabulary.interval(1)]).contains(end), "D flat is none of C7's")
    }
}
