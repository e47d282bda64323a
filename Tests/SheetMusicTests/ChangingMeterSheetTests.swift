import Harmony
import Music
import SheetMusic
import Testing

@Suite struct ChangingMeterSheetTests {
    private static let changes = """
        key: F
        [A] F6 | 2/4 C7 | 4/4 Dm7 G7 | 7/8 (3+2+2) Gm7 C7
        [B] 5/4 (2+3) F6 Fm6 | 3/4 Bb6 | 6/8 F6 | 4/4 F6
        """

    /// A melody whose notes cross the bar lines between metres.
    private static func piece() throws -> Piece {
        let chart = try ChartParser.parse(changes)
        let ends = [480, 720, 960, 1920, 2400, 2640, 3360, 4800, 5040, 5520, 6240, 6480, 8880, 9600, 10320, 11040]
        var notes: [PartNote] = []
        for (start, end) in zip([0] + ends, ends) {
            notes.append(PartNote(start: start, duration: end - start, pitch: 60 + notes.count % 12, velocity: 90))
        }
        return Piece(
            title: "Changing", key: chart.key, bars: chart.bars, meter: chart.meter, tempo: 120,
            parts: [Part(role: .lead, notes: notes, written: notes)])
    }

    private static func check(_ sheet: LeadSheet, _ piece: Piece) {
        #expect(sheet.chart.barLines == piece.barLines)
        #expect(sheet.chart.bars.map(\.chords) == piece.bars.map(\.chords))
        #expect(sheet.melody.map(\.start) == piece.parts[0].notes.map(\.start))
        #expect(sheet.melody.map(\.end) == piece.parts[0].notes.map(\.end))
        #expect(sheet.melody.map(\.pitch) == piece.parts[0].notes.map(\.pitch))
    }

    @Test func aMelodyThroughChangingMetresComesBackFromPaper() throws {
        let piece = try Self.piece()
        let score = WrittenScore(piece, style: nil)
        for (bar, measure) in score.parts[0].measures.enumerated() {
            let ticks = piece.barLines.meters[bar].barTicks
            #expect(measure.voices[0].reduce(0) { $0 + $1.duration } * 20 == ticks)
        }
        let xml = MusicXMLWriter.text(of: score, software: "test")
        Self.check(try LeadSheet(Array(xml.utf8), as: .musicXML), piece)
        let abc = ABCWriter.text(of: score)
        Self.check(try LeadSheet(Array(abc.utf8), as: .abc), piece)
        #expect(xml.contains("<beats>3+2+2</beats>") && abc.contains("[M:(3+2+2)/8]"))
    }

    @Test func otherTextsMayChangeTheirMetreToo() throws {
        let pro = "{title: T}\n{start_of_grid}\n| C . . . | F . G . |\n{time: 3/4}\n| Am . . |\n{end_of_grid}\n"
        let song = try LeadSheet(Array(pro.utf8), as: .chordPro).chart
        #expect(song.barLines.meters.map(\.signature) == ["4/4", "4/4", "3/4"])
        let leadsheet = "(title T)\n(meter 4 4)\nC | F G |\n(meter 5 4)\nAm | \n"
        let chart = try LeadSheet(Array(leadsheet.utf8), as: .improVisor).chart
        #expect(chart.barLines.meters.map(\.signature) == ["4/4", "4/4", "5/4"])
    }
}
