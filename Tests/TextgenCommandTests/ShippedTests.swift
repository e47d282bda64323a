import Testing

@Suite struct ShippedTests {
    private let place = Place()

    private func textgen(_ arguments: String...) -> CommandRun { CommandRun(arguments, in: place) }

    @Test("Without a corpus it writes at once, keeps nothing, and the seed decides") func alone() {
        let run = textgen("--seed", "1", "-n", "200", "--prompt", "ROMEO:")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("ROMEO:") && run.output.unicodeScalars.count >= 206)
        #expect(run.errors == "textgen: seed 1 · 200 characters · stopped at the length limit\n")
        #expect(textgen("-m", "shakespeare", "--seed", "1", "-n", "200", "--prompt", "ROMEO:").output == run.output)
        #expect(place.cached.isEmpty)
        // It has learned English.
        let score = textgen(
            "score", "-m", "shakespeare", "--text", "Good night, sweet prince.", "--text", "tnirp eewts thg dooG")
        #expect(score.output.contains("bits: Good night, sweet prince."))
    }

    @Test("It learns on, and is blended with what comes of it") func blended() throws {
        let text = place.write(
            "note.txt",
            Array(
                (0..<60).map { "the cat sat on the mat \($0 % 7 == 0 ? "again" : "and the dog ran").\n" }.joined().utf8)
        )
        let tuned = place.path + "/cat.safetensors"
        let run = textgen("train", text, "--from", "shakespeare", "-o", tuned, "--steps", "12", "--compact")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("learning on from shakespeare; no new characters"))
        let texts = ["0", "0.5", "1", "0-1"].map {
            textgen("-m", "shakespeare", "-m", tuned, "--blend", $0, "--seed", "2", "-n", "80").output
        }
        #expect(Set(texts).count == 4)
        #expect(texts[0] == textgen("--seed", "2", "-n", "80").output)
        #expect(texts[2] == textgen("-m", tuned, "--seed", "2", "-n", "80").output)
        for (arguments, status, wording) in [
            (["-m", tuned, "--blend", "0.5"], 64, "needs two models"),
            (["-m", tuned, "-m", "shakespeare"], 64, "two models need --blend"),
            (["-m", tuned, "-m", "shakespeare", "-m", tuned, "--blend", "1"], 64, "there are 3 models"),
            (["-m", tuned, "-m", "shakespeare", "--blend", "1.5"], 64, "--blend is '1.5'"),
            (["-m", tuned, "-m", "shakespeare", "--blend", "0-1", "-n", "-1"], 64, "-n -1"),
            (["--corpus", text, "--blend", "0.5"], 64, "needs two models"),
        ] as [([String], Int, String)] {
            let run = CommandRun(arguments, in: place)
            #expect(run.status == status && run.errors.contains(wording), "\(run.errors)")
        }
        let other = place.path + "/other.safetensors"
        let corpus = place.write("other.txt", Array(String(repeating: "ñandú 12345\n", count: 30).utf8))
        #expect(textgen("train", corpus, "-o", other, "--steps", "2", "--hidden", "8").status == 0)
        let misfit = textgen("-m", "shakespeare", "-m", other, "--blend", "0.5")
        #expect(misfit.status == 65 && misfit.errors.contains("the models do not fit each other"))
    }
}
