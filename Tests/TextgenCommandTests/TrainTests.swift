import Testing

@Suite struct TrainTests {
    private let place = Place()
    private let rocks: String
    private let verse: String

    init() {
        rocks = place.write(
            "rocks.txt",
            Array((0..<200).map { "round the ragged rock \($0) the ragged rascal ran\n" }.joined().utf8))
        verse = place.write(
            "verse.txt",
            Array((0..<40).map { "Übrigens: the rascal \($0 * 37 % 100) runs round the rugged ROCK\n" }.joined().utf8))
    }

    private func train(_ arguments: String...) -> CommandRun { CommandRun(["train"] + arguments, in: place) }

    @Test("A model is written where it is wanted, and learns on with a vocabulary that grows") func learnsOn() throws {
        let (base, tuned) = (place.path + "/base.safetensors", place.path + "/tuned.safetensors")
        let first = train(rocks, "-o", base, "--steps", "150", "--hidden", "24")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.errors.contains("held-out loss"))
        #expect(place.models.isEmpty)
        let second = train(verse, "--from", base, "-o", tuned, "--steps", "60")
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("learning on from rocks.txt; "))
        #expect(second.errors.contains("\"Ü\""))
        #expect(second.errors.contains("before it learned on, "))
        let text = CommandRun(["--model", tuned, "--prompt", "Ü", "-n", "40", "--seed", "1"], in: place)
        #expect(text.status == 0)
        #expect(!text.errors.contains("does not know"))
        // The same command makes the same model, and no checkpoint is left.
        let bytes = Place.bytes(tuned)
        #expect(train(verse, "--from", base, "-o", tuned, "--steps", "60").status == 0)
        #expect(Place.bytes(tuned) == bytes)
        #expect(!Place.list(place.path).contains { $0.hasSuffix(".checkpoint") })
        let same = train(verse, "--from", base, "-o", base)
        #expect(same.status == 64)
        #expect(same.errors.contains("would replace the file that is read as --from"))
        // What was learned already helps.
        let fresh = train(verse, "-o", place.path + "/fresh.safetensors", "--steps", "60", "--hidden", "24")
        #expect(loss(second.errors) < loss(fresh.errors) - 0.15, "\(second.errors)\(fresh.errors)")
    }

    private func loss(_ errors: String) -> Double {
        let words = errors.split(separator: " ")
        guard let place = words.lastIndex(of: "loss"), place + 1 < words.count else { return .nan }
        return Double(words[place + 1]) ?? .nan
    }

    @Test("Learning that brings nothing keeps what there was") func keepsStart() {
        let base = place.path + "/base.safetensors"
        #expect(train(rocks, "-o", base, "--steps", "200", "--hidden", "24").status == 0)
        let run = train(
            rocks, "--from", base, "-o", place.path + "/worse.safetensors", "--steps", "3", "--learning-rate", "1e-12",
            "--warmup", "0", "--averaging", "0")
        #expect(run.status == 0)
        #expect(run.errors.contains("did not get better"), "\(run.errors)")
    }

    @Test("The losses are kept as numbers and as a picture, drawn, and texts shown") func watched() {
        let (csv, svg) = (place.path + "/loss.csv", place.path + "/loss.svg")
        let run = train(
            rocks, "-o", place.path + "/m.safetensors", "--steps", "60", "--hidden", "16", "--log", csv, "--log", svg,
            "--curve", "--samples-every", "25")
        #expect(run.status == 0, "\(run.errors)")
        let rows = Place.read(csv).split(separator: "\n")
        #expect(rows.first == "step,seconds,tokens,training_loss,held_out_loss,learning_rate")
        #expect(rows.last?.hasPrefix("60,") == true)
        #expect(rows.count > 20)
        #expect(Place.read(svg).hasPrefix("<svg ") && Place.read(svg).hasSuffix("</svg>\n"))
        #expect(run.errors.contains("after 25 updates") && run.errors.contains("after 50 updates"))
        #expect(run.errors.contains("60 updates\n") && run.errors.contains("held-out loss   "))
        // Watching changes nothing.
        let plain = train(rocks, "-o", place.path + "/n.safetensors", "--steps", "60", "--hidden", "16")
        #expect(plain.status == 0)
        #expect(Place.bytes(place.path + "/m.safetensors") == Place.bytes(place.path + "/n.safetensors"))
    }

    @Test("A file that is no log is not written over by a run that goes on") func foreignLog() {
        let mine = place.write("mine.csv", Array("what,I,measured\n1,2,3\n".utf8))
        let run = train(
            rocks, "-o", place.path + "/m.safetensors", "--steps", "5", "--hidden", "16", "--resume", "--log", mine)
        #expect(run.status == 65 && run.errors.contains("mine.csv: is no log of learning"), "\(run.errors)")
        #expect(Place.read(mine) == "what,I,measured\n1,2,3\n")
    }

    @Test("Folders are read, texts only") func folders() {
        let folder = place.path + "/cache"
        #expect(CommandRun(["--corpus", rocks, "--steps", "1", "-n", "0"], in: place).status == 0)
        _ = place.write("cache/one.txt", Array(Place.read(rocks).utf8))
        _ = place.write("cache/two.md", Array(Place.read(verse).utf8))
        _ = place.write("cache/.hidden.txt", [0, 1, 2])
        let run = train(folder, "-o", place.path + "/f.safetensors", "--steps", "2", "--hidden", "8")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("from 2 files"))
        let none = train(folder + "/woodshed", "-o", place.path + "/g.safetensors", "--steps", "2")
        #expect(none.status == 66)
        #expect(none.errors.contains("no file that ends in .txt, .text or .md"))
    }

    @Test("Wrong usage is refused before anything is read or written")
    func usage() {
        let base = place.path + "/base.safetensors"
        for (arguments, wording) in [
            (["train", rocks], "--output"), (["train", "-o", base], "file"),
            (["train", rocks, "-o", "m.txt"], "not as .txt"),
            (["train", rocks, "-o", "-"], "cannot be written to standard output"),
            (["train", rocks, "-o", base, "--from", "x", "--hidden", "9"], "--from and --hidden"),
            (["train", rocks, "-o", base, "--from", "x", "--cell", "gru"], "--from and --cell"),
            (["train", rocks, "-o", base, "--log", "x.png"], "ends in .csv or .svg"),
            (["train", rocks, "-o", base, "--samples-every", "0"], "--samples-every is 0"),
            (["train", rocks, "-o", base, "--retrain"], "train always learns"),
            (["--model", base, "--curve"], "--curve has no meaning"),
        ] as [([String], String)] {
            let run = CommandRun(arguments, in: place)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(wording), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
        let missing = train(rocks, "--from", place.path + "/none", "-o", base)
        #expect(missing.status == 66)
        let notes = train(rocks, "--from", rocks, "-o", base)
        #expect(notes.status == 65)
        #expect(Place.bytes(base).isEmpty)
    }
}
