import Glibc
import Testing

/// A corpus that a tiny network learns something of in a moment.
private let verse = String(
    repeating: "round the ragged rock the ragged rascal ran\nand ran and ran, as rascals can\n", count: 30)
private let quick = ["--steps", "40", "--hidden", "16"]

@Suite struct TextgenTests {
    private let place = Place()
    private let corpus: String

    init() {
        corpus = place.write("verse.txt", Array(verse.utf8))
    }

    private func textgen(_ arguments: String..., environment: [String: String] = [:]) -> CommandRun {
        CommandRun(["--corpus", corpus] + quick + arguments, in: place, environment: environment)
    }

    @Test("The first run learns and stores, the next writes at once; the seed decides the text") func twice() {
        let first = textgen("--seed", "5", "-n", "80")
        #expect(first.status == 0)
        #expect(first.errors.contains("learning "))
        #expect(first.errors.contains("held-out loss "))
        #expect(first.errors.contains("blocks from all over the text)"))
        #expect(first.errors.contains("seed 5 · 80 characters · stopped at the length limit"))
        #expect(first.output.unicodeScalars.filter { $0 != "\n" }.count > 40)
        #expect(place.models.count == 1)

        let second = textgen("--seed", "5", "-n", "80")
        #expect(second.status == 0)
        #expect(second.output == first.output)
        #expect(!second.errors.contains("learning "))
        #expect(second.errors.contains("learned on "))
        #expect(textgen("--seed", "6", "-n", "80").output != first.output)
        #expect(place.models.count == 1)
    }

    @Test("Other options make another model; --retrain learns the same again") func options() {
        #expect(textgen("-n", "0").status == 0)
        let wider = CommandRun(["--corpus", corpus, "--steps", "40", "--hidden", "17", "-n", "0"], in: place)
        #expect(wider.errors.contains("learning "))
        #expect(place.models.count == 2)
        let before = textgen("--seed", "1").output
        let again = textgen("--retrain", "--seed", "1", "--threads", "1")
        #expect(again.errors.contains("learning "))
        #expect(again.output == before)
        #expect(place.models.count == 2)
    }

    @Test("The prompt is written first and not counted; its unknown characters are named") func prompt() {
        let run = textgen("--prompt", "ragged é7", "-n", "10", "--seed", "1")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("ragged é7"))
        #expect(run.errors.contains("does not know: \"é\", \"7\""))
        let length = run.output.unicodeScalars.count
        #expect(length == 19 || length == 20 && run.output.hasSuffix("\n"))
        #expect(textgen("--prompt", "ragged", "-n", "0").output == "ragged\n")
        #expect(textgen("-n", "0").output == "")
    }

    @Test("Without a seed one is chosen and told, even if quiet") func seeds() throws {
        _ = textgen("-n", "0").status
        let run = textgen("-q", "-n", "60")
        #expect(run.status == 0)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 1)
        let seed = try #require(lines.first?.split(separator: " ").dropFirst(2).first)
        let again = textgen("-q", "-n", "60", "--seed", String(seed))
        #expect(again.output == run.output)
        #expect(again.errors.isEmpty)
    }

    @Test("Several texts are those of their numbers, however many there are") func several() {
        let three = textgen("--seed", "9", "-n", "30", "--count", "3").output
        let two = textgen("--seed", "9", "-n", "30", "--count", "2").output
        #expect(three.hasPrefix(two))
        #expect(three.unicodeScalars.count > two.unicodeScalars.count + 30)
    }

    @Test("Texts written side by side are those written one by one, in the same order") func sideBySide() {
        // Without a limit to their length they are written one by one.
        let apart = textgen("--lines", "--count", "70", "--seed", "2", "-n", "-1", "--prompt", "ra")
        let together = textgen("--lines", "--count", "70", "--seed", "2", "-n", "50000", "--prompt", "ra")
        #expect(apart.status == 0 && together.status == 0)
        #expect(together.output == apart.output)
        #expect(Set(together.output.split(separator: "\n").map(\.count)).count > 5)
        #expect(together.errors.contains("70 texts") && together.errors.contains("70 ended by the model"))
    }

    @Test("Weights in fewer bits write in the same manner, on any number of threads") func weights() {
        let plain = textgen("--seed", "7", "-n", "5000").output
        #expect(textgen("--seed", "7", "-n", "5000", "--weights", "fp32", "--threads", "2").output == plain)
        for format in ["bf16", "int8"] {
            let run = textgen("--seed", "7", "-n", "5000", "--weights", format)
            #expect(run.status == 0)
            #expect(run.output != plain)
            #expect(textgen("--seed", "7", "-n", "5000", "--weights", format, "--threads", "3").output == run.output)
        }
        #expect(place.models.count == 1)
    }

    @Test("Lines are texts that end by themselves") func lines() {
        let run = textgen("--lines", "--count", "12", "--seed", "2", "-n", "200")
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count == 13)
        #expect(run.errors.contains("every tenth line"))
        #expect(run.errors.contains("12 texts"))
        #expect(run.errors.contains("ended by the model"))
        let endless = textgen("--lines", "--count", "1", "--seed", "2", "-n", "300", "--ignore-eos")
        #expect(endless.output.unicodeScalars.count == 301)
        #expect(endless.errors.contains("stopped at the length limit"))
    }

    @Test("A saved model writes the same text anywhere; one of another kind is refused") func savedModel() {
        let file = place.path + "/verse.safetensors"
        let first = textgen("--save-model", file, "--seed", "3")
        #expect(first.status == 0)
        let other = CommandRun(["--model", file, "--seed", "3"], in: Place())
        #expect(other.status == 0)
        #expect(other.output == first.output)

        var bytes = Place.bytes(file)
        let kind = Array(#"\"kind\":\"text\""#.utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: kind) }
        #expect(start != nil)
        bytes.replaceSubrange((start ?? 0)..<(start ?? 0) + kind.count, with: Array(#"\"kind\":\"jazz\""#.utf8))
        let jazz = CommandRun(["--model", place.write("jazz", bytes)], in: place)
        #expect(jazz.status == 65)
        #expect(jazz.errors.contains("holds a jazz model; a text model is needed"))
    }

    @Test("A damaged stored model is learned again") func damagedCache() throws {
        let first = textgen("--seed", "1").output
        let model = try #require(place.models.first)
        let bytes = Place.bytes(model)
        _ = place.write(String(model.dropFirst(place.path.count + 1)), Array(bytes.dropLast(7)))
        let second = textgen("--seed", "1")
        #expect(second.status == 0)
        #expect(second.errors.contains("cannot be used, so it is learned again"))
        #expect(second.output == first)
        #expect(Place.bytes(model).count == bytes.count)
    }

    @Test("Without a usable cache it writes all the same, and says that nothing is kept") func noCache() {
        let run = textgen("--seed", "1", environment: ["XDG_CACHE_HOME": "/dev/null/x"])
        #expect(run.status == 0)
        #expect(run.errors.contains("/dev/null"))
        #expect(run.errors.contains("will not be kept"))
        #expect(!run.output.isEmpty)
        let homeless = textgen("--seed", "1", environment: ["XDG_CACHE_HOME": "", "HOME": ""])
        #expect(homeless.status == 0)
        #expect(homeless.errors.contains("neither XDG_CACHE_HOME nor HOME is set"))
        let home = textgen("-n", "0", environment: ["XDG_CACHE_HOME": "relative", "HOME": place.path])
        #expect(home.status == 0)
        #expect(Place.list(place.path + "/.cache/woodshed/text").count == 1)
    }

    @Test("--output holds the text, and a full device is status 73") func output() {
        let file = place.write("out.txt", Array("older and much longer than what will be written".utf8))
        let printed = textgen("--seed", "4", "-n", "20").output
        let run = textgen("--seed", "4", "-n", "20", "-o", file)
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(Place.read(file) == printed)
        #expect(textgen("--seed", "4", "-n", "20", "-o", "-").output == printed)
        #expect(!Place.list(place.path).contains("-"))
        let full = CommandRun(["--corpus", corpus] + quick, in: place, output: "/dev/full")
        #expect(full.status == 73)
        #expect(full.errors.contains("textgen: standard output: cannot be written: no space left"))
    }

    @Test("A stored model that is damaged is learned again, and said so") func damagedModel() throws {
        let first = textgen("--seed", "4", "-n", "20").output
        let model = try #require(place.models.first)
        var bytes = Place.bytes(model)
        bytes[bytes.count - 9] ^= 1
        _ = place.write(String(model.dropFirst(place.path.count + 1)), bytes)
        let run = textgen("--seed", "4", "-n", "20")
        #expect(run.status == 0 && run.output == first)
        #expect(run.errors.contains("so it is learned again") && run.errors.contains("is damaged"))
        #expect(!textgen("--seed", "4", "-n", "20").errors.contains("damaged"))
    }

    @Test("A stop string ends a text and is left out") func stop() throws {
        let whole = textgen("--seed", "3", "-n", "300").output
        let text = Array(whole.unicodeScalars)
        let stop = String(String.UnicodeScalarView(text[40..<43]))
        let run = textgen("--seed", "3", "-n", "300", "--stop", stop, "--stop", "not in it at all")
        let expected = try #require(whole.ranges(of: stop).first).lowerBound
        #expect(run.output.trimmingSuffix("\n") == String(whole[..<expected]).trimmingSuffix("\n"))
        #expect(run.errors.contains("stopped at a stop string"))
        let line = textgen("--seed", "3", "-n", "300", "--stop", "\\n", "-e", "--prompt", "a\\trag")
        #expect(line.output.hasPrefix("a\trag") && line.output.split(separator: "\n").count == 1)
        let several = textgen("--seed", "3", "-n", "300", "--stop", "an", "--count", "4")
        #expect(several.status == 0 && several.errors.contains("4 stopped at a stop string"))
        #expect(!several.output.contains("an"))
    }

    @Test("The prompt may come from a file") func promptFile() {
        let file = place.write("prompt.txt", Array("ragged\n".utf8))
        let run = textgen("-f", file, "-n", "20", "--seed", "2")
        #expect(run.status == 0 && run.output == textgen("--prompt", "ragged", "-n", "20", "--seed", "2").output)
        #expect(textgen("-f", file, "-o", file).status == 64)
        #expect(textgen("-f", "/no/such").status == 66)
    }

    @Test("Until they end, and only new ones") func whole() {
        let names = (0..<60).map { "name\($0 % 10)\("abcdef".dropFirst($0 % 6))\n" }.joined()
        let file = place.write("names.txt", Array(names.utf8))
        let arguments = [
            "--corpus", file, "--lines", "--steps", "60", "--hidden", "16", "--seed", "1", "--count", "20",
        ]
        let run = CommandRun(arguments + ["-n", "12", "--until-eos", "--new-only"], in: place)
        #expect(run.status == 0)
        #expect(
            run.errors.contains("20 ended by the model") && !run.errors.contains("in the corpus already"),
            "\(run.errors)")
        let texts = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(texts.count == 20 && texts.allSatisfy { $0.count <= 12 && !names.contains("\($0)\n") })
    }

    @Test("Documents between separators are written whole") func documents() {
        let poems = (0..<40).map { "Poem\nrose \($0 % 4)\nend" }.joined(separator: "\n***\n")
        let file = place.write("poems.txt", Array(poems.utf8))
        let run = CommandRun(
            [
                "--corpus", file, "--separator", "\\n***\\n", "--steps", "250", "--hidden", "32", "--seed", "1",
                "--count", "3",
            ],
            in: place)
        #expect(run.status == 0)
        #expect(run.errors.contains("3 ended by the model"), "\(run.errors)")
        #expect(run.output.hasPrefix("Poem\nrose ") && !run.output.contains("*"))
        #expect(run.output.components("end\n").count == 4, "\(run.output)")
        #expect(run.errors.contains("documents are repeats"))
    }

    @Test("A beam of one is greedy; a wider one finds what is at least as likely") func beams() {
        let greedy = textgen("--temp", "0", "-n", "40", "--seed", "1").output
        #expect(textgen("--beam-width", "1", "-n", "40", "--seed", "1").output == greedy)
        let wide = textgen("--beam-width", "4", "-n", "40", "--count", "3", "--seed", "1")
        #expect(wide.status == 0 && wide.errors.contains("3 texts"))
    }

    @Test("The finer controls change the text; those of the usual chain leave it as it was") func controls() {
        let usual = textgen("--seed", "6", "-n", "200").output
        #expect(
            textgen(
                "--seed", "6", "-n", "200", "--samplers", "penalties,dry,top-n-sigma,top-k,typical,top-p,min-p,xtc,temp"
            ).output == usual)
        for option in [
            ["--min-p", "0.3"], ["--typical", "0.5"], ["--top-n-sigma", "0.5"], ["--repeat-penalty", "1.8"],
            ["--presence-penalty", "2"], ["--frequency-penalty", "0.5"], ["--dry-multiplier", "3"],
            ["--xtc-probability", "1"], ["--dynatemp-range", "0.7"], ["--mirostat-ent", "1"],
            ["--logit-bias", "a-inf"],
        ] {
            let run = CommandRun(["--corpus", corpus] + quick + ["--seed", "6", "-n", "200"] + option, in: place)
            #expect(run.status == 0 && run.output != usual, "\(option) \(run.errors)")
            if option[0] == "--logit-bias" { #expect(!run.output.contains("a")) }
        }
        let unknown = textgen("--seed", "6", "--logit-bias", "Z+1")
        #expect(unknown.status == 64 && unknown.errors.contains("does not know the character"))
    }

    @Test("A closed pipe ends it quietly", .timeLimit(.minutes(1))) func closedPipe() {
        _ = textgen("-n", "0").status
        let pipe = place.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        // Opened first, or the command would wait for a reader before it starts.
        let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        let run = CommandRun(
            ["--corpus", corpus] + quick + ["-n", "-1", "--ignore-eos", "-q", "--seed", "1"], in: place, output: pipe)
        var byte: UInt8 = 0
        #expect(run.wait { unsafe read(reader, &byte, 1) == 1 })
        close(reader)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }

    @Test("Ctrl-C in writing ends the text cleanly, status 130", .timeLimit(.minutes(1))) func interruptedWriting() {
        _ = textgen("-n", "0").status
        let run = textgen("-n", "-1", "--ignore-eos", "--seed", "1")
        #expect(run.wait { run.outputSoFar.unicodeScalars.count > 200 })
        run.interrupt()
        #expect(run.status == 130)
        #expect(run.output.hasSuffix("\n"))
        #expect(run.errors.contains(" · interrupted"))
    }

    @Test("Ctrl-C keeps what goes to a file", .timeLimit(.minutes(1))) func interruptedFile() {
        _ = textgen("-n", "0").status
        let file = place.path + "/endless.txt"
        let run = textgen("-n", "-1", "--ignore-eos", "--seed", "1", "-o", file)
        // Written without a name, and only then put in its place.
        #expect(run.wait { run.bytesWritten > 20_000 })
        #expect(Place.read(file).isEmpty)
        run.interrupt()
        #expect(run.status == 130)
        #expect(run.output.isEmpty)
        let text = Place.read(file)
        #expect(text.unicodeScalars.count > 100)
        let alone = textgen("-n", String(text.unicodeScalars.count), "--seed", "1")
        #expect(alone.output.hasPrefix(text.dropLast()))
    }

    @Test("Ctrl-C in writing several ends the first that is not over", .timeLimit(.minutes(1)))
    func interruptedSeveral() {
        _ = textgen("-n", "0").status
        let run = textgen("-n", "1000000", "--count", "3", "--seed", "1")
        #expect(run.wait { run.outputSoFar.unicodeScalars.count > 200 })
        run.interrupt()
        #expect(run.status == 130)
        let alone = textgen("-n", String(run.output.unicodeScalars.count), "--seed", "1")
        #expect(alone.output.hasPrefix(run.output.dropLast()))
        #expect(run.output.hasSuffix("\n"))
        #expect(run.errors.contains(" · interrupted"))
    }

    @Test("Ctrl-C in training keeps the best so far, status 130", .timeLimit(.minutes(1))) func interruptedTraining() {
        let arguments = ["--corpus", corpus, "--steps", "1000000", "--hidden", "16", "--seed", "1"]
        let run = CommandRun(arguments, in: place)
        #expect(run.wait { run.errorsSoFar.contains("tokens/s") })
        run.interrupt()
        #expect(run.status == 130)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("the best so far is kept: the same command now writes with it"))
        #expect(place.models.count == 1)
        let next = CommandRun(arguments, in: place)
        #expect(next.status == 0)
        #expect(next.errors.contains(", interrupted: held-out loss"))
        #expect(next.output.unicodeScalars.count >= 500)
        #expect(place.checkpoints.count == 1)
    }
}

extension StringProtocol {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }

    /// Without this at the end.
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
    }
}
