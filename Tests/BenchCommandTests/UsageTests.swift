import BenchCommand
import Files
import ModelFile
import Testing

@Suite struct UsageTests {
    @Test(
        "Wrong usage is one line and status 64",
        arguments: [
            (["--only", "xyz"], "--only xyz matches nothing; there are: start train/lstm/2x256/v65"),
            (["--threads", "0"], "--threads 0 is not possible; choose 1 to 1024"),
            (["--threads", "-3"], "--threads -3 is not possible"),
            (["--json", "--markdown"], "exclude each other"), (["--corpus", "a"], "--corpus has no meaning without"),
            (["--seconds", "5s"], "--seconds has no meaning without"),
            (["--seconds", "soon"], "'soon' is not a duration"),
            (["--model", "a"], "--model has no meaning without"),
            (["--", "--hidden", "8"], "-- has no meaning without"),
            (["--learning"], "--learning needs a text"),
            (["--live", "--model", "m"], "--model only with --solos"),
            (["--live", "--only", "xyz"], "--only xyz matches nothing; there are: live/onsets live/underruns"),
            (["--solos", "d"], "--live and --solos belong together"),
            (["--live", "--solos", "d"], "--live needs a lead's model"),
            (["--live", "--solos", "d", "--model", "m", "--quick"], "--quick has no meaning with --live"),
            (["--learning", "--corpus", "a", "--quick"], "--quick has no meaning with --learning"),
            (["--learning", "--corpus", "a", "--against-torch"], "--against-torch has no meaning with --learning"),
            (["--learning", "--corpus", "a", "--model", "b", "--seconds", "5s"], "leave out --seconds"),
            (["--frobnicate"], "--frobnicate"), (["more"], "more"),
        ] as [([String], String)])
    func usage(arguments: [String], wording: String) throws {
        let run = try BuiltCommand(arguments)
        #expect(run.status == 64)
        #expect(run.output.hasPrefix("woodshed-bench: "))
        #expect(run.output.contains(wording), "\(run.output)")
        #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run.output)")
    }

    @Test func missingFiles() throws {
        let corpus = try BuiltCommand(["--learning", "--corpus", "/no/such"])
        #expect(corpus.status == 66)
        #expect(corpus.output == "woodshed-bench: /no/such: no such file; check the path of the corpus\n")
        let directory = try BuiltCommand(["--learning", "--corpus", "/tmp"])
        #expect(directory.status == 66)
        #expect(directory.output.hasPrefix("woodshed-bench: /tmp: is a directory"))
    }

    @Test("Without Python or PyTorch one line says so, and the status is 69") func noTorch() throws {
        let run = try BuiltCommand(
            ["--against-torch", "--quick", "--only", "start"], environment: ["PATH": "/nowhere"])
        #expect(run.status == 69)
        #expect(
            run.output
                == "woodshed-bench: --against-torch needs python3 with PyTorch; there is no python3 on the PATH\n")
    }

    @Test("PyTorch that cannot be imported is told of in one line, too", .enabled(if: hasPython, "there is no python3"))
    func brokenTorch() throws {
        let place = try TemporaryDirectory()
        try AtomicFile.write(Array("raise ImportError('nothing here')\n".utf8), to: place.path + "/torch.py")
        let run = try BuiltCommand(["--against-torch", "--only", "start"], environment: ["PYTHONPATH": place.path])
        #expect(run.status == 69)
        #expect(
            run.output
                == "woodshed-bench: --against-torch needs PyTorch (pip install torch); python3 says: nothing here\n")
    }

    @Test func helpNamesEveryOption() throws {
        let run = try BuiltCommand(["--help"])
        #expect(run.status == 0)
        for option in [
            "--against-torch", "--busy", "--quick", "--only", "--threads", "--json", "--markdown", "--learning",
        ] {
            #expect(run.output.contains(option))
        }
    }
}
