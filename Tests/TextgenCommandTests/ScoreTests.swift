import Testing

@Suite struct ScoreTests {
    private let place = Place()
    private let (one, other): (String, String)
    private let (oneModel, otherModel): (String, String)

    init() {
        let verse = String(repeating: "round the ragged rock the ragged rascal ran\n", count: 40)
        let prose = String(repeating: "she sells sea shells by the sea shore; so she said\n", count: 40)
        (one, other) = (place.write("one.txt", Array(verse.utf8)), place.write("other.txt", Array(prose.utf8)))
        (oneModel, otherModel) = (place.path + "/one.safetensors", place.path + "/other.safetensors")
        for (text, model) in [(one, oneModel), (other, otherModel)] {
            let run = CommandRun(["train", text, "-o", model, "--steps", "60", "--hidden", "16"], in: place)
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    private func textgen(_ arguments: String...) -> CommandRun { CommandRun(arguments, in: place) }

    @Test("A text like those learned takes fewer bits, and its author is the likelier") func authors() {
        let own = textgen("score", "-m", oneModel, one)
        #expect(own.status == 0)
        #expect(own.output.hasPrefix("\(one): 1,760 characters, "))
        #expect(own.output.contains(" bits a character, perplexity "))
        let run = textgen("compare", "-m", oneModel, "-m", otherModel, other)
        #expect(run.status == 0)
        #expect(run.output.contains("\(other): more likely by \(otherModel), by "))
        #expect(CommandRun(["--corpus", one, "--steps", "1", "-n", "0"], in: place).status == 0)
        _ = place.write("cache/one.txt", Array(Place.read(one).utf8))
        _ = place.write("cache/other.txt", Array(Place.read(other).utf8))
        let table = textgen("compare", "-m", oneModel, "-m", otherModel, place.path + "/cache")
        let rows = table.output.split(separator: "\n")
        #expect(rows.count == 3)
        #expect(rows.dropFirst().first?.contains("\(oneModel), ") == true)
        #expect(rows.last?.contains("\(otherModel), ") == true)
    }

    @Test("Sentences are scored each on its own, and the likeliest is told") func sentences() {
        let run = textgen("score", "-m", oneModel, "--text", "xyz shells", "--text", "the ragged rascal ran")
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n")
        #expect(rows.count == 3 && rows[0].hasPrefix("ln p -") && rows[0].hasSuffix(": xyz shells"))
        #expect(rows[0].contains("of them unknown"))
        #expect(rows[2].hasPrefix("likeliest, by ") && rows[2].hasSuffix(": the ragged rascal ran"))
        let lines = textgen("score", "-m", oneModel, other, "--sentences")
        #expect(lines.output.split(separator: "\n").count == 40)
    }

    @Test("Surprise is shown in the terminal and as a page") func heat() {
        let short = place.write("short.txt", Array("the rock\n".utf8))
        let page = place.path + "/page.html"
        let run = textgen("score", "-m", oneModel, short, "--heat", "--html", page)
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n")
        #expect(rows.count == 3 && rows[1] == "the rock⏎" && rows[2].allSatisfy(\.isNumber))
        #expect(Place.read(page).hasPrefix("<!DOCTYPE html>"))
    }

    @Test("The models that are kept are listed, used by their keys, and removed") func models() throws {
        #expect(textgen("models").errors.contains("no models are kept"))
        #expect(textgen("--corpus", one, "--steps", "3", "--hidden", "8", "-n", "5", "--max-copy", "9").status == 0)
        let list = textgen("models")
        #expect(list.status == 0)
        let key = String(list.output.prefix(8))
        #expect(list.output.contains("one.txt: held-out loss "))
        #expect(textgen("score", "-m", key, one).status == 0)
        #expect(textgen("models", "where").output == place.path + "/cache/woodshed/text\n")
        #expect(textgen("models", "remove", "zzzz").status == 66)
        #expect(textgen("models", "remove", "--all").output == "removed \(key)\n")
        #expect(place.cached.isEmpty)
        #expect(textgen("models", "remove").status == 64)
        #expect(textgen("models", "list", "x").status == 64)
    }

    @Test("A text is looked through before it is learned; what cannot be learned is status 65") func lint() {
        let run = textgen("lint", one, place.write("bad.txt", [72, 0xE9, 72]))
        #expect(run.status == 65)
        #expect(run.output.contains("1,760 characters, 16 different, 40 lines"))
        #expect(run.output.contains("39 of 40 lines of eight characters or more are repeats"))
        #expect(run.output.contains("bad.txt: is not valid UTF-8 at byte 1"))
        #expect(textgen("lint", one).status == 0)
        #expect(textgen("lint", "/no/such").status == 66)
    }

    @Test("Wrong usage is status 64")
    func usage() {
        for (arguments, wording) in [
            (["score", one], "--model"), (["score", "-m", oneModel], "nothing to score"),
            (["score", "-m", oneModel, one, "--text", "x"], "exclude each other"),
            (["score", "-m", oneModel, "--text", "x", "--sentences"], "--sentences needs a file"),
            (["score", "-m", oneModel, one, other, "--html", "p.html"], "--html takes one text"),
            (["score", "-m", oneModel, one, "--html", "p.txt"], "not as .txt"),
            (["score", "-m", oneModel, one, "--html", one], "not as .txt"),
            (["compare", "-m", oneModel, one], "two models"),
            (["compare", "-m", oneModel, "-m", oneModel, one], "given twice"),
            (["lint"], "file"), (["models", "drop"], "drop"),
        ] as [([String], String)] {
            let run = CommandRun(arguments, in: place)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(wording), "\(arguments): \(run.errors)")
        }
    }
}
