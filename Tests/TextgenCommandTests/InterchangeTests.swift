import Testing

/// `textgen import` and `textgen export`, with a model that was learned in a moment.
@Suite struct InterchangeTests {
    private let place = Place()
    private let corpus: String
    private let model: String
    private let state: String

    init() {
        let verse = "round the ragged rock the ragged rascal ran\nand ran and ran, as rascals can\n"
        corpus = place.write("verse.txt", Array(String(repeating: verse, count: 30).utf8))
        model = place.path + "/verse.safetensors"
        state = place.path + "/state.safetensors"
        let learned = CommandRun(
            ["--corpus", corpus, "--steps", "40", "--hidden", "16", "-n", "0", "-q", "--save-model", model], in: place)
        precondition(learned.status == 0, learned.errors)
    }

    private func textgen(_ arguments: String...) -> CommandRun { CommandRun(arguments, in: place) }

    private func expectFailure(_ run: CommandRun, status: Int, _ wording: String) {
        #expect(run.status == status)
        #expect(run.errors.contains(wording), "\(run.errors)")
        #expect(run.errors.hasPrefix("textgen: "))
        #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test("A model that goes out comes back and writes the same") func roundTrip() {
        let exported = textgen("export", model, "-o", state)
        #expect(exported.status == 0)
        #expect(
            exported.errors.contains("one-hot vectors, nn.LSTM(19, 16, 1), nn.Linear(16, 19)"), "\(exported.errors)")
        let again = place.path + "/again.safetensors"
        let imported = textgen("import", state, "-o", again)
        #expect(imported.status == 0)
        #expect(imported.errors.contains("lstm 1 × 16, 19 tokens"), "\(imported.errors)")
        let text = textgen("--model", model, "--seed", "3", "-n", "200").output
        #expect(text.unicodeScalars.count >= 200)
        #expect(textgen("--model", again, "--seed", "3", "-n", "200").output == text)
        let quiet = textgen("export", again, "-q", "--output", state)
        #expect(quiet.status == 0 && quiet.errors.isEmpty && quiet.output.isEmpty)
    }

    @Test("A vocabulary may be a file or the characters of a corpus, of the right number") func vocabularies() {
        #expect(textgen("export", model, "-o", state).status == 0)
        let again = place.path + "/again.safetensors"
        let letters = place.write("letters.txt", Array("abcdefghijklmnopqrs".utf8))
        #expect(textgen("import", state, "-o", again, "--vocabulary", letters).status == 0)
        let output = textgen("--model", again, "--seed", "3", "-n", "50", "--prompt", "x").output
        #expect(output.dropFirst().allSatisfy { "abcdefghijklmnopqrs\n".contains($0) })
        #expect(textgen("import", state, "-o", again, "--corpus", letters).status == 0)
        expectFailure(
            textgen("import", state, "-o", again, "--corpus", corpus), status: 65, "has 17 different characters")
        expectFailure(
            textgen("import", state, "-o", again, "--vocabulary", corpus), status: 65, "is no vocabulary of 19 tokens")
        expectFailure(
            textgen("import", state, "-o", again, "--vocabulary", "/no/such"), status: 66, "/no/such: no such file")
    }

    @Test("What cannot be converted is told in one line") func refused() {
        let other = place.path + "/other"
        expectFailure(textgen("import", state), status: 64, "see textgen import --help")
        expectFailure(textgen("export"), status: 64, "see textgen export --help")
        expectFailure(
            textgen("import", state, "-o", other, "--corpus", "a", "--vocabulary", "b"), status: 64,
            "exclude each other")
        expectFailure(textgen("import", state, "-o", other), status: 66, "no such file")
        expectFailure(textgen("import", corpus, "-o", other), status: 65, "not a valid safetensors file")
        expectFailure(textgen("export", corpus, "-o", other), status: 65, "not a valid safetensors file")
        expectFailure(textgen("export", model, "-o", place.path), status: 73, "is a directory")
        #expect(textgen("export", model, "-o", state).status == 0)
        expectFailure(textgen("export", state, "-o", other), status: 65, "its metadata has no")
        let peephole = place.path + "/peephole.safetensors"
        let arguments = ["--corpus", corpus, "--steps", "2", "--hidden", "4", "--cell", "lstm-peephole"]
        #expect(CommandRun(arguments + ["-n", "0", "--save-model", peephole], in: place).status == 0)
        expectFailure(
            textgen("export", peephole, "-o", other), status: 65, "PyTorch has no module for the cell lstm-peephole")
        expectFailure(textgen("import", peephole, "-o", other), status: 65, "\"lstm.weight_peephole_l0\"")
        #expect(!Place.list(place.path).contains("other"))
    }

    @Test("Each has its own help, and the command itself names both") func help() {
        for (command, word) in [("import", "--vocabulary"), ("export", "gru-pytorch")] {
            let help = textgen(command, "--help")
            #expect(help.status == 0)
            #expect(help.output.contains(word) && help.output.contains("textgen \(command)"))
            #expect(!help.output.contains("--prompt <text>"))
            #expect(textgen("--help").output.contains("  \(command) "))
        }
    }
}
