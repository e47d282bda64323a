import Testing

@Suite struct TokenizerCommandTests {
    private let place = Place()
    private let rocks: String

    init() {
        rocks = place.write(
            "rocks.txt",
            Array((0..<60).map { "round the ragged rock \($0), the ragged rascal ran\n" }.joined().utf8))
    }

    private func textgen(_ arguments: String...) -> CommandRun { CommandRun(arguments, in: place) }

    /// A model of some tokens.
    private func model(_ tokenizer: String, steps: Int = 30, of file: String? = nil) -> String {
        let path = "\(place.path)/\(tokenizer).safetensors"
        let run = CommandRun(
            ["train", file ?? rocks, "-o", path, "--tokenizer", tokenizer, "--steps", "\(steps)", "--hidden", "16"],
            in: place)
        #expect(run.status == 0, "\(run.errors)")
        return path
    }

    @Test("Every command follows a model's tokens", arguments: ["words", "bpe", "bytes"])
    func commands(tokenizer: String) throws {
        let path = model(tokenizer)
        let first = textgen("-m", path, "-n", "80", "--seed", "3", "--prompt", "the rag")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("the rag"))
        #expect(!first.errors.contains("does not know"))
        #expect(first.output.unicodeScalars.count <= 88)
        // Out to PyTorch and back, it writes the same.
        let (state, again) = ("\(place.path)/state.safetensors", "\(place.path)/again.safetensors")
        #expect(textgen("export", path, "-o", state).status == 0)
        let back = textgen("import", state, "-o", again)
        #expect(back.status == 0, "\(back.errors)")
        #expect(textgen("-m", again, "-n", "80", "--seed", "3", "--prompt", "the rag").output == first.output)
        let logs = textgen("-m", path, "-n", "30", "--seed", "3", "--logprobs")
        #expect(logs.output.contains("\"logprob\"") && logs.status == 0)
        let score = textgen("score", "-m", path, rocks, "--heat")
        #expect(score.status == 0 && score.output.contains("bits a character"))
        #expect(score.output.contains(" a word") == (tokenizer != "bytes"))
        let desk = CommandRun(
            ["write", "-q", "-m", path, "--seed", "1", "-o", "\(place.path)/desk.txt"], in: place, output: nil)
        #expect(desk.status == 0)
        let copies = textgen("-m", path, "--against", rocks, "--max-copy", "9", "--novelty", "-n", "120", "--seed", "1")
        #expect(copies.status == 0, "\(copies.errors)")
        let most = copies.errors.split(separator: " ").drop { $0 != "passage" }.dropFirst().first.flatMap { Int($0) }
        #expect((most ?? 99) <= 9)
        let pattern = textgen("-m", path, "--regex", "[a-z]+ r[a-z]{2,7}", "-n", "40", "--seed", "1")
        #expect(pattern.status == 0 && pattern.output.split(separator: " ").count == 2, "\(pattern.errors)")
        #expect(pattern.output.contains(" r") && pattern.errors.contains("ended as the rules have it"))
        let digits = textgen("-m", path, "--regex", "[a-z]+ x{99}", "-n", "40", "--seed", "1")
        let reason =
            tokenizer == "words" ? "no text of the model's words matches it" : "characters or more, and -n is 40"
        #expect(digits.status == 64 && digits.errors.contains(reason), "\(digits.errors)")
        let beam = textgen("-m", path, "--beam-width", "2", "--prompt", "the rag", "-n", "12")
        #expect(beam.status == 0 && (1...20).contains(beam.output.unicodeScalars.count - 1), "\(beam.output)")
        #expect(textgen("train", rocks, "--from", path, "-o", again, "--steps", "5").status == 0)
        let other = textgen("train", rocks, "--from", path, "-o", again, "--tokenizer", "characters")
        #expect(other.status == 64 && other.errors.contains("--from and --tokenizer contradict each other"))
    }

    @Test("Tied weights are learned, kept, resumed, exported and written with") func tied() throws {
        let (path, state, again) = (
            place.path + "/tied.safetensors", place.path + "/state.safetensors", place.path + "/again.safetensors"
        )
        func train(_ output: String, _ more: String...) -> CommandRun {
            CommandRun(
                ["train", rocks, "-o", output, "--tokenizer", "words", "--tie-embeddings", "--steps", "60"] + more,
                in: place)
        }
        let run = train(path)
        #expect(run.status == 0, "\(run.errors)")
        let text = textgen("-m", path, "-n", "60", "--seed", "1")
        #expect(text.status == 0)
        let out = textgen("export", path, "-o", state)
        #expect(out.status == 0 && textgen("import", state, "-o", again).status == 0)
        #expect(textgen("-m", again, "-n", "60", "--seed", "1").output == text.output)
        // The table is in the file once.
        #expect(Place.bytes(again).count < Place.bytes(state).count)
        #expect(textgen("train", rocks, "--from", path, "-o", again, "--steps", "5").status == 0)
        let refused = train(again, "--embedding", "32", "--hidden", "64")
        #expect(refused.status == 64 && refused.errors.contains("--tie-embeddings and --embedding 32 contradict"))
    }

    @Test("Vectors are learned, written, read and drawn; what cannot be is refused in one line") func vectors() throws {
        let (file, picture, model) = (
            place.path + "/v.txt", place.path + "/v.svg", place.path + "/begun.safetensors"
        )
        let run = textgen("embed", "--train", rocks, "--dimensions", "8", "-o", file, "--near", "rock", "--count", "2")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 2)
        let again = textgen("embed", "--train", rocks, "--dimensions", "8", "--near", "rock", "--count", "2")
        #expect(again.output == run.output)
        #expect(textgen("embed", "--vectors", file, "--near", "rock", "--count", "2").output == run.output)
        #expect(textgen("embed", "--vectors", file, "--pca", picture).status == 0)
        #expect(Place.read(picture).hasPrefix("<svg"))
        let begun = textgen("train", rocks, "--tokenizer", "words", "--vectors", file, "--steps", "5", "-o", model)
        #expect(begun.status == 0 && begun.errors.contains("100 % of the words begin with vectors of 8 numbers"))
        let other = textgen(
            "train", rocks, "--tokenizer", "words", "--vectors", file, "--embedding", "9", "--steps", "5", "-o", model)
        #expect(other.status == 65 && other.errors.contains("its vectors have 8 numbers, --embedding asks for 9"))
        for (arguments, status, words) in [
            (["-m", model, "--near", "zebra"], 65, "there is no vector for the word \"zebra\""),
            (["-m", model, "--analogy", "the", "rock"], 64, "--analogy takes three words"),
            (["-m", model], 64, "there is nothing to do"), (["--near", "rock"], 64, "there are no vectors"),
            (["-m", model, "--vectors", file, "--near", "a"], 64, "exclude each other"),
            (["-m", model, "--near", "a", "--epochs", "3"], 64, "--epochs has no effect without --train"),
            (["--train", rocks, "-o", rocks], 64, "would replace"),
            (["--vectors", rocks, "--near", "a"], 65, "line 1"),
            (["-m", "shakespeare", "--near", "king"], 65, "the model writes characters"),
        ] as [([String], Int, String)] {
            let run = CommandRun(["embed"] + arguments, in: place)
            #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        let characters = textgen("--corpus", rocks, "--vectors", file, "--steps", "5")
        #expect(characters.status == 64 && characters.errors.contains("--vectors is for words"))
    }

    @Test("A folder is a corpus, the same as its files; an empty one is refused") func folder() throws {
        let folder = place.path + "/texts"
        for name in ["b.txt", "a.md", "deep/c.text", "d.pdf", ".hidden.txt"] {
            _ = place.write("texts/" + name, Array("the ragged rascal of \(name)\n".utf8) + Place.bytes(rocks))
        }
        let one = textgen("--corpus", folder, "--steps", "5", "-n", "20", "--seed", "1")
        #expect(one.status == 0, "\(one.errors)")
        #expect(one.errors.contains("from 3 files"))
        let files = textgen(
            "--corpus", folder + "/a.md", "--corpus", folder + "/b.txt", "--corpus", folder + "/deep/c.text", "--steps",
            "5",
            "-n", "20", "--seed", "1")
        #expect(files.output == one.output && files.errors.contains("learned on"))
        _ = place.write("empty/x.pdf", [1])
        let empty = textgen("--corpus", place.path + "/empty", "--steps", "5")
        #expect(empty.status == 65 || empty.status == 66)
        #expect(empty.errors.contains("has no file that ends in .txt"))
        let own = textgen("--corpus", folder, "--steps", "5", "-o", folder + "/b.txt")
        #expect(own.status == 64)
    }

    @Test("Any bytes are learned and written as they are") func bytes() throws {
        let file = place.write(
            "latin.txt", (0..<80).flatMap { Array("caf".utf8) + [0xE9, 0x20] + Array("num\($0)".utf8) + [0x0D, 0x0A] })
        let refused = textgen("--corpus", file, "--steps", "5")
        #expect(refused.status == 65 && refused.errors.contains("--tokenizer bytes"))
        let path = model("bytes", steps: 300, of: file)
        let out = "\(place.path)/out.txt"
        #expect(textgen("-m", path, "-n", "200", "--temp", "0.3", "--seed", "1", "-o", out).status == 0)
        let written = Place.bytes(out)
        #expect(written.contains(0xE9) && written.contains(0x0D))
        #expect(String(validating: written, as: UTF8.self) == nil)
    }

    @Test("A cut vocabulary is said aloud; words outside it are named once") func cut() throws {
        let run = CommandRun(
            [
                "train", rocks, "-o", place.path + "/w.safetensors", "--tokenizer", "words", "--vocabulary", "8",
                "--steps", "5",
            ],
            in: place)
        #expect(run.status == 0)
        #expect(run.errors.contains("8 commonest words and signs are learned, ") && run.errors.contains("lost"))
        let prompt = textgen(
            "-m", place.path + "/w.safetensors", "--prompt", "the zebra saw the zebra", "-n", "5", "--seed", "1")
        #expect(prompt.errors.contains("words that the model does not know: \"zebra\", \"saw\""))
    }

    @Test(
        "What cannot be is refused in one line",
        arguments: [
            (["--tokenizer", "syllables"], "syllables"),
            (["--tokenizer", "words", "--vocabulary", "0"], "--vocabulary is 0"),
            (["--tokenizer", "bpe", "--vocabulary", "256"], "257"),
            (["--tokenizer", "bytes", "--vocabulary", "9"], "there are 256"),
            (["--vocabulary", "9999999"], "999,998"), (["--embedding", "-1"], "--embedding is -1"),
        ] as [([String], String)])
    func refused(options: [String], words: String) throws {
        let run = CommandRun(["--corpus", rocks, "--steps", "5"] + options, in: place)
        #expect(run.status == 64)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(place.models.isEmpty)
    }

    @Test("Models of other tokens do not blend") func blend() throws {
        let (words, pairs) = (model("words"), model("bpe"))
        let run = textgen("-m", words, "-m", pairs, "--blend", "0.5", "-n", "10")
        #expect(run.status == 65)
        #expect(run.errors.contains("one writes words, the other byte pairs"))
    }
}
