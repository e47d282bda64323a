import Testing

private let verse = String(
    repeating: "round the ragged rock the ragged rascal ran\nand ran and ran, as rascals can\n", count: 30)

/// Training that is interrupted, by whatever means, and goes on.
@Suite struct ResumeTests {
    private let place = Place()
    private let corpus: String

    init() {
        corpus = place.write("verse.txt", Array(verse.utf8))
    }

    private func textgen(_ arguments: [String], in place: Place? = nil) -> CommandRun {
        CommandRun(
            ["--corpus", corpus, "--hidden", "16", "--seed", "1", "-n", "300"] + arguments, in: place ?? self.place)
    }

    @Test(
        "Killed at random moments and resumed, it makes the same model; there is always a readable checkpoint or none")
    func killed() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var random = LinearGenerator(state: seed)
        let elsewhere = Place()
        let whole = textgen(["--steps", "4000"], in: elsewhere)
        #expect(whole.status == 0)
        let arguments = ["--steps", "4000", "--checkpoint-every", "0.005s"]
        var (kills, resumed) = (0, 0)
        while kills < 24 {
            let resumes = place.checkpoints.count == 1
            // Every fourth time it may be killed before its first checkpoint.
            let isPatient = kills % 4 != 0
            // Where it was fast enough to end before, it starts over.
            let run = textgen(arguments + [resumes ? "--resume" : "--retrain"])
            if isPatient { #expect(run.wait { !place.checkpoints.isEmpty || run.hasEnded }) }
            for _ in 0..<Int.random(in: 1...40, using: &random) where !run.hasEnded { run.pause() }
            run.destroy()
            #expect(run.status == 1009 || run.status == 0, "\(run.errors)")
            kills += 1
            if resumes, run.errors.contains("going on after") { resumed += 1 }
        }
        #expect(resumed > 0)
        let last = textgen(arguments + [place.checkpoints.isEmpty ? "--retrain" : "--resume"])
        #expect(last.status == 0, "\(last.errors)")
        #expect(last.output == whole.output)
        let (model, other) = (try #require(place.models.first), try #require(elsewhere.models.first))
        #expect(Place.bytes(model) == Place.bytes(other))
        #expect(place.cached == [model])
    }

    @Test("After Ctrl-C --resume goes on to the same end; the checkpoint is gone when the model is there")
    func interrupted() throws {
        let elsewhere = Place()
        #expect(textgen(["--steps", "6000"], in: elsewhere).status == 0)
        let run = textgen(["--steps", "6000", "--checkpoint-every", "0.01s"])
        #expect(run.wait { !place.checkpoints.isEmpty || run.hasEnded })
        run.interrupt()
        #expect(run.status == 130)
        #expect(run.errors.contains("--resume goes on"), "\(run.errors)")
        #expect(place.checkpoints.count == 1 && place.models.count == 1)
        let next = textgen(["--steps", "6000", "--resume", "--threads", "1"])
        #expect(next.status == 0, "\(next.errors)")
        #expect(next.errors.contains("going on after"))
        #expect(place.checkpoints.isEmpty)
        #expect(
            try Place.bytes(#require(place.models.first)) == Place.bytes(#require(elsewhere.models.first)))
    }

    @Test("Without --resume a checkpoint that is there is spoken of, and replaced")
    func startedOver() {
        let run = textgen(["--steps", "100000", "--checkpoint-every", "0.01s"])
        #expect(run.wait { !place.checkpoints.isEmpty })
        run.destroy()
        #expect(run.status == 1009)
        let next = textgen(["--steps", "100000"])
        #expect(next.wait { next.errorsSoFar.contains("--resume would go on from there") })
        next.destroy()
        #expect(place.checkpoints.count == 1)
    }

    @Test("There is nothing to resume where nothing was interrupted: status 66, with what to do")
    func nothing() {
        let never = textgen(["--steps", "40", "--resume"])
        #expect(never.status == 66 && never.output.isEmpty)
        #expect(never.errors.contains("leave --resume out to start one"), "\(never.errors)")
        #expect(textgen(["--steps", "40"]).status == 0)
        let done = textgen(["--steps", "40", "--resume"])
        #expect(done.status == 66)
        #expect(done.errors.contains("it is learned, leave --resume out"), "\(done.errors)")
    }

    @Test("A damaged checkpoint is refused, and stays") func damaged() throws {
        let run = textgen(["--steps", "100000", "--checkpoint-every", "0.01s"])
        #expect(run.wait { !place.checkpoints.isEmpty })
        run.destroy()
        _ = run.status
        let path = try #require(place.checkpoints.first)
        var bytes = Place.bytes(path)
        bytes[bytes.count - 100] ^= 4
        _ = place.write(String(path.dropFirst(place.path.count + 1)), bytes)
        let next = textgen(["--steps", "100000", "--resume"])
        #expect(next.status == 65 && next.output.isEmpty)
        #expect(next.errors.contains("the checkpoint cannot be used"), "\(next.errors)")
        #expect(Place.bytes(path) == bytes)
    }
}

/// Random numbers that a printed seed repeats.
private struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 32
    }
}
