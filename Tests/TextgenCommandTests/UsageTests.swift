import Testing

/// Every message is one line on standard error; standard output stays empty.
private func expectFailure(_ run: CommandRun, status: Int, _ wording: String) {
    #expect(run.status == status)
    #expect(run.errors.contains(wording), "\(run.errors)")
    #expect(run.errors.hasPrefix("textgen: "))
    #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run.errors)")
    #expect(run.output.isEmpty)
}

@Suite struct UsageTests {
    @Test(
        "Wrong usage is status 64",
        arguments: [
            (["--steps", "5"], "--corpus FILE"), (["--corpus", "a", "--model", "b"], "exclude each other"),
            (["--model", "b", "--lines"], "--lines"), (["--model", "b", "--retrain"], "--retrain"),
            (["--corpus", "a", "--temp", "nan"], "temperature is nan"),
            (["--corpus", "a", "--temp", "-1"], "temperature is -1.0"),
            (["--corpus", "a", "--temp", "inf"], "temperature is inf"),
            (["--corpus", "a", "-n", "-5"], "-5"), (["--corpus", "a", "-n", "x"], "'x'"),
            (["--corpus", "a", "--top-p", "2"], "top-p is 2.0"), (["--corpus", "a", "--top-k", "-1"], "top-k is -1"),
            (["--corpus", "a", "--min-length", "9", "-n", "5"], "at most the maximum length"),
            (["--corpus", "a", "--seed", "-1"], "--seed"), (["--corpus", "a", "--count", "0"], "--count"),
            (["--corpus", "a", "--budget", "soon"], "'soon' is not a duration"),
            (["--corpus", "a", "--steps", "0"], "number of steps is 0"),
            (["--corpus", "a", "--threads", "0"], "--threads"),
            (["--corpus", "a", "--hidden", "0"], "--hidden 0 is not possible"),
            (["--corpus", "a", "--layers", "65"], "layers"),
            (["--corpus", "a", "--hidden", "16384", "--layers", "64"], "parameters"),
            (["--corpus", "a", "--cell", "brain"], "brain"), (["--corpus"], "--corpus"),
            (["--corpus", "a", "--weights", "fp16"], "one of 'fp32', 'bf16' or 'int8'"),
            (["--model", "b", "--threads", "0"], "--threads 0 is not possible"),
            (["--corpus", "a", "--frobnicate"], "--frobnicate"), (["--model", "b", "--resume"], "--resume"),
            (["--model", "b", "--weight-drop", "0.1"], "--weight-drop"),
            (["--corpus", "a", "--resume", "--retrain"], "give one"),
            (["--corpus", "a", "--epochs", "0"], "number of epochs is 0"),
            (["--corpus", "a", "--tokens", "0"], "number of tokens is 0"),
            (["--corpus", "a", "--epochs", "nan"], "number of epochs is nan"),
            (["--corpus", "a", "--layer-dropout", "1"], "layer dropout is 1.0"),
            (["--corpus", "a", "--weight-drop", "-1"], "weight drop is -1.0"),
            (["--corpus", "a", "--learning-rate", "0"], "learning rate is 0.0"),
            (["--corpus", "a", "--batch", "0"], "batch size is 0"),
            (["--corpus", "a", "--window", "-3"], "window is -3"),
            (["--corpus", "a", "--averaging", "2"], "averaged fraction is 2.0"),
            (["--corpus", "a", "--checkpoint-every", "often"], "'often' is not a duration"),
            (["--corpus", "a", "--steps", "9", "--budget", "9s"], "--budget and --steps contradict"),
            (["--corpus", "a", "--steps", "9", "--epochs", "2"], "--steps and --epochs contradict"),
            (["--corpus", "a", "--tokens", "9", "--budget", "9s"], "--budget and --tokens contradict"),
            (["--corpus", "a", "--count", "3", "-n", "-1"], "--count 3 and -n -1 contradict"),
            (
                ["--corpus", "a", "--lines", "--count", "2", "-n", "-1", "--ignore-eos"],
                "--count 2 and -n -1 contradict"
            ),
            (["--corpus", "a", "--separator", ""], "--separator is empty"),
            (["--corpus", "a", "--separator", "x", "--lines"], "--lines and --separator"),
            (["--model", "a", "--separator", "x"], "--separator has no meaning"),
            (["--corpus", "a", "--separator", "\\q"], "there is no \\q"),
            (["--corpus", "a", "--stop", ""], "a stop string is empty"),
            (["--corpus", "a", "--prompt", "x", "-f", "y"], "give one"),
            (["--corpus", "a", "--prompt", "a\\q", "-e"], "there is no \\q"),
            (["--corpus", "a", "-e"], "--escape has no effect"),
            (["--corpus", "a", "--until-eos"], "--until-eos has no meaning for one long text"),
            (["--corpus", "a", "--lines", "--until-eos", "-n", "-1"], "--until-eos and -n -1"),
            (["--corpus", "a", "--lines", "--until-eos", "--ignore-eos"], "--ignore-eos and --until-eos"),
            (["--corpus", "a", "--new-only"], "--new-only has no meaning"),
            (["--model", "a", "--new-only"], "--new-only"),
            (["--corpus", "a", "--beam-width", "0"], "the beam's width is 0"),
            (["--corpus", "a", "--beam-width", "2", "--top-k", "3"], "--beam-width and --top-k"),
            (["--corpus", "a", "--beam-width", "2", "-n", "-1"], "--beam-width and -n -1"),
            // Given with their usual values, too: they would have no effect.
            (["--corpus", "a", "--beam-width", "2", "--temp", "0.8"], "--beam-width and --temp"),
            (["--corpus", "a", "--beam-width", "2", "--top-p=1"], "--beam-width and --top-p"),
            (["--corpus", "a", "--beam-width", "2", "--min-p", "0.1"], "--beam-width and --min-p"),
            (["--corpus", "a", "--beam-width", "2", "--logit-bias", "x-1"], "--beam-width and --logit-bias"),
            (["--corpus", "a", "--beam-width", "2", "--count", "3"], "more than the 2 texts"),
            (["--corpus", "a", "--samplers", "top-k,best"], "there is no 'best'"),
            (["--corpus", "a", "--samplers", "top-k,top-k"], "each step once"),
            (["--corpus", "a", "--samplers", "top-k", "--min-p", "0.1"], "--samplers leaves min-p out"),
            (["--corpus", "a", "--mirostat-ent", "2", "--top-p", "0.9"], "--mirostat-ent and --top-p"),
            (["--corpus", "a", "--xtc-threshold", "0.2"], "no effect without --xtc-probability"),
            (["--corpus", "a", "--logit-bias", "x"], "write a character and a number"),
            (["--corpus", "a", "--repeat-penalty", "0"], "the repetition penalty is 0.0"),
            (["--corpus", "a", "--seed", "1", "--seed=2"], "--seed is given twice"),
            (["--model", "a", "-q", "--quiet"], "-q and --quiet are both given"),
            (["imprt", "a"], "unknown command 'imprt'; did you mean import? See textgen --help"),
            (["help", "exprt"], "did you mean export?"), (["corpus.txt"], "unknown command 'corpus.txt'"),
        ] as [([String], String)])
    func usage(arguments: [String], wording: String) {
        expectFailure(CommandRun(arguments, in: Place()), status: 64, wording)
    }

    @Test("What is missing or no file is status 66") func missing() {
        let place = Place()
        expectFailure(CommandRun(["--corpus", "/no/such"], in: place), status: 66, "/no/such: no such file")
        // The place of this test has no text.
        expectFailure(CommandRun(["--corpus", place.path], in: place), status: 66, "has no file that ends in .txt")
        expectFailure(
            CommandRun(["--prompt-file", place.path], in: place), status: 66, "is a directory; name a text file")
        expectFailure(CommandRun(["--model", "/no/such"], in: place), status: 66, "/no/such: no such file")
    }

    @Test(
        "What is no usable text is status 65",
        arguments: [
            ([], "is empty"), (Array("short\n".utf8), "has 6 characters"), ([72, 0, 73], "NUL byte at offset 1"),
            ([72, 73, 0xE9], "not valid UTF-8 at byte 2"), ([0xFF, 0xFE, 72, 0], "UTF-16"),
        ] as [([UInt8], String)])
    func unusable(bytes: [UInt8], wording: String) {
        let place = Place()
        let file = place.write("corpus.txt", bytes)
        expectFailure(CommandRun(["--corpus", file], in: place), status: 65, wording)
    }

    @Test("A time too short for one update is status 64; a corpus shorter than a window 65; nothing is kept")
    func tooLittle() {
        let place = Place()
        let file = place.write("corpus.txt", Array(String(repeating: "word ", count: 100).utf8))
        expectFailure(
            CommandRun(["--corpus", file, "--budget", "0.0001s", "-q"], in: place), status: 64,
            "is over before the first update")
        expectFailure(
            CommandRun(["--corpus", file, "--steps", "3", "--window", "5000", "-q"], in: place), status: 65,
            "window asked for need at least 5000")
        #expect(place.cached.isEmpty)
    }

    @Test("A corpus of one long line has no lines to tell apart") func oneLine() {
        let place = Place()
        let file = place.write("corpus.txt", Array(String(repeating: "word ", count: 100).utf8))
        expectFailure(CommandRun(["--corpus", file, "--lines"], in: place), status: 65, "has 1 line that is not empty")
    }

    @Test("An output that cannot be written is status 73, before anything is learned") func output() {
        let place = Place()
        let file = place.write("corpus.txt", Array(String(repeating: "word ", count: 100).utf8))
        for option in ["--output", "--save-model"] {
            expectFailure(
                CommandRun(["--corpus", file, option, place.path + "/no/x"], in: place), status: 73, "no directory")
            expectFailure(CommandRun(["--corpus", file, option, place.path], in: place), status: 73, "is a directory")
        }
        #expect(place.models.isEmpty)
    }

    @Test("A file that is read is never written over, and no two things go to one file") func overwriting() {
        let place = Place()
        let bytes = Array(String(repeating: "word ", count: 100).utf8)
        let file = place.write("corpus.txt", bytes)
        let hard = place.link("hard.txt", to: file, isHard: true)
        let soft = place.link("soft.txt", to: file, isHard: false)
        for target in [file, place.path + "/./corpus.txt", hard, soft] {
            for option in ["-o", "--save-model"] {
                expectFailure(
                    CommandRun(["--corpus", file, option, target], in: place), status: 64, "would replace the file")
                expectFailure(
                    CommandRun(["--model", file, option, target], in: place), status: 64, "would replace the file")
            }
            for command in [["export", file], ["import", file], ["import", place.path + "/x", "--corpus", file]] {
                expectFailure(CommandRun(command + ["-o", target], in: place), status: 64, "would replace the file")
            }
        }
        let new = place.path + "/new"
        expectFailure(
            CommandRun(["--corpus", file, "-o", new, "--save-model", new], in: place), status: 64, "the same file")
        #expect(Place.read(file).utf8.elementsEqual(bytes))
        #expect(place.models.isEmpty)
    }

    @Test("help is that of the program or of a command") func helpCommand() {
        let place = Place()
        for (arguments, usage) in [
            (["help"], "USAGE: textgen "), (["help", "import"], "USAGE: textgen import "),
            (["help", "export"], "USAGE: textgen export "),
        ] {
            let run = CommandRun(arguments, in: place)
            #expect(run.status == 0)
            #expect(run.output.contains(usage))
            #expect(run.errors.isEmpty)
        }
    }

    @Test("Help and version are no errors") func help() {
        let place = Place()
        let help = CommandRun(["--help"], in: place)
        #expect(help.status == 0)
        for word in ["EXAMPLES", "--corpus", "--prompt", "--temp", "--top-k", "--top-p", "--seed", "--retrain"] {
            #expect(help.output.contains(word))
        }
        let version = CommandRun(["--version"], in: place)
        #expect(version.status == 0)
        #expect(version.output.split(separator: ".").count == 3)
    }
}
