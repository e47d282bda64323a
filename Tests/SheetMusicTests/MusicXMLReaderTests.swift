import Harmony
import Music
import Numerics
import TestSupport
import Testing

@testable import SheetMusic

/// Scores are read as they are written, and nothing in a file does harm.
@Suite struct MusicXMLReaderTests {
    /// A lead over changes, on the grid.
    private func piece(seed: UInt64, time: String = "4/4") throws -> Piece {
        let meter = try #require(Meter(time))
        var random = SplitMix64(seed: seed)
        let chart = try ChartParser.parse(
            "time: \(time)\n[A] Dm7 | G7b9 | [B] Cmaj7/E | N.C. | F#m7b5 B7alt | Bb13(#11)")
        var notes: [PartNote] = []
        var tick = 0
        let end = chart.bars.count * meter.barTicks
        while tick < end {
            let step = 240 * Int.random(in: 1...6, using: &random)
            let length = min(step, end - tick)
            if random.next() % 4 > 0 {
                notes.append(
                    PartNote(
                        start: tick, duration: length, pitch: Int.random(in: 50...80, using: &random), velocity: 90))
            }
            tick += step
        }
        return Piece(
            title: "Here & <there>", key: Key("Eb"), bars: chart.bars, meter: meter, tempo: 150,
            parts: [Part(role: .lead, notes: notes, written: notes)])
    }

    @Test(arguments: ["4/4", "3/4", "5/4", "6/8", "12/8", "2/2"], [InstrumentPitch.concert, .bFlat, .eFlat])
    func whatIsWrittenIsRead(_ time: String, _ pitch: InstrumentPitch) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let piece = try piece(seed: seed, time: time)
            let text = MusicXMLWriter.text(
                of: WrittenScore(piece, style: .swing, options: ScoreOptions(isLeadSheet: true, instruments: pitch)))
            let sheet = try MusicXMLReader.sheet(Array(text.utf8))
            #expect(sheet.chart.title == piece.title && sheet.chart.meter == piece.meter && sheet.chart.tempo == 150)
            #expect(sheet.chart.key == piece.key && sheet.chart.style == .swing && !sheet.hasPickup)
            // Transposed twice a chord may be spelled otherwise; it sounds the same.
            let read = sheet.chart.bars.map { bar in bar.chords.map { "\($0.beat) \(Self.sound($0.chord))" } }
            let written = piece.bars.map { bar in bar.chords.map { "\($0.beat) \(Self.sound($0.chord))" } }
            #expect(read == written, "\(time), seed \(seed)")
            if pitch == .concert { #expect(sheet.chart.bars.map(\.chords) == piece.bars.map(\.chords)) }
            #expect(sheet.chart.bars.map(\.section) == piece.bars.map(\.section))
            let notes = piece.parts[0].notes
            #expect(sheet.melody.map(\.start) == notes.map(\.start), "\(time), seed \(seed)")
            #expect(sheet.melody.map(\.pitch) == notes.map(\.pitch))
            // A rest of less than an eighth would be filled; here is none.
            #expect(sheet.melody.map(\.end) == notes.map(\.end))
        }
    }

    private static func sound(_ chord: Chord) -> String {
        chord.isNoChord ? "-" : "\(chord.root) \(chord.bass) \(chord.quality) \(chord.tensions.names)"
    }

    @Test(arguments: ["4/4", "3/4", "6/8"]) func tunesAreReadAsTheyAreWritten(_ time: String) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let piece = try piece(seed: seed, time: time)
            let score = WrittenScore(piece, style: .swing)
            let sheet = try ABCReader.sheet(ABCWriter.text(of: score))
            #expect(sheet.chart.bars.map(\.chords) == piece.bars.map(\.chords), "\(time), seed \(seed)")
            #expect(sheet.chart.bars.map(\.section) == piece.bars.map(\.section))
            let notes = piece.parts[0].notes
            #expect(sheet.melody.map { [$0.start, $0.end, $0.pitch] } == notes.map { [$0.start, $0.end, $0.pitch] })
        }
    }

    // MARK: Form

    private static func score(_ measures: [String], part: String = "") -> String {
        let head =
            "<attributes><divisions>1</divisions>\(part)<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
        let body = measures.enumerated().map { index, text in
            "<measure number=\"\(index + 1)\">\(index == 0 ? head : "")\(text)<note><rest/><duration>4</duration></note></measure>"
        }
        return
            "<score-partwise><part-list><score-part id=\"P1\"/></part-list><part id=\"P1\">\(body.joined())</part></score-partwise>"
    }

    private static func chord(_ root: String, _ before: String = "", _ after: String = "") -> String {
        before + "<harmony><root><root-step>\(root)</root-step></root><kind>major</kind></harmony>" + after
    }

    private func roots(_ measures: [String]) throws -> String {
        try MusicXMLReader.sheet(Array(Self.score(measures).utf8)).chart.bars.map { "\($0.chords[0].chord)" }.joined()
    }

    @Test func repeatsEndingsAndJumpsArePlayed() throws {
        func barline(_ inside: String) -> String { "<barline>\(inside)</barline>" }
        func ending(_ number: String, _ type: String) -> String { "<ending number=\"\(number)\" type=\"\(type)\"/>" }
        let open = barline("<repeat direction=\"forward\"/>")
        let close = barline("<repeat direction=\"backward\"/>")
        let c = Self.chord("C")
        #expect(try roots([c, Self.chord("D", open), Self.chord("E", "", close), Self.chord("F")]) == "CDEDEF")
        #expect(try roots([c, Self.chord("D", "", close), Self.chord("F")]) == "CDCDF")
        let thrice = barline("<repeat direction=\"backward\" times=\"3\"/>")
        #expect(try roots([c, Self.chord("D", open, thrice)]) == "CDDD")
        let first = Self.chord(
            "D", barline(ending("1", "start")), barline(ending("1", "stop") + "<repeat direction=\"backward\"/>"))
        let second = Self.chord("E", barline(ending("2", "start")), barline(ending("2", "discontinue")))
        #expect(try roots([c, first, second, Self.chord("F")]) == "CDCEF")
        #expect(try roots([c, first, Self.chord("F")]) == "CDCF")
        let twice = Self.chord(
            "D", barline(ending("1, 2", "start")), barline(ending("1, 2", "stop") + "<repeat direction=\"backward\"/>"))
        let third = Self.chord("E", barline(ending("3", "start")), barline(ending("3", "stop")))
        #expect(try roots([c, twice, third]) == "CDCDCE")
        #expect(
            try roots([c, Self.chord("D", "", "<sound fine=\"yes\"/>"), Self.chord("E", "", "<sound dacapo=\"yes\"/>")])
                == "CDECD")
        let coda = [
            c, Self.chord("D", "<sound segno=\"s\"/>", "<sound tocoda=\"c\"/>"),
            Self.chord("E", "", "<sound dalsegno=\"s\"/>"),
            Self.chord("F", "<sound coda=\"c\"/>"),
        ]
        #expect(try roots(coda) == "CDEDF")
    }

    @Test func anUpbeatIsNoBarOfTheForm() throws {
        let text = """
            <score-partwise><part-list><score-part id="P1"/></part-list><part id="P1">
            <measure number="0" implicit="yes"><attributes><divisions>2</divisions></attributes>
            <note><pitch><step>G</step><octave>4</octave></pitch><duration>2</duration></note></measure>
            <measure number="1"><harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>
            <note><pitch><step>C</step><octave>5</octave></pitch><duration>8</duration></note></measure>
            </part></score-partwise>
            """
        let sheet = try MusicXMLReader.sheet(Array(text.utf8))
        #expect(sheet.hasPickup && sheet.changes.bars.count == 1 && sheet.chart.bars.count == 2)
        #expect(sheet.melody.map(\.start) == [1440, 1920] && sheet.melody.map(\.pitch) == [67, 72])
    }

    @Test func transposingPartsSound() throws {
        let part =
            "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose>"
        let note = "<note><pitch><step>D</step><octave>5</octave></pitch><duration>4</duration></note>"
        let text = Self.score([Self.chord("D")], part: part).replacing(
            "<note><rest/><duration>4</duration></note>", with: note)
        let sheet = try MusicXMLReader.sheet(Array(text.utf8))
        #expect(sheet.melody.map(\.pitch) == [60] && sheet.chart.bars[0].chords[0].chord.symbol == "C")
    }

    // MARK: Damage

    @Test func faultsNameTheMeasure() {
        let note = "<note><pitch><step>C</step><octave>5</octave></pitch><duration>1</duration></note>"
        let cases: [([String], String)] = [
            ([Self.chord("C"), note], "measure 2: its notes come to 5 quarters, but a bar of 4/4 has 4 quarters"),
            ([Self.chord("H")], "measure 1: a chord has no root"), ([""], "no chord symbols"),
            ([Self.chord("C"), "<backup><duration>1</duration></backup>"], "measure 2: a voice goes back to before"),
            (
                [Self.chord("C"), "<attributes><time><beats>0</beats><beat-type>4</beat-type></time></attributes>"],
                "measure 2: the metre 0/4"
            ),
            (
                [Self.chord("C"), "<attributes><time><beats>3</beats><beat-type>4</beat-type></time></attributes>"],
                "measure 2: "
            ),
            ([Self.chord("C"), "<attributes><divisions>-3</divisions></attributes>"], "measure 2: divisions"),
        ]
        for (measures, says) in cases {
            do {
                _ = try MusicXMLReader.sheet(Array(Self.score(measures).utf8))
                Issue.record("\(says) was read")
            } catch {
                #expect(error.description.contains(says), "\(error)")
            }
        }
    }

    @Test func entitiesAreRefusedAndDamageNeverTraps() throws {
        for text in [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><score-partwise>&x;</score-partwise>",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/passwd\">]><score-partwise/>",
            String(repeating: "<a>", count: 5000), "", "<a b='1' b='2'/>", "<a>&nosuch;</a>", "<a><b></a></b>", "text",
        ] {
            #expect(throws: SheetMusicError.self) { try MusicXMLReader.sheet(Array(text.utf8)) }
        }
        let text = Array(MusicXMLWriter.text(of: WrittenScore(try piece(seed: 3), style: .swing)).utf8)
        var random = SplitMix64(seed: 11)
        for length in stride(from: 0, to: text.count - 30, by: 97) {
            #expect(throws: SheetMusicError.self) { try MusicXMLReader.sheet(Array(text[..<length])) }
            var flipped = text
            for _ in 0..<3 { flipped[Int.random(in: 0..<text.count, using: &random)] = UInt8(random.next() & 0x7F) }
            _ = try? MusicXMLReader.sheet(flipped)
        }
        let tune = Array(ABCWriter.text(of: WrittenScore(try piece(seed: 3), style: .swing)).utf8)
        for _ in 0..<2000 {
            var flipped = tune
            for _ in 0..<3 { flipped[Int.random(in: 0..<tune.count, using: &random)] = UInt8(random.next() & 0x7F) }
            _ = try? ABCReader.sheet(String(decoding: flipped, as: UTF8.self))
        }
    }
}
