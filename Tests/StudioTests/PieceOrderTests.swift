import Jazz
import Repertoire
import Testing

@testable import Studio

@Suite struct PieceOrderTests {
    private func recipe(_ text: String) throws -> PieceRecipe {
        try PieceOrder.recipe(JSONValue(Array(text.utf8))).recipe
    }

    @Test func whatIsAskedForIsInTheRecipe() throws {
        let found = try recipe(
            #"{"chart":"Dm7 | G7 | Cmaj7 | A7","style":"bossa","tempo":120,"bars":12,"key":"F","intro":2,"finalBar":true,"parts":["lead","bass"],"instruments":{"lead":"flute"},"arc":"build","density":1.5,"manner":"bebop","temperature":0.5,"swing":1.5,"bestOf":3,"seed":"7"}"#
        )
        #expect(found.seed == 7 && found.bars == 12 && found.tempo == 120 && found.style.name == "bossa")
        #expect(found.introBars == 2 && found.hasFinalBar && found.arrangement.roles == [.lead, .bass])
        #expect(found.arrangement.instruments[.lead]?.name == "flute" && found.arc == .build && found.density == 1.5)
        #expect(found.manner == .drawn(in: .bebop) && found.temperature == 0.5)
        #expect(found.swing == 1.5 && found.takes == 3)
        #expect(found.chart.bars[1].chords[0].chord.symbol != "G7")
    }

    private static let framed = "[Intro]\\nFmaj7 | C7\\n[Verse]\\nBb | C7\\n[A]\\nF | Dm7 | Gm7 | C7\\n[Coda]\\nF | F"

    @Test func whatIsPlayedOnceIsPlayedWhereItIsAskedFor() throws {
        let all = try recipe(
            #"{"chart":"\#(Self.framed)","introduction":true,"verse":true,"coda":true,"countIn":2,"pedal":true,"seed":1}"#
        )
        #expect(all.chart.frame.introduction.count == 2 && all.chart.frame.verse.count == 2)
        #expect(all.chart.frame.coda.count == 2 && all.chart.bars.count == 4)
        #expect(all.barsCountedIn == 2 && all.hasPedal && all.barsBeforeLead == 2)
        let (none, _, notes) = try PieceOrder.recipe(JSONValue(Array(#"{"chart":"\#(Self.framed)"}"#.utf8)))
        #expect(none.chart.frame == ChartFrame() && none.barsCountedIn == 0 && !none.hasPedal)
        #expect(notes.filter { $0.hasSuffix("of 2 bars is left out") }.count == 3, "\(notes)")
    }

    @Test func theSameSeedPicksTheSameChart() throws {
        #expect(try recipe(#"{"seed":3}"#).chart == recipe(#"{"seed":"3"}"#).chart)
        #expect(try recipe(#"{"invent":true,"form":"aaba","seed":3}"#).chart.bars.count == 32)
    }

    @Test(arguments: [
        (#"{"chart":"Dm7 | G7x"}"#, "chart"), (#"{"sample":"nothing"}"#, "sample"),
        (#"{"chart":"C","sample":"blues"}"#, "sample"),
        (#"{"style":"polka"}"#, "style"), (#"{"tempo":29}"#, "tempo"), (#"{"key":"H#"}"#, "key"),
        (#"{"meter":"0/0"}"#, "meter"),
        (#"{"bars":0}"#, "bars"), (#"{"bars":513}"#, "bars"), (#"{"sample":"blues","choruses":100}"#, "choruses"),
        (#"{"parts":[]}"#, "parts"), (#"{"parts":["lead","lead"]}"#, "parts"), (#"{"parts":["oboe"]}"#, "parts"),
        (#"{"instruments":{"lead":"kazoo"}}"#, "instruments.lead"), (#"{"manner":"loud"}"#, "manner"),
        (#"{"manner":"leaps=nan"}"#, "manner"),
        (#"{"bestOf":33}"#, "bestOf"), (#"{"bars":512,"bestOf":32}"#, "bestOf"), (#"{"maxCopy":1}"#, "maxCopy"),
        (#"{"chart":"C | F","verse":true}"#, "verse"), (#"{"chart":"C | F","coda":true}"#, "coda"),
        (#"{"chart":"C | F","introduction":true}"#, "introduction"), (#"{"countIn":5}"#, "countIn"),
        (#"{"chart":"\#(framed)","introduction":true,"intro":2}"#, "intro"),
        (#"{"arc":"none","density":2}"#, "density"), (#"{"prime":[{"start":0}]}"#, "prime[0]"),
        (#"{"bars":1,"prime":[{"start":999999,"duration":1,"pitch":60}]}"#, "prime"),
        (#"{"sample":"blues","doubleTime":true,"tempo":400}"#, "doubleTime"),
    ]) func aMistakeIsToldByItsField(_ text: String, _ place: String) throws {
        do {
            _ = try recipe(text)
            Issue.record("\(text) was taken")
        } catch let error as APIError {
            #expect(error.status == 422 && error.place?.hasPrefix(place) == true, "\(text): \(error)")
            #expect(!error.message.isEmpty && !error.message.contains("--"))
        }
    }

    @Test func allChordsThatAreNoneAreFoundAtOnce() throws {
        let text = "title: Slips\nDm7 | G7x | Cmaj7\nXyz | A7 | Q | G7x"
        let reading = try ChartDesk.reading(Array(text.utf8), name: "", song: nil, meter: nil)
        #expect(reading.mistakes.map(\.bar) == [2, 4, 6, 7] && reading.mistakes.map(\.line) == [2, 3, 3, 3])
        #expect(reading.chart?.bars.count == 7 && reading.chart?.bars[1].chords[0].chord.isNoChord == true)
    }

    @Test(arguments: [
        ("bytes=0-9", 0..<10), ("bytes=90-", 90..<100), ("bytes=-5", 95..<100), ("bytes=50-500", 50..<100),
    ])
    func rangesAreThoseOfTheFile(_ text: String, _ expected: Range<Int>) {
        #expect(ByteRange(text, of: 100) == .part(expected))
    }

    @Test func whatIsNoRangeOfAFileIsTold() {
        for text in ["bytes=100-", "bytes=-0", "bytes=500-600"] {
            #expect(ByteRange(text, of: 100) == .none, "\(text)")
        }
        for text in ["", "bytes=", "bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "lines=1-2", "bytes=-"] {
            #expect(ByteRange(text, of: 100) == .whole, "\(text)")
        }
        #expect(ByteRange("bytes=0-9223372036854775807", of: 100) == .part(0..<100))
    }

    @Test(arguments: [
        ("Cmaj7", 64, "major third", "chord tone", "3"), ("Dm7b5", 68, "diminished fifth", "chord tone", "b5"),
        ("C7", 63, "sharp ninth", "outside", "#9"), ("Cdim7", 69, "diminished seventh", "chord tone", "bb7"),
        ("C6", 69, "sixth", "chord tone", "6"), ("Cmaj7", 62, "ninth", "scale", "9"),
    ]) func aNoteIsNamedOverItsChord(_ chord: String, _ pitch: Int, _ role: String, _ kind: String, _ degree: String)
        throws
    {
        let words = ToneWords(pitch, over: try ChordParser.parse(chord), next: nil)
        #expect(words.role == role && words.kind == kind && words.degree == degree)
    }
}
