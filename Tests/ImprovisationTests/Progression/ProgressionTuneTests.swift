import Harmony
import Improvisation
import Recurrent
import Testing

@Suite struct ProgressionTuneTests {
    static func tune(_ key: String, _ sections: [(String, String)], meter: String = "4/4") throws -> ProgressionTune {
        let read = try sections.map { label, chords in
            ProgressionTune.Section(
                label: label,
                chords: try chords.split(separator: " ").map { entry in
                    let parts = entry.split(separator: ":")
                    return (try ChordParser.parse(String(parts[0])), try #require(Double(parts[1])))
                })
        }
        let key = try #require(Key(key))
        let meter = try #require(Meter(meter))
        return try #require(ProgressionTune(title: "t", key: key, meter: meter, sections: read))
    }

    /// The tokens of a tune; "-" where nothing is to be learned.
    static func targets(_ tune: ProgressionTune) -> [String] {
        tune.encoded().targets.map { $0 < 0 ? "-" : ProgressionVocabulary.names[Int($0)] }
    }

    @Test func saysRootQualityAndLength() throws {
        let tune = try Self.tune("F", [("A", "Fmaj7:2 Ab7:2 Dbmaj7:4 Gm7b5:6 C79b:10")])
        #expect(
            Self.targets(tune) == [
                "root 0", "Cmaj7", "2 beats", "root 3", "C7", "1 bar lines", "root 8", "Cmaj7", "1 bar lines", "root 2",
                "Cm7b5", "1 bar lines", "root 2", "Cm7b5", "2 beats", "root 7", "C7b9", "3 bar lines",
            ])
        let waltz = try Self.tune("C", [("A", "C:1.5 G7:1.5 C:3")], meter: "3/4")
        #expect(Self.targets(waltz)[2] == "2 beats")
    }

    @Test func isTheSameInEveryKey() throws {
        let first = try Self.tune("C", [("A", "Cmaj7:4 Dm7:2 G7:2"), ("B", "F#m7b5:4 B79b:4")])
        let second = try Self.tune("Gb", [("A", "Gbmaj7:4 Abm7:2 Db7:2"), ("B", "Cm7b5:4 F79b:4")])
        #expect(first.encoded() == second.encoded())
        let minor = try Self.tune("Cm", [("A", "Cmaj7:4 Dm7:2 G7:2"), ("B", "F#m7b5:4 B79b:4")])
        #expect(minor.encoded().targets == first.encoded().targets && minor.encoded() != first.encoded())
    }

    @Test func whatOnlyRepeatsIsNotLearned() throws {
        let tune = try Self.tune(
            "C", [("A", "C:4 F:4"), ("N1", "G7:4"), ("A", "C:4 F:4"), ("N2", "C:4"), ("A2", "C:4 F:4 C:4")])
        let targets = Self.targets(tune)
        #expect(targets.count == 27)
        #expect(targets[9..<15].allSatisfy { $0 == "-" } && targets[15] == "root 0")
        #expect(targets[18...].allSatisfy { $0 == "-" })
        // A network still reads what it is not asked for.
        let inputs = tune.encoded().inputs
        #expect(inputs.count == 27 * ProgressionContext.fields.count)
        for (index, input) in inputs.enumerated() {
            #expect(input >= -1 && Int(input) < ProgressionContext.fields[index % ProgressionContext.fields.count].size)
        }
    }

    @Test func everyTokenHasOneMeaning() {
        #expect(Set(ProgressionVocabulary.names).count == ProgressionVocabulary.count)
        let ranges = ProgressionVocabulary.Decision.allCases.map(ProgressionVocabulary.tokens)
        #expect(ranges.map(\.count).reduce(1, +) == ProgressionVocabulary.count)
        for quality in ProgressionQuality.allCases {
            #expect(ProgressionQuality(quality.chord(on: NoteName(letter: 3, accidental: -1))) == quality)
        }
        #expect(ProgressionQuality(.noChord) == nil)
    }
}
