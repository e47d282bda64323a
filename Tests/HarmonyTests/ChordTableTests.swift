import Harmony
import Testing

/// What the usual books mean by their spellings: the notes above the root, worked out by hand.
@Suite struct ChordTableTests {
    /// `notes above C | spellings`, the spellings parted by two spaces.
    static let table = """
        0 4 7      | C  CM  Cmaj  CMaj  CMAJ  Cma  Cmajor  C major  C Maj  (C)  c  C(major)
        0 3 7      | Cm  C-  Cmi  Cmin  CMIN  CMin  CMI  Cminor  C minor  C−  C–  cm  c-  Cm.
        0 3 6      | Cdim  Co  C°  Cº  C˚  CDIM  Cdim.  Cdiminished  C dim  Cm(b5)  Cmb5  Cm-5  C-b5  Cm♭5  C-(b5)
        0 4 8      | C+  Caug  Caug5  CAUG  Caug.  Caugmented  C(#5)  C+5  C(+5)  C(♯5)
        0 4 6      | C(b5)  C-5  C(-5)  C(♭5)  CM(b5)
        0 3 8      | Cm#5  C-#5  Cm(#5)  Cm+  Cm+5  Cm(+5)  C-(#5)  Cmin#5  Cm♯5
        0 5 7      | Csus  Csus4  CSUS  Csus.  C4  C(sus4)  C sus  Csuspended  Csus(4)
        0 2 7      | Csus2  CSUS2  C(sus2)
        0 2 5 7    | Csus24  Csus2/4  Csus4/2  Csus2sus4  Csus4add9  Csus4(add9)  Csus(2,4)  Csus4(9)
        0 7        | C5  C(no3)  Cno3  C(omit3)  Comit3  C(no 3)  C(omit 3)  C(no 3rd)
        0 4        | C(no5)  C(omit5)  C(no 5th)
        0 2 4 7    | C2  Cadd9  Cadd2  C(add9)  C(add 9)  C(add2)  Cadd(9)  C(9)  C/9  Cmaj(add9)  C add9  Cmaj2  CMadd9  Cmajadd9  CMAdd9
        0 2 3 7    | Cmadd9  Cm(add9)  Cmin(add9)  C-(add9)  Cm(9)  Cm2  Cmadd2
        0 4 5 7    | Cadd11  C(add11)  Cadd4  C(add4)  C(11)
        0 3 5 7    | Cm(add11)  Cm(add4)  Cm4  Cm(11)
        0 4 6 7    | C(add#11)  C(#11)  C(add#4)  C(#4)
        0 3 7 8    | C-b6  Cmb6  Cm(b6)  Cminb6  Cm(addb6)  Cm(addb13)  C-(b6)
        0 4 7 9    | C6  Cmaj6  CM6  C(6)  Cadd6  Cadd13  C(add13)  C⁶
        0 3 7 9    | Cm6  C-6  Cmin6  Cmi6  Cm(6)  Cmadd6  Cm(add13)
        0 2 4 7 9  | C69  C6/9  C6(9)  C(6/9)  C6add9  Cmaj6/9  CM69  C6(add9)  C6,9  C⁶⁹
        0 2 3 7 9  | Cm69  Cm6/9  C-69  C-6/9  Cmin69  Cm6(9)
        0 4 6 7 9  | C6#11  C6(#11)  C6(#4)  C6(add#11)
        0 2 4 6 7 9 | C69#11  C69(#11)  C6/9(#11)  C6/9#11
        0 5 7 9    | C6sus  C6sus4
        0 4 7 11   | Cmaj7  CMaj7  CMAJ7  CM7  Cma7  CMA7  CMa7  Cj7  CΔ  C∆  C△  C▲  CΔ7  C△7  C^  C^7  C7M  Cmajor7
        0 4 7 11   | C maj7  C Maj 7  C(maj7)  C(M7)  C major 7  Cmaj⁷  c^7
        0 3 7 11   | CmMaj7  CmM7  Cminmaj7  C-j7  C-Δ7  C-Δ  CmΔ  Cm△  C-^  C-^7  Cm^7  Cm(maj7)  Cm(M7)  C-(maj7)
        0 3 7 11   | Cm#7  Cm(#7)  C-#7  Cm/maj7  Cm/M7  Cmin-maj7  Cm-maj7  Cm7M  CmiMa7  Cm(Δ7)  Cm+7  Cm(+7)  CmM  Cm(△)
        0 4 7 10   | C7  Cdom7  C dom7  C7dom  Cdom  C(7)  C⁷
        0 3 7 10   | Cm7  C-7  Cmi7  Cmin7  CMI7  CMIN7  Cminor7  C minor 7  Cm(7)  cm7  c-7  C−7  C–7
        0 3 6 10   | Cm7b5  Cm7(b5)  C-7b5  Cmin7b5  Cm7-5  Cm7(-5)  Cm7(5-)  Cm7flat5  Cminor7flat5  Cø  Cø7  CØ  CØ7  C∅7  Ch  Ch7  Cm7♭5
        0 3 6 10   | Chalf-dim  Chalfdim7  C half-diminished
        0 3 6 9    | Cdim7  Co7  C°7  Cº7  Cdim.7  CDIM7  Cdiminished7  C dim7  Cm6b5
        0 3 6 11   | CdimMaj7  Cdim(maj7)  CoM7  C°maj7  Co^7  C°Δ
        0 3 6 9 11 | Cdim7(add ma7)  Cdim7(addmaj7)  C°7M  Co7M7  Cdim7(maj7)
        0 2 3 6 9  | Cdim9  Cdim7(9)  C°9  Co7(9)  Cdim7/9
        0 3 5 6 9  | Cdim7(11)  Co7(11)
        0 2 3 7 8 10 | Cm9b13  Cm7(9b13)  Cm7(9,b13)  Cm7(b13 9)
        0 1 3 7 9 10 | Cm7(13b9)  Cm7(b9,13)
        0 2 3 6 7 11 | CmMaj7(9#11)  Cm(maj7)(9,#11)
        0 3 5 7 11 | CmMaj7,11  CmMaj7(11)
        0 3 6 8 9  | Cdim7(b13)  Co7b13
        0 4 8 10   | C7#5  C+7  Caug7  C7+  C7+5  C7(#5)  C7(+5)  C7(5+)  C7aug  C7♯5  C7(+)  Caug(7)
        0 4 8 11   | Cmaj7#5  CM7#5  C+M7  C+maj7  C+j7  Cmaj7+  CΔ+  CΔ#5  C^7#5  Caugmaj7  C+Δ7  C+(maj7)  Cmaj7(#5)
        0 4 6 10   | C7b5  C7-5  C7(b5)  C7(-5)  C7(5-)  C7♭5
        0 4 6 11   | Cmaj7b5  CM7b5  CΔb5  C^7b5  Cmaj7-5  Cmaj7(b5)
        0 3 8 10   | Cm7#5  Cm7+5  C-7#5  Cm7(#5)  Cm7(5+)
        0 2 4 7 11 | Cmaj9  CM9  C^9  CΔ9  Cma9  C9(maj7)  Cmaj7(9)  Cmaj7/9  C7M(9)  Cmaj7add9  C7M/9  Cmaj(9)  CΔ(9)
        0 2 4 7 9 11 | Cmaj13  CM13  C^13  CΔ13  C13(maj7)  Cmaj7(9,13)  Cmaj9(13)
        0 4 7 9 11 | Cmaj7(13)  CΔ7,13  CM7,13  CMA7(add 13)  Cmaj7/13  C6(maj7)  Cmaj7/6  CΔ6  Cmaj7(add13)  CM7(6)
        0 4 6 7 11 | Cmaj7#11  C^7#11  CM7(#11)  CΔ#11  CΔ#4  CΔ+11  Cmaj7#4  Cmaj7(♯11)  Cmaj7lyd  Clyd  Cmaj7 lydian  C^7(11+)
        0 2 4 6 7 11 | Cmaj9#11  C^9#11  CM9(#11)  Cmaj7(9,#11)
        0 2 4 5 7 11 | Cmaj11
        0 2 4 7 10 | C9  C7/9  C7(9)  C7add9  Cdom9  C7(add9)  C⁹
        0 2 3 7 10 | Cm9  C-9  Cmin9  Cmi9  Cm7(9)  Cm7/9  C-79  Cm7add9
        0 2 3 7 11 | CmMaj9  C-^9  CmM9  Cm(maj9)  CmMaj7(9)  Cm9(maj7)  Cm9(M7)  C-9(maj7)  Cmin9maj7  Cm9#7
        0 2 3 7 9 11 | CmMaj7(9,13)  Cm13(maj7)
        0 2 5 7 10 | C9sus  C9sus4  C11  C9SUS  C7sus(9)  C7sus4(9)  C9(sus4)  C9/4  Csus9
        0 5 7 10   | C7sus  C7sus4  Csus7  C7SUS  C7SUS4  C7/4  C7(4)  C7(sus4)  C7 sus4  Cm7sus4  C7sus(4)
        0 2 7 10   | C7sus2  C9sus2  C9(no3)  C7(9,no3)
        0 5 7 11   | Cmaj7sus4  C^7sus  CM7sus  C^sus  CΔsus4
        0 5 6 11   | C^sus(b5)
        0 2 5 7 9 10 | C13sus  C13sus4  Csus13  C9sus(13)  C11(13)
        0 1 5 7 10 | C7b9sus  C7sus(b9)  C7sus4b9  C7sus4(b9)  Csusb9  C7susb9  C11b9  Cphryg  C7(b9)sus
        0 1 5 7 9 10 | C13susb9  C13sus(b9)  C13b9sus  C7sus4(b9,13)
        0 1 5 6 8 10 | Csus4(b9,b5,#5)  C7sus4(b9,b5,#5)
        0 1 2 6 8 10 | Csus2(b9,b5,#5)  C7sus2(b9,b5,#5)
        0 5 7 8 10 | C7b13sus  C7sus(b13)  C7sus4b13
        0 4 5 7 10 | C7susadd3  C7sus4(add3)  C7(11)  C7/11  C7add11
        0 2 4 5 7 10 | C9(11)  C9add11  C11(add3)
        0 2 4 7 9 10 | C13  C7(9,13)  C9(13)  C9/13  C7/9/13  Cdom13
        0 4 7 9 10 | C7(13)  C7/13  C7/6  C7add13  C7add6  C7(6)
        0 2 3 7 9 10 | Cm13  C-13  Cm9(13)
        0 2 3 5 7 10 | Cm11  C-11  Cmin11  Cm7(9,11)  Cm9(11)
        0 3 5 7 10 | Cm7(11)  Cm7/11  Cm7add11  Cm7(4)  Cm7/4  C-7(add4)
        0 3 7 9 10 | Cm7(13)  Cm7/13  Cm7/6  Cm7add13
        0 1 4 7 10 | C7b9  C7(b9)  C7-9  C7(-9)  C7(9-)  C7 b9  C7[b9]  C7♭9  C7/b9  C79b  C7flat9  C7addb9  C7(♭9)  C7b2  C(b9)
        0 3 4 7 10 | C7#9  C7(#9)  C7+9  C7(+9)  C7(9+)  C79#  C7♯9  C7sharp9  C7Sharp9  C7[#9]  C7 #9  C7/#9
        0 4 6 7 10 | C7#11  C7(#11)  C7+11  C7(11+)  C7#4  C711#  C7lyd  C7(#4)  C7+4  C7(+4)  C7sharp11
        0 2 4 6 7 10 | C9#11  C9(#11)  C9#4  C9+11  C7(9,#11)  C7911#
        0 2 4 6 7 9 10 | C13#11  C13(#11)  C7(9,#11,13)  D/C7
        0 4 7 8 10 | C7b13  C7(b13)  C7-13  C7(13-)  C7b6  C713b  C7/b13
        0 1 4 7 8 10 | C7b9b13  C7(b9,b13)  C7(b9 b13)  C7(b9/b13)  C7 (b9, b13)  C7(9-,13-)  C7b9(b13)  C79b13b  C7-9-13
        0 1 4 7 9 10 | C13b9  C13(b9)  C7(b9,13)  C13-9  C7b9(13)  C7b9add13
        0 3 4 7 9 10 | C13#9  C13(#9)  C7(#9,13)
        0 3 4 7 8 10 | C7#9b13  C7(#9,b13)  C7(b13,#9)
        0 1 3 4 7 10 | C7b9#9  C7(b9#9)  C7(b9,#9)  C7(#9,b9)
        0 1 4 6 7 10 | C7b9#11  C7(b9,#11)
        0 3 4 6 7 10 | C7#9#11  C7(#9,#11)
        0 1 4 8 10 | C7#5b9  C7b9#5  C+7b9  C7(#5,b9)  C7+5-9  C7+(b9)
        0 3 4 8 10 | C7#5#9  C7#9#5  C+7#9  C7(#5,#9)  C7+5+9  C7(#9,#5)
        0 1 4 6 10 | C7b5b9  C7b9b5  C7(b5,b9)  C7-5-9
        0 3 4 6 10 | C7b5#9  C7#9b5  C7(b5,#9)
        0 2 4 8 10 | C9#5  C+9  Caug9  C9+  C9(#5)  C9+5
        0 2 4 6 10 | C9b5  C9(b5)  C9-5
        0 2 3 6 10 | Cm9b5  Ch9  Cø9  Cm7b5(9)  C-9b5
        0 3 5 6 10 | Cm7b5(11)  Cø7(11)  Ch7(11)
        0 2 3 5 6 10 | Cm11b5  Cø11
        0 4 8 10   | C7alt  Calt  C7alt.  C7altered  Caltered  C7(alt)  Calt7
        0 7 10     | C7(no3)  C7(omit 3)  C7no3  C7omit3
        0 4 10     | C7(no5)  C7no5  C7(omit5)
        0 3 10     | Cm7(no5)
        0 4 7 9 11 | Am/Cmaj7
        0 2 4 5 7 9 10 | Dm/C7
        0 1 3 4 7 8 10 | Ab/C7(b9,#9)
        """

    static var rows: [(notes: [Int], symbol: String)] {
        table.split(separator: "\n").flatMap { line -> [(notes: [Int], symbol: String)] in
            let halves = line.split(separator: "|", maxSplits: 1)
            let notes = halves[0].split(separator: " ").compactMap { Int($0) }
            return spellings(halves[1]).map { (notes, $0) }
        }
    }

    /// The parts of a text between two spaces or more.
    static func spellings(_ text: Substring) -> [String] {
        var parts: [String] = [""]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if word.isEmpty { parts.append("") } else { parts[parts.count - 1] += (parts.last == "" ? "" : " ") + word }
        }
        return parts.filter { !$0.isEmpty }
    }

    @Test func everySpellingMeansItsNotes() throws {
        #expect(Self.rows.count > 400)
        for (notes, symbol) in Self.rows {
            let chord = try ChordParser.parse(symbol)
            #expect(chord.writtenTones.members == notes, "\(symbol) -> \(chord.symbol)")
            #expect(chord.root == 0 && chord.bassName == nil, "\(symbol)")
        }
    }

    /// What a symbol means does not depend on its root, nor on the notes of the marker that a MIDI file gets.
    @Test func symbolAndMarkerMeanTheSameOnEveryRoot() throws {
        let roots = ["C", "Db", "D", "Eb", "E", "F", "F#", "Gb", "G", "Ab", "A", "Bb", "B", "Cb", "E#"]
        var faults: [String] = []
        for (notes, symbol) in Self.rows where symbol.first == "C" && !symbol.contains("/C") {
            for root in roots {
                let moved = try ChordParser.parse(root + symbol.dropFirst())
                let agrees =
                    try moved.writtenTones.members == notes && ChordParser.parse(moved.symbol) == moved
                    && ChordParser.parse(moved.marker) == moved
                if !agrees { faults.append("\(root) \(symbol) -> \(moved.symbol), \(moved.marker)") }
            }
        }
        #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(8))")
    }

    @Test(arguments: [
        ("H7", "B7"), ("Hm7b5", "Bm7b5"), ("Cis7", "C#7"), ("Bes7", "Bb7"), ("Es^7", "Ebmaj7"), ("Asm7", "Abm7"),
        ("Esus", "Esus4"), ("Asus2", "Asus2"), ("Fism7", "F#m7"), ("Des", "Db"), ("D7/Fis", "D7/F#"), ("C/H", "C/B"),
        ("Ees7", "Eb7"), ("bb7", "Bb7"), ("f#m7", "F#m7"), ("a", "A"), ("C/e", "C/E"), ("Am7/g", "Am7/G"),
        ("C7/bb", "C7/Bb"), ("C6/9/E", "C6/9/E"), ("C7/b9", "C7b9"), ("Bb♭", "Bbb"), ("F𝄪", "F##"),
        ("F/Gm", "Gm11"), ("D/C", "D/C"), ("Eb/C7", "C7#9"), ("Bm7b5/A", "Bm7b5/A"), ("(F/A)", "F/A"),
    ])
    func readsForeignRootsAndSlashes(_ symbol: String, _ meaning: String) throws {
        #expect(try ChordParser.parse(symbol).symbol == meaning)
    }

    /// Contradictions, and what no musician would agree on.
    @Test(arguments: [
        "Cmaj7(maj7)", "C7(maj7)", "Cm7(maj7)", "C5sus4", "C5b5", "Cdimsus", "Cø7sus4", "C7alt(no3)", "C7b5(no5)",
        "C7sussus", "Cm7b5#5", "C7(b7)", "Cadd7", "C7#6", "C7(no1)", "C7(omit)", "C7(add)", "Cm(add3)", "C5(no5)",
        "C+11x", "C7b9x", "C7/9/", "C//E", "Cmm7", "C7(b9", "C7b9)", "C7[b9)]", "C7(#13)", "Cm7maj7", "C7no7", "E/C7",
        "C-7-", "C7--9", "C##b", "C7b", "Cb13#", "C6-9", "Csharp7", "C flat 7", "Cflat5", "C7(maj9)", "C7-4", "C8",
        "C10", "C12", "C1", "C0",
    ])
    func refusesWhatHasNoMeaning(_ symbol: String) {
        #expect(throws: HarmonyError.self) { try ChordParser.parse(symbol) }
    }

    /// Texts that may be anything: only plain roots make a chord.
    @Test(arguments: ["do", "am", "go", "Hm", "As", "Es", "Des", "H", "a", "cm7", "(Dm7)"])
    func readsOnlyPlainRootsInFreeTexts(_ text: String) {
        #expect(throws: HarmonyError.self) { try ChordParser.parse(text, roots: .plain) }
        #expect(throws: Never.self) { try ChordParser.parse(text) }
    }
}
