import TestFiles
import Testing

@Suite struct WriteTests {
    private let place = Place()
    private let model: String

    init() { model = place.verseModel() }

    @Test("A text is written in turns at a terminal: continued, edited, rejected, undone, picked, saved") func turns()
        throws
    {
        let file = place.path + "/story.txt"
        let desk = TerminalRun(["write", "-m", model, "--seed", "3", "-o", file], in: place)
        #expect(desk.wait(for: "/help for more") != nil, "\(desk.shown)")
        desk.type("/set temp 0.4\r")
        #expect(desk.wait(for: "--temp 0.4") != nil)
        desk.type("/set n 30\r")
        #expect(desk.wait(for: "-n 30") != nil)
        // A letter is taken back while it is typed.
        desk.type("the ragx\u{7F}\r")
        #expect(desk.wait { !Place.read(file).isEmpty }, "\(desk.shown)")
        let first = Place.read(file)
        #expect(first.hasPrefix("the rag") && first.unicodeScalars.count == 37, "\(first)")
        desk.type("/reject\r")
        #expect(desk.wait { Place.read(file) == "the rag" })
        desk.type("/undo\r")
        #expect(desk.wait { Place.read(file) == first })
        desk.type("/again\r")
        #expect(desk.wait { Place.read(file) != first })
        let second = Place.read(file)
        #expect(second.hasPrefix("the rag"))
        desk.type("/reject\r")
        #expect(desk.wait { Place.read(file) == "the rag" })
        desk.type("/alt 3\r")
        let words = try #require(desk.wait(for: "3  "))
        #expect(words.contains("1  ") && words.contains(" %  “ged”"), "\(words)")
        desk.type("/pick 1\r")
        #expect(desk.wait { Place.read(file) == "the ragged" })
        desk.type("/set temp hot\r")
        #expect(desk.wait(for: "invalid for '--temp") != nil)
        desk.type("/nonsense\r")
        #expect(desk.wait(for: "there is no /nonsense") != nil)
        desk.type("/quit\r")
        #expect(desk.status() == 0)
        // The file goes on where it was.
        let again = TerminalRun(["write", "-m", model, "-o", file], in: place)
        #expect(again.wait(for: "the ragged") != nil)
        again.type("\u{4}")
        #expect(again.status() == 0)
        #expect(Place.read(file) == "the ragged")
    }

    @Test("Ctrl-C stops the model and keeps what it wrote; at the prompt it ends the desk") func interrupted() {
        let desk = TerminalRun(["write", "-m", model, "--seed", "3"], in: place)
        #expect(desk.wait(for: "/help for more") != nil)
        desk.type("/set n 10000000\r")
        #expect(desk.wait(for: "-n 10000000") != nil)
        desk.type("the\r")
        #expect(desk.wait(for: "ra") != nil)
        desk.type("\u{3}")
        let file = place.path + "/cache/woodshed/text/desk.txt"
        #expect(desk.wait { !Place.read(file).isEmpty }, "\(desk.shown)")
        desk.type("/text\r")
        #expect(desk.wait(for: "> ") != nil)
        let kept = Place.read(file)
        #expect(kept.hasPrefix("the") && kept.unicodeScalars.count > 5)
        desk.type("half a line\u{3}")
        #expect(desk.status() == 130)
        #expect(Place.read(file) == kept)
    }

    @Test("Without a terminal lines are read as they come; wrong usage is status 64") func plain() {
        let run = CommandRun(["write", "-m", model, "--seed", "1"], in: place)
        #expect(run.status == 0)
        #expect(CommandRun(["write", "-m", model, "-o", "-"], in: place).status == 64)
        #expect(CommandRun(["write", "-m", model, "-o", model], in: place).status == 64)
        #expect(CommandRun(["write", "-m", place.path + "/none"], in: place).status == 66)
    }
}
