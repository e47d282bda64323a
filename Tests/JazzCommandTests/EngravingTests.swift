import Testing

/// Pages drawn by engravers that are on the machine: what they warn of, and whether everything stands on them.
/// `Tests/Paper/check.py` has them draw a thousand pieces.
@Suite struct EngravingTests {
    /// One of each kind of page.
    private static let pieces: [(name: String, options: String)] = [
        ("sheet", "--lead-sheet --chart two-five-one --bars 12"), ("band", "--chart jazz-blues --bars 8"),
        ("eb", "--lead-sheet --transposed Eb --chart minor-song --bars 8 --key Db"),
        ("seven", "--time '7/8 (2+2+3)' --changes 'Cm7 | N.C. | F7sus4 F7' --bars 6"),
        ("slashes", "--lead-sheet --without lead --transposed Bb --chart waltz --bars 8"),
    ]

    private static func make(_ shell: Shell) {
        for (name, options) in pieces {
            let made = shell("jazz generate -q --seed 3 \(options) \(name).musicxml")
            #expect(made.status == 0, "\(name): \(made.text)")
        }
    }

    @Test(.enabled(if: has("python3 -c 'import verovio'"), "python3 has no verovio")) func verovioDrawsEverything()
        throws
    {
        try Shell.withDirectory { shell in
            Self.make(shell)
            for (name, _) in Self.pieces {
                let drawn = shell(
                    """
                    cat > draw.py <<'END'
                    import re, sys, verovio
                    verovio.enableLog(verovio.LOG_WARNING)
                    toolkit = verovio.toolkit()
                    if not toolkit.loadFile(sys.argv[1]): print('not read')
                    pages = ''.join(toolkit.renderToSVG(page + 1) for page in range(toolkit.getPageCount()))
                    text = open(sys.argv[1]).read()
                    part = text[:text.index('</part>')]
                    for written, drawn in ((len(re.findall('<measure ', part)), 'measure'), (text.count('<harmony'), 'harm'),
                                           (text.count('<note') - text.count('<rest') - text.count('<notehead'), 'note')):
                        found = len(re.findall('class="' + drawn + '[ "]', pages))
                        print(drawn, found == written and found > 0 or (found, written))
                    END
                    python3 draw.py \(name).musicxml 2>&1
                    """)
                #expect(drawn.text == "measure True\nharm True\nnote True\n", "\(name): \(drawn.text)")
            }
        }
    }

    @Test(.enabled(if: has("command -v musescore3"), "there is no musescore3")) func museScoreDrawsPages() throws {
        try Shell.withDirectory { shell in
            Self.make(shell)
            let files = Self.pieces.flatMap { piece in
                ["pdf", "svg"].map { "{\"in\": \"\(piece.name).musicxml\", \"out\": \"\(piece.name).\($0)\"}" }
            }
            let drawn = shell(
                """
                echo '[\(files.joined(separator: ", "))]' > job.json
                QT_QPA_PLATFORM=offscreen HOME=$PWD timeout 300 musescore3 -j job.json >/dev/null 2>&1
                for name in \(Self.pieces.map(\.name).joined(separator: " ")); do head -c 4 $name.pdf; ls $name-1.svg; done
                """)
            let wanted = Self.pieces.map { "%PDF\($0.name)-1.svg\n" }.joined()
            #expect(drawn.text == wanted, "\(drawn.text)")
            // Where nothing is played the page says so, and no more.
            let silence = shell(
                "QT_QPA_PLATFORM=offscreen HOME=$PWD timeout 100 musescore3 -o s.mscx seven.musicxml; grep -B1 '<name>N.C.' s.mscx"
            )
            #expect(silence.text.contains("<name>N.C.") && !silence.text.contains("<root>"), "\(silence.text)")
        }
    }
}

/// Whether a command of the shell succeeds.
private func has(_ command: String) -> Bool { Shell.run("\(command) >/dev/null").status == 0 }
