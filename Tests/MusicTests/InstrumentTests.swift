import Music
import Testing

@Suite struct InstrumentTests {
    @Test func thereAre128WithDifferentNames() {
        #expect(Instrument.all.count == 128)
        let names = Instrument.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { name in name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
        #expect(Instrument.all.map(\.program) == Array(0...127))
    }

    @Test(arguments: [
        ("acoustic-grand-piano", 0), ("vibraphone", 11), ("drawbar-organ", 16), ("electric-guitar-jazz", 26),
        ("acoustic-bass", 32), ("fretless-bass", 35), ("violin", 40), ("trumpet", 56), ("muted-trumpet", 59),
        ("soprano-sax", 64), ("tenor-sax", 66), ("clarinet", 71), ("flute", 73), ("gunshot", 127), ("Tenor Sax", 66),
        ("vibes", 11), ("FIDDLE", 110), ("double_bass", 32), ("1", 0), ("67", 66), ("128", 127),
    ])
    func aNameAnAliasOrANumberIsUnderstood(_ text: String, _ program: Int) throws {
        #expect(try Instrument(text, for: .lead).program == program)
    }

    @Test(arguments: [
        ("tenor-sax", 44, 76), ("alto-sax", 49, 80), ("soprano-sax", 56, 87), ("trumpet", 52, 82), ("trombone", 40, 72),
        ("piano", 21, 108), ("violin", 55, 100), ("guitar", 40, 86), ("vibraphone", 53, 89),
    ])
    func rangesSoundAsPlayed(_ name: String, _ low: Int, _ high: Int) throws {
        #expect(try Instrument(name, for: .lead).range == low...high)
    }

    @Test func everyInstrumentCanCarryALine() {
        for instrument in Instrument.all {
            #expect(instrument.range.lowerBound >= 0 && instrument.range.upperBound <= 127)
            #expect(instrument.range.count > 12)
            let lead = instrument.leadRange
            #expect(lead.count > 12, "\(instrument.name)")
            #expect(instrument.range.contains(lead.lowerBound) && instrument.range.contains(lead.upperBound))
        }
        #expect(Instrument.tenorSax.leadRange == 44...76)
        #expect(Instrument(program: 0).leadRange == 44...84)
        #expect(Instrument(program: 58).leadRange == 29...58)
    }

    @Test(arguments: [
        ("tenor-saxx", "tenor-sax"), ("trumpett", "trumpet"), ("vibraphon", "vibraphone"), ("saxofon", "sax"),
        ("jazz guitar solo", "electric-guitar-jazz"),
    ])
    func aSlipOfThePenIsAnsweredWithTheNearestName(_ text: String, _ nearest: String) {
        do {
            _ = try Instrument(text, for: .lead)
            Issue.record("\(text) was understood")
        } catch {
            guard case .unknown(_, .lead, let suggestions) = error else { return }
            #expect(suggestions.contains { $0.contains(nearest) }, "\(suggestions)")
            #expect(suggestions.count <= 5)
        }
    }

    @Test(arguments: ["", "0", "129", "-1", "999999999999999999999", "=", String(repeating: "x", count: 100_000)])
    func nonsenseIsRefused(_ text: String) {
        let error = #expect(throws: InstrumentError.self) { try Instrument(text, for: .chords) }
        #expect((error?.description.count ?? 0) < 300)
        #expect(error?.description.contains("jazz instruments") == true)
    }

    @Test func drumsTakeDrumSets() throws {
        #expect(try Instrument("brushes", for: .drums).program == 40)
        #expect(try Instrument("jazz-kit", for: .drums).program == 32)
        #expect(try Instrument("1", for: .drums).name == "standard-kit")
        #expect(throws: InstrumentError.self) { try Instrument("tenor-sax", for: .drums) }
        #expect(throws: InstrumentError.self) { try Instrument("jazz-kit", for: .lead) }
    }
}
