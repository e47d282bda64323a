import Numerics
import Harmony
import TestSupport
import Testing

@Suite struct ChordParserTests {
    /// Symbols and what they mean: quality, tensions, and the basic chord's intervals.
    static let meanings: [(String, ChordQuality, Tensions)] = [
        ("C", .major, []), ("Cmaj", .major, []), ("CM", .major, []), ("Cmaj7", .majorSeventh, []),
        ("CM7", .majorSeventh, []), ("CMa7", .majorSeventh, []), ("Cma7", .majorSeventh, []),
        ("C^7", .majorSeventh, []), ("CΔ7", .majorSeventh, []), ("C∆7", .majorSeventh, []),
        ("Cj7", .majorSeventh, []), ("Cmaj9", .majorSeventh, .nine), ("CM9", .majorSeventh, .nine),
        ("Cmaj13", .majorSeventh, [.nine, .thirteen]), ("Cmaj7#11", .majorSeventh, .sharpEleven),
        ("Cmaj7(♯11)", .majorSeventh, .sharpEleven), ("Cmaj7b5", .majorSeventh, .flatFive),
        ("Cmaj7#5", .augmentedMajorSeventh, []), ("Cmaj7+", .augmentedMajorSeventh, []),
        ("C+j7", .augmentedMajorSeventh, []), ("C6", .sixth, []), ("C69", .sixth, .nine), ("C6/9", .sixth, .nine),
        ("C6(9)", .sixth, .nine), ("Cadd9", .major, .nine), ("C(add9)", .major, .nine), ("C2", .major, .nine),
        ("C7", .dominant, []), ("C9", .dominant, .nine), ("C11", .dominantSuspended, .nine),
        ("C13", .dominant, [.nine, .thirteen]), ("C7b9", .dominant, .flatNine), ("C7♭9", .dominant, .flatNine),
        ("C7(b9)", .dominant, .flatNine), ("C79b", .dominant, .flatNine), ("C7-9", .dominant, .flatNine),
        ("C9b", .dominant, .flatNine), ("C7#9", .dominant, .sharpNine), ("C79#", .dominant, .sharpNine),
        ("C7+9", .dominant, .sharpNine), ("C7b9b13", .dominant, [.flatNine, .flatThirteen]),
        ("C7(b9,b13)", .dominant, [.flatNine, .flatThirteen]), ("C79b13b", .dominant, [.flatNine, .flatThirteen]),
        ("C79b13", .dominant, [.flatNine, .thirteen]), ("C13b9", .dominant, [.flatNine, .thirteen]),
        ("C13b9b", .dominant, [.flatNine, .flatThirteen]), ("C139b", .dominant, [.flatNine, .thirteen]),
        ("C713b", .dominant, .flatThirteen), ("C13b", .dominant, .flatThirteen),
        ("C7b5", .dominant, .flatFive), ("C9b5", .dominant, [.flatFive, .nine]),
        ("C79bb5", .dominant, [.flatFive, .flatNine]), ("C79#b5", .dominant, [.flatFive, .sharpNine]),
        ("C7#11", .dominant, .sharpEleven), ("C711#", .dominant, .sharpEleven),
        ("C9#11", .dominant, [.nine, .sharpEleven]), ("C7911#", .dominant, [.nine, .sharpEleven]),
        ("C911#", .dominant, [.nine, .sharpEleven]), ("C13b11#", .dominant, [.flatThirteen, .sharpEleven]),
        ("C7913", .dominant, [.nine, .thirteen]), ("C7913b", .dominant, [.nine, .flatThirteen]),
        ("C769", .dominant, [.nine, .thirteen]), ("C7#9b13", .dominant, [.sharpNine, .flatThirteen]),
        ("C79#11#", .dominant, [.sharpNine, .sharpEleven]), ("C7#5", .augmentedSeventh, []),
        ("C7+", .augmentedSeventh, []), ("C+7", .augmentedSeventh, []), ("Caug7", .augmentedSeventh, []),
        ("C9+", .augmentedSeventh, .nine), ("C+79#", .augmentedSeventh, .sharpNine),
        ("C79#+", .augmentedSeventh, .sharpNine), ("C7#5#9", .augmentedSeventh, .sharpNine),
        ("C7b5#5", .augmentedSeventh, .sharpEleven), ("C7alt", .altered, []), ("Calt", .altered, []),
        ("Cm", .minor, []), ("C-", .minor, []), ("C−", .minor, []), ("Cmi", .minor, []), ("Cmin", .minor, []),
        ("Cm7", .minorSeventh, []), ("C-7", .minorSeventh, []), ("Cmi7", .minorSeventh, []),
        ("Cmin7", .minorSeventh, []), ("Cm9", .minorSeventh, .nine), ("C-79", .minorSeventh, .nine),
        ("Cm11", .minorSeventh, [.nine, .eleven]), ("C-7911", .minorSeventh, [.nine, .eleven]),
        ("Cm13", .minorSeventh, [.nine, .thirteen]), ("C-79b", .minorSeventh, .flatNine),
        ("Cm6", .minorSixth, []), ("C-69", .minorSixth, .nine), ("Cm6/9", .minorSixth, .nine),
        ("Cmin69", .minorSixth, .nine), ("Cminb6", .minor, .flatThirteen), ("Cmadd9", .minor, .nine),
        ("Cm(add9)", .minor, .nine), ("CmMaj7", .minorMajorSeventh, []), ("CmM7", .minorMajorSeventh, []),
        ("Cminmaj7", .minorMajorSeventh, []), ("C-j7", .minorMajorSeventh, []), ("C-Δ7", .minorMajorSeventh, []),
        ("Cm(maj7)", .minorMajorSeventh, []), ("C-j7913", .minorMajorSeventh, [.nine, .thirteen]),
        ("Cm7b5", .halfDiminished, []), ("Cø", .halfDiminished, []), ("Cø7", .halfDiminished, []),
        ("CØ", .halfDiminished, []), ("C-7b5", .halfDiminished, []), ("Cm7(b5)", .halfDiminished, []),
        ("Cm7-5", .halfDiminished, []), ("Cm9b5", .halfDiminished, .nine), ("Cmin7b5", .halfDiminished, []),
        ("Ch7", .halfDiminished, []), ("Cdim", .diminished, []), ("Co", .diminished, []), ("C°", .diminished, []),
        ("Cmb5", .diminished, []), ("Cdim7", .diminishedSeventh, []), ("Co7", .diminishedSeventh, []),
        ("C°7", .diminishedSeventh, []), ("Cº7", .diminishedSeventh, []), ("Caug", .augmented, []),
        ("C+", .augmented, []), ("C#5", .power, []), ("C(#5)", .augmented, []), ("C5", .power, []),
        ("Csus", .suspendedFourth, []), ("Csus4", .suspendedFourth, []), ("Csus2", .suspendedSecond, []),
        ("C7sus4", .dominantSuspended, []), ("Csus7", .dominantSuspended, []), ("C7sus", .dominantSuspended, []),
        ("C9sus", .dominantSuspended, .nine), ("C9sus4", .dominantSuspended, .nine),
        ("C79bsus", .dominantSuspended, .flatNine), ("C7sus4(b9)", .dominantSuspended, .flatNine),
        ("C13sus", .dominantSuspended, [.nine, .thirteen]), ("Csus7913", .dominantSuspended, [.nine, .thirteen]),
        ("C7susadd3", .dominant, .eleven), ("Cmaj7sus4", .majorSeventhSuspended, []),
    ]

    @Test(arguments: meanings.indices) func readsTheSpellings(_ index: Int) throws {
        let (symbol, quality, tensions) = Self.meanings[index]
        let chord = try ChordParser.parse(symbol)
        #expect(chord.quality == quality, "\(symbol)")
        #expect(chord.tensions == tensions, "\(symbol): \(chord.tensions.names)")
        #expect(chord.bassName == nil, "\(symbol)")
        #expect(chord.root == (symbol == "C#5" ? 1 : 0), "\(symbol)")
    }

    @Test(arguments: [
        ("Bbmaj7", 10, "Bb"), ("B♭7", 10, "Bb"), ("F♯m7b5", 6, "F#"), ("Abb7", 7, "Abb"), ("C##", 2, "C##"),
        ("Cb", 11, "Cb"), ("E#o7", 5, "E#"),
    ])
    func keepsTheRootsSpelling(_ symbol: String, _ root: Int, _ name: String) throws {
        let chord = try ChordParser.parse(symbol)
        #expect(chord.root == root)
        #expect(chord.rootName.description == name)
    }

    @Test(arguments: [
        ("C/E", "E", 4), ("Cm7/Bb", "Bb", 10), ("F-7/Bb", "Bb", 10), ("G+/Ab", "Ab", 8), ("C6/9/E", "E", 4),
        ("D7(b9,b13)/F#", "F#", 6),
    ])
    func readsTheBassOfSlashChords(_ symbol: String, _ bass: String, _ pitchClass: Int) throws {
        let chord = try ChordParser.parse(symbol)
        #expect(chord.bassName?.description == bass)
        #expect(chord.bass == pitchClass)
        #expect(chord.symbol.hasSuffix("/\(bass)"))
    }

    @Test(arguments: ["N.C.", "NC", "N.C", "n.c."]) func readsNoChord(_ symbol: String) throws {
        let chord = try ChordParser.parse(symbol)
        #expect(chord.isNoChord)
        #expect(chord.tones.isEmpty && chord.scale.isEmpty && chord.family == .none && chord.symbol == "N.C.")
    }

    @Test(arguments: [
        ("Bridge", 1), ("Chorus", 3), ("Coda", 2), ("A1", 1), ("Verse", 0), ("Fine", 1), ("D.C.", 1),
        ("", 0), ("C7x", 2), ("Cmaj7##9", 5), ("C/", 2), ("C/E/G", 3), ("C7(b9", 5), ("C7)", 2),
        ("C77", 2), ("Cm7m", 3), ("Cmaj7maj7", 5), ("C7b", 2), ("AminD7", 4), ("Cb13#", 2), ("C14", 1), ("Cdimsus", 4),
        ("C7((9))", 3), ("💥", 0), ("C💥", 1), ("Cadd", 1),
    ])
    func refusesWhatIsNoChordAndSaysWhere(_ symbol: String, _ offset: Int) {
        #expect(throws: HarmonyError.chord(symbol: symbol, offset: offset)) { try ChordParser.parse(symbol) }
    }

    @Test func saysWhatIsUnderstood() {
        let text = HarmonyError.chord(symbol: "C7x", offset: 2).description
        #expect(text.hasPrefix("unknown chord \"C7x\" at \"x\" (character 3); understood are C, Cm, C6"))
        #expect(!text.contains("\n"))
    }

    @Test func survivesGarbage() {
        let pieces = [
            "C", "F#", "b", "#", "7", "9", "11", "13", "5", "6", "m", "maj", "sus", "add", "(", ")", ",", "/", "+", "-",
            "o",
            "alt", "dim", " ", "♭", "Δ", "é", "\u{0}", "💥", "%",
        ]
        var random = SystemRandomNumberGenerator()
        let seed = random.next()
        var generator = SplitMix64(seed: seed)
        print("ChordParserTests.survivesGarbage seed \(seed)")
        var read = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...12, using: &generator)
            let symbol = "A" + (0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let chord = try? ChordParser.parse(symbol) else { continue }
            read += 1
            #expect((try? ChordParser.parse(chord.symbol)) == chord, "\(symbol) -> \(chord.symbol)")
        }
        #expect(read > 100)
    }

    @Test(.enabled(if: PackageFiles.shared("data/charts/irb.jsonl") != nil))
    func readsTheSymbolsOfTheCorpusOfStandards() throws {
        let path = try #require(PackageFiles.shared("data/charts/irb.jsonl"))
        let text = try #require(PackageFiles.text(path))
        var count = 0
        var unread: Set<String> = []
        // A chord is the only string that a number follows: ["E79#", 4]
        for piece in text.split(separator: "[\"").dropFirst() {
            guard let end = piece.firstIndex(of: "\""), piece[end...].hasPrefix("\", "),
                piece[end...].dropFirst(3).first?.isNumber == true
            else { continue }
            count += 1
            let symbol = String(piece[..<end])
            if (try? ChordParser.parse(symbol)) == nil { unread.insert(symbol) }
        }
        #expect(count > 54_000)
        // A slip in the corpus: "Amin" and "D7" run together.
        #expect(unread == ["AminD7"])
    }

    @Test(.enabled(if: PackageFiles.shared("data/wjazzd") != nil))
    func readsTheMarkersOfTheTranscribedSolos() throws {
        let folder = try #require(PackageFiles.shared("data/wjazzd"))
        let names = try #require(PackageFiles.output(of: "ls '\(folder)'")).split(separator: "\n")
        var count = 0
        var unread: Set<String> = []
        for name in names where name.hasSuffix(".mid") {
            let bytes = try #require(PackageFiles.bytes("\(folder)/\(name)"))
            // A marker is FF 06, its length, its text.
            for index in bytes.indices.dropLast(3) where bytes[index] == 0xFF && bytes[index + 1] == 0x06 {
                let end = index + 3 + Int(bytes[index + 2])
                guard bytes[index + 2] < 32, end <= bytes.count else { continue }
                let symbol = String(decoding: bytes[(index + 3)..<end], as: UTF8.self)
                count += 1
                if (try? ChordParser.parse(symbol)) == nil { unread.insert(symbol) }
            }
        }
        #expect(count > 22_000)
        #expect(unread.isEmpty)
    }
}
