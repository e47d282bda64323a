import Testing

/// No command writes over a file that it reads, whatever the two are called.
@Suite struct OverwritingTests {
    /// Commands that would lose `x.mid`, of which there are a hard link, a symbolic link and a copy under another name.
    static let losses = [
        "jazz render x.mid x.mid",
        "jazz render x.mid ./x.mid",
        "jazz render hard.mid x.mid",
        "jazz render x.mid soft.mid",
        "jazz render x.mid \"$PWD/sub/../x.mid\"",
        "jazz render x.mid /dev/fd/5 5<>x.mid",
        "jazz show x.mid --svg x.mid",
        "jazz show x.mid --svg hard.mid",
        "jazz show --svg soft.mid x.mid",
        "jazz generate --again x.mid x.mid",
        "jazz generate --again hard.mid x.mid",
        "jazz generate --again x.mid - >>x.mid",
        "jazz generate --changes x.mid soft.mid",
        "jazz generate --changes x.mid --parts parts out.mid",
        "jazz generate --again x.mid --parts parts out.mid",
        "jazz generate --changes out-7.mid --seed 7 --count 2 out.mid",
        "jazz generate --model x.mid x.mid",
        "jazz generate --bass-model ./x.mid sub/../x.mid",
    ]

    /// Makes the files that ``losses`` speak of.
    private static let preparation = """
        jazz generate -q --bars 4 --seed 1 x.mid && mkdir sub parts && ln x.mid hard.mid && ln -s x.mid soft.mid &&
        cp x.mid copy.mid && ln x.mid parts/lead.mid && ln x.mid out-7.mid && cksum <x.mid >sum
        """

    @Test(arguments: losses) func whatIsReadIsNotWritten(_ command: String) throws {
        try Shell.withDirectory { shell in
            #expect(shell(Self.preparation).status == 0)
            let before = shell("ls . parts").text
            let outcome = shell(command)
            #expect(outcome.status == 64, "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count == 1, "\(outcome.text)")
            #expect(shell("cksum <x.mid | cmp - sum && cmp x.mid hard.mid && test -L soft.mid").status == 0)
            #expect(shell("ls . parts").text == before)
        }
    }

    @Test func twoOutputsAreTwoFiles() throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz generate --parts d d/lead.mid").status == 64)
            #expect(shell("mkdir d; ln -s ../d/bass.mid d/out.mid; jazz generate --parts d d/out.mid").status == 64)
            #expect(shell("ls d").text == "out.mid\n")
        }
    }

    /// Another part's file, a device, and a file of the last run are no losses.
    @Test func whatIsNotReadMayBeReplaced() throws {
        try Shell.withDirectory { shell in
            #expect(shell(Self.preparation).status == 0)
            for command in [
                "jazz generate -q --changes x.mid --without lead --bars 4 --parts parts out.mid",
                "jazz generate -q --again copy.mid out.mid", "jazz generate -q --again x.mid - >/dev/null",
                "jazz generate -q --again x.mid /dev/null", "cp x.mid copy.svg; jazz show x.mid --svg copy.svg",
            ] {
                let outcome = shell(command)
                #expect(outcome.status == 0, "\(command): \(outcome.text)")
            }
            #expect(shell("cksum <x.mid | cmp - sum && cmp x.mid hard.mid").status == 0)
        }
    }
}
