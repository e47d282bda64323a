import FoundationEssentials
import Testing

@Suite struct WritingTests {
    private let place = Place()
    private let model: String

    init() { model = place.verseModel() }

    private func textgen(_ arguments: String...) -> CommandRun { CommandRun(["-m", model] + arguments, in: place) }

    private struct Record: Decodable {
        var text: Int
        var index: Int?
        var token: String?
        var logprob: Double?
        var probability: Double?
        var stop: String?
    }

    @Test("Log-probabilities are lines of JSON, text after text; their characters are those of the text")
    func logprobs() throws {
        let plain = textgen("-n", "30", "--count", "3", "--seed", "4", "--temp", "0.7", "--prompt", "the ")
        let run = textgen("-n", "30", "--count", "3", "--seed", "4", "--temp", "0.7", "--prompt", "the ", "--logprobs")
        #expect(run.status == 0, "\(run.errors)")
        let records = try run.output.split(separator: "\n").map {
            try JSONDecoder().decode(Record.self, from: Data($0.utf8))
        }
        #expect(records.map(\.text) == records.map(\.text).sorted())
        for number in 1...3 {
            let mine = records.filter { $0.text == number }
            #expect(mine.last?.stop == "length" && mine.count == 31)
            #expect(mine.compactMap(\.index) == Array(0..<30))
            #expect(plain.output.contains("the " + mine.compactMap(\.token).joined()))
            #expect(mine.compactMap(\.logprob).allSatisfy { $0 <= 0 })
            #expect(mine.compactMap(\.probability).allSatisfy { 0...1 ~= $0 })
        }
        // They are what scoring the text says.
        let greedy = textgen("-n", "12", "--temp", "0", "--seed", "1", "--logprobs")
        let sum = try greedy.output.split(separator: "\n").map {
            try JSONDecoder().decode(Record.self, from: Data($0.utf8)).logprob ?? 0
        }.reduce(0, +)
        let text = textgen("-n", "12", "--temp", "0", "--seed", "1").output.trimmingSuffix { $0 == "\n" }
        let score = CommandRun(["score", "-m", model, "--text", String(text)], in: place).output
        let said = score.split(separator: " ").dropFirst(2).first.flatMap { Double($0.dropLast()) }
        #expect((try #require(said) - sum).magnitude < 0.02 || text.contains("\n"))
    }

    @Test("Several temperatures write the texts that each writes alone") func temperatures() {
        let both = textgen("-n", "40", "--temp", "0.3,1.1", "--seed", "2", "--count", "2")
        #expect(both.status == 0)
        let parts = ["0.3", "1.1"].map { textgen("-n", "40", "--temp", $0, "--seed", "2", "--count", "2").output }
        #expect(both.output == "--- temperature 0.3 ---\n\(parts[0])\n--- temperature 1.1 ---\n\(parts[1])")
        #expect(both.errors.contains("4 texts, 160 characters"))
    }

    @Test("Rules of the text are kept, with those of the prompt; copies are told") func rules() {
        let corpus = place.path + "/verse.txt"
        let bound = textgen(
            "--against", corpus, "-n", "300", "--temp", "0.2", "--max-copy", "15", "--novelty", "--seed", "1")
        #expect(bound.status == 0)
        #expect(bound.errors.contains("longest copied passage 15 characters, from line "), "\(bound.errors)")
        let free = textgen("--against", corpus, "-n", "300", "--temp", "0.2", "--novelty", "--seed", "1")
        #expect(!free.errors.contains("passage 15 characters"))
        #expect(Place.list(place.path + "/cache/woodshed/text").contains { $0.hasSuffix(".passages") })
        let pattern = textgen("--regex", "the [a-z]{3,8} ran", "--seed", "1", "--prompt", "round ")
        #expect(pattern.output.hasPrefix("round the ") && pattern.output.hasSuffix(" ran\n"))
        #expect(pattern.errors.contains("ended as the rules have it"))
        let acrostic = textgen("--acrostic", "RAT", "--seed", "3", "-n", "200")
        #expect(acrostic.output.split(separator: "\n").map { $0.first?.uppercased() } == ["R", "A", "T"])
        let ban = textgen("--ban", "e", "--ban", "rock", "-n", "200", "--seed", "1").output
        #expect(!ban.contains("e") && !ban.split { !$0.isLetter }.contains("rock"))
    }

    @Test("Each file may be a text of its own") func files() {
        let folder = place.path + "/cache"
        #expect(CommandRun(["lint", model], in: place).status == 65)
        #expect(CommandRun(["--corpus", place.path + "/verse.txt", "--steps", "1", "-n", "0"], in: place).status == 0)
        for number in 0..<24 {
            _ = place.write("cache/\(number).txt", Array("Song \(number)\nla la \(number * 7 % 10)\ntra la".utf8))
        }
        let song = place.path + "/song.safetensors"
        let run = CommandRun(
            ["train", folder, "-o", song, "--steps", "200", "--hidden", "24", "--document-per-file"], in: place)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("every tenth document") && !run.errors.contains("control character"))
        let texts = CommandRun(["-m", song, "--count", "5", "--seed", "1", "-n", "200"], in: place)
        #expect(texts.errors.contains("5 ended by the model"), "\(texts.errors)")
        #expect(!texts.output.contains("\u{1C}"))
    }

    @Test("Rules and controls that cannot be are refused, both named")
    func usage() {
        for (arguments, wording) in [
            (["--temp", "0.5,x"], "--temp"), (["--temp", "0.5,-1"], "temperature is -1.0"),
            (["--temp", "0.5,0.8", "-n", "-1"], "several temperatures and -n -1"),
            (["--temp", "0.5,0.8", "--beam-width", "2"], "--beam-width and --temp"),
            (["--logprobs", "--temp", "1,2"], "--logprobs and several"),
            (["--logprobs", "--beam-width", "2"], "--beam-width and --logprobs"),
            (["--regex", "a(b"], "at character 4"), (["--regex", ""], "it is empty"),
            (["--regex", "Z+"], "no text of the model's characters"),
            (["--regex", "[a-z]{50}", "-n", "20"], "needs 50 characters or more, and -n is 20"),
            (["--regex", "a", "--beam-width", "2"], "--beam-width and --regex"),
            (["--line-length", "0"], "--line-length is '0'"), (["--line-length", "9-5"], "--line-length is '9-5'"),
            (["--lines-count", "0"], "--lines-count is 0"), (["--acrostic", " "], "--acrostic has no letters"),
            (["--acrostic", "ab", "--lines-count", "2"], "--acrostic and --lines-count"),
            (["--lines-count", "5", "--line-length", "10-20", "-n", "20"], "5 lines need 54 characters"),
            (["--acrostic", "ar", "--prompt", "x"], "the prompt breaks --acrostic at character 1"),
            (["--acrostic", "ab"], "the model has nothing that begins with b"),
            (["--ban", ""], "--ban is empty"), (["--max-copy", "0"], "--max-copy is 0"),
            (["--max-copy", "9"], "give --against FILE"), (["--novelty"], "give --against FILE"),
            (["--against", "x"], "no effect without"),
        ] as [([String], String)] {
            let run = CommandRun(["-m", model] + arguments, in: place)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(wording), "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty)
        }
        let none = textgen("--ban", "e", "--regex", "the", "--seed", "1")
        #expect(none.status == 65)
        #expect(none.errors.contains("forbidden by --regex and --ban"), "\(none.errors)")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isCut: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, isCut(last) { text.removeLast() }
        return text
    }
}
