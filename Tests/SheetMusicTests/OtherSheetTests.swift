import Harmony
import Music
import Testing

@testable import SheetMusic

/// Texts of other programs, and archives.
@Suite struct OtherSheetTests {
    private func symbols(_ chart: Chart) -> String {
        chart.bars.map { bar in
            bar.chords.map { "\($0.chord)\($0.beat > 0 ? "@\($0.beat)" : "")" }.joined(separator: " ")
        }
        .joined(separator: " | ")
    }

    @Test func abc() throws {
        let head = "X:1\nT:A Tune\nM:4/4\nL:1/8\nQ:1/4=120\nK:Bb\n"
        func chart(_ body: String) throws -> String { symbols(try ABCReader.sheet(head + body).chart) }
        #expect(try chart("\"Bb\"B2d2 f2d2|\"F7\"c4 \"Bb\"d4|]") == "Bb | F7 Bb@2")
        #expect(try chart("|:\"Cm\"c8|1 \"F7\"f8:|2 \"Bb\"b8||\"Eb\"e8|]") == "Cm | F7 | Cm | Bb | Eb")
        #expect(try chart("\"C\"c8::\"D\"d8:|") == "C | C | D | D")
        // Broken rhythm, tuplets, grace notes, decorations, chords of notes, fields in the line, rests of whole bars.
        #expect(
            try chart("\"C\"c>d e<f (3gab {a}g !trill!z|[K:C]\"D\"[ceg]8|\"E\"Z2|\"F\"z4 y \"G\"z4 % no \"A\"\n")
                == "C | D | E | E | F G@2")
        let sheet = try ABCReader.sheet(head + "\"C\"d>e B/A/G/F/ =B,,2-B,,2|\"F\"^c8-|c8|")
        let melody = [
            [0, 360, 74], [360, 120, 75], [480, 120, 70], [600, 120, 69], [720, 120, 67], [840, 120, 65],
            [960, 960, 47], [1920, 3840, 73],
        ]
        #expect(sheet.melody.map { [$0.start, $0.duration, $0.pitch] } == melody)
        #expect(sheet.chart.key == Key("Bb") && sheet.chart.tempo == 120 && sheet.chart.title == "A Tune")
        // An upbeat, a second voice, a second tune.
        let voices = "\"C\"z2|\"C\"c8|\"F\"f8|\nV:2\n\"G\"g8|\n\nX:2\nK:C\n\"A\"a8|"
        #expect(try chart("V:1\nf2|" + voices.dropFirst(6)) == "N.C. | C | F")
    }

    /// Old tune books write other things in quotation marks, too: what is no chord is said; what is a misspelt one, refused.
    @Test func textsOfATuneAreNoChords() throws {
        let head = "X:1\nM:4/4\nL:1/8\nK:C\n"
        func sheet(_ body: String) throws -> LeadSheet { try ABCReader.sheet(head + body) }
        for text in ["1", "2.", "1st time", "SEGUE", "Slow", "Chorus", "Allegro", "Guitar", "Gmol", "x", "(repeat)"] {
            let read = try sheet("\"C\"\"\(text)\"c8|\"G7\"g8|")
            #expect(symbols(read.chart) == "C | G7", "\(text)")
            #expect(read.chart.notes == ["measure 1: “\(text)” is taken for a text, not for a chord"])
        }
        // Signs are obeyed, written as texts or as decorations.
        #expect(try symbols(sheet("\"C\"c8|\"Fine\"\"F\"f8|\"G\"g8 \"D.C. al Fine\"|").chart) == "C | F | G | C | F")
        #expect(try sheet("\"C\"c8|\"D.C.\"\"F\"f8|").chart.notes.isEmpty)
        for text in ["Xm7", "Cmaj77", "Cminor77", "C7b99x", "Cadd", "Cmaj7x", "Gsuss", "H8"] {
            #expect(throws: SheetMusicError.self, "\(text)") { try sheet("\"\(text)\"c8|\"G7\"g8|") }
        }
    }

    @Test func chordPro() throws {
        let text = """
            {t: Song}
            # remark
            {key: Am}
            {soc}
            [Am]Oh [*slowly]say [Dm7]can
            {eoc}
            {sog}
            | E7 . Am . | % |
            {eog}
            {chorus}
            """
        let sheet = try ChordProReader.sheet(text)
        #expect(symbols(sheet.chart) == "Am | Dm7 | E7 Am@2 | E7 Am@2 | Am | Dm7")
        #expect(sheet.chart.title == "Song" && sheet.chart.key == Key("Am") && sheet.chart.bars[0].section == "Chorus")
        #expect(sheet.chart.notes.count == 1)
        #expect(throws: SheetMusicError.self) { try ChordProReader.sheet("{t: x}\nno chords") }
        #expect(throws: SheetMusicError.self) { try ChordProReader.sheet("[Am oh") }
    }

    @Test func chordino() throws {
        // Two seconds a bar, a little unsteady, half bars among them.
        let times = [0.3, 2.31, 4.27, 5.3, 6.28, 10.33]
        let table =
            "0.000,N\n"
            + zip(times, ["C", "Am", "Dm7", "G7", "Cmaj7", "F6"]).map { "\($0.0),\"\($0.1)\"" }.joined(separator: "\n")
        let sheet = try ChordinoReader.sheet(table)
        #expect(symbols(sheet.chart) == "C | Am | Dm7 G7@2 | Cmaj7 | Cmaj7 | F6")
        #expect(abs((sheet.chart.tempo ?? 0) - 120) <= 2 && sheet.chart.notes.count == 1)
        for bad in ["1.0,C\n0.5,F", "x,C", "1.0,Qx", "0.0,N"] {
            #expect(throws: SheetMusicError.self) { try ChordinoReader.sheet(bad) }
        }
    }

    @Test func improVisor() throws {
        let text = """
            (title A Song)
            (meter 3 4)
            (key -2)
            (tempo 132.0)
            (part (type chords) (title ) (volume 100))
            (section (style waltz))
            Bbmaj7 | Cm7 / F7 | / |
            NC | Dm7b5 G7b9 |
            (part (type melody))
            c4 d8 e8 f2.
            """
        let sheet = try ImproVisorReader.sheet(text)
        #expect(symbols(sheet.chart) == "Bbmaj7 | Cm7 F7@2 | F7 | N.C. | Dm7b5 G7b9@2")
        #expect(sheet.chart.meter == Meter("3/4") && sheet.chart.tempo == 132 && sheet.chart.key == Key("Bb"))
        #expect(sheet.chart.style == .waltz && sheet.chart.title == "A Song")
        for bad in [
            "(title x)\n(meter 0 4)\nC |", "(title x)\nCq |", "(title x", "(title x)", "(meter 3 4)\nC D E F |",
        ] {
            #expect(throws: SheetMusicError.self) { try ImproVisorReader.sheet(bad) }
        }
    }

    /// "hello hello hello\n", deflated by another program, with a fixed and with a dynamic code, and stored.
    @Test func inflate() throws {
        let fixed: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x5C, 0x00]
        #expect(try ZipArchive.unpacked(fixed[...], limit: 18) == Array("hello hello hello\n".utf8))
        #expect(throws: SheetMusicError.self) { try ZipArchive.unpacked(fixed[...], limit: 17) }
        // Four hundred characters and some line ends, with a code of their own.
        var text = ""
        for index in 0..<400 {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(97 + (index * index * 7 + index / 3) % 23)))
            if index % 17 == 0 { text += "\n" }
        }
        #expect(try ZipArchive.unpacked(Self.deflated[...], limit: 1000) == Array(text.utf8))
        for length in stride(from: 0, to: Self.deflated.count - 2, by: 7) {
            #expect(throws: SheetMusicError.self) { try ZipArchive.unpacked(Self.deflated[..<length], limit: 1000) }
        }
        let stored: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]
        #expect(try ZipArchive.unpacked(stored[...], limit: 10) == Array("abc".utf8))
        for length in 0..<fixed.count - 1 {
            #expect(throws: SheetMusicError.self) { try ZipArchive.unpacked(fixed[..<length], limit: 100) }
        }
        for first in 0...255 as ClosedRange<UInt8> {
            var damaged = fixed
            damaged[0] = first
            damaged[2] ^= first
            _ = try? ZipArchive.unpacked(damaged[...], limit: 1000)
        }
    }

    @Test func links() throws {
        for text in [
            "title: A = B\nkey: Bbm\ntime: 4/4\ntempo: 96\nstyle: bossa\n[A] Bbm7 | Ebm7 Ab13b9 | % | F7alt . . N.C. | [B] Gbmaj7/Bb | Cm7b5 . F7 .",
            "time: 3/4\nF6/9 | Bb7(b9,13) | C7sus4 | Fm11",
        ] {
            let chart = try ChartParser.parse(text)
            let song = try IRealLink.songs(in: try chart.iRealLink())[0]
            let read = try song.chart()
            #expect(read.bars.map(\.chords) == chart.bars.map(\.chords), "\(song.music)")
            #expect(read.meter == chart.meter && (read.tempo == chart.tempo || chart.tempo == nil))
            #expect(read.bars.map(\.section) == chart.bars.map(\.section))
        }
        #expect(throws: HarmonyError.self) { try ChartParser.parse("time: 1/4\nC | F").iRealLink() }
    }

    private static let deflated: [UInt8] = [
        93, 204, 177, 17, 196, 32, 12, 4, 192, 252, 186, 212, 131, 12, 26, 12, 22, 3, 22, 237, 59, 249, 232, 182, 128,
        21, 212, 107, 133, 255, 100, 172, 113, 228, 217, 51, 43, 222, 44, 253, 169, 62, 82, 17, 179, 72, 81, 81, 143,
        202, 221, 245, 182, 125, 252, 68, 27, 134, 233, 165, 93, 238, 165, 219, 122, 251, 154, 90, 32, 28, 65, 57, 66,
        229, 8, 198, 17, 10, 71, 200, 28, 33, 56, 194, 224, 8, 202, 17, 38, 71, 72, 28, 161, 113, 132, 201, 17, 54, 71,
        8, 142, 16, 28, 97, 113, 132, 135, 35, 24, 71, 56, 255, 232, 3,
    ]
}
