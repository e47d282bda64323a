import Files
import Sound
import TestFiles
import TestSound
import Testing

@Suite struct SoundFontTests {
    private let scratch = TemporaryDirectory()

    @Test("the first usable file is taken, then the first of the folders by name")
    func discovery() throws {
        let font = ClickFont.bytes()
        let damaged = scratch.store([1, 2, 3], as: "0.sf2")
        let later = scratch.store(font, as: "b.sf2")
        let first = scratch.store(font, as: "a.sf3")
        let nowhere = "\(scratch.path)/nowhere.sf2"
        #expect(try SoundFont.find(files: [nowhere, damaged, later], folders: []).path == later)
        #expect(try SoundFont.find(files: [nowhere], folders: ["/no/folder", scratch.path]).path == first)
    }

    @Test("where nothing is found, the error lists where it was looked for")
    func nothingFound() {
        let searched = ["\(scratch.path)/x.sf2", "\(scratch.path)/*.sf2, *.sf3"]
        #expect(throws: SoundError.noSoundFont(searched: searched)) {
            try SoundFont.find(files: [searched[0], searched[0]], folders: [scratch.path])
        }
    }

    @Test("a font that is named is used, before one of the environment, and is not replaced by another")
    func named() throws {
        let one = scratch.store(ClickFont.bytes(), as: "1.sf2")
        let two = scratch.store(ClickFont.bytes(), as: "2.sf2")
        #expect(try SoundFont.find(named: one, environment: two).path == one)
        #expect(try SoundFont.find(environment: two).path == two)
        let nowhere = "\(scratch.path)/nowhere.sf2"
        let missing = SoundError.soundFontUnreadable(FileReadError.missing(path: nowhere))
        #expect(throws: missing) { try SoundFont.find(named: nowhere, environment: two) }
        #expect(throws: missing) { try SoundFont.find(environment: nowhere) }
        #expect(throws: SoundError.soundFontUnreadable(FileReadError.isDirectory(path: scratch.path))) {
            try SoundFont(path: scratch.path)
        }
        #expect(throws: SoundError.soundFontUnreadable(FileReadError.notAFile(path: "/dev/null"))) {
            try SoundFont(path: "/dev/null")
        }
    }

    @Test("a font cut short at any byte is refused")
    func truncated() {
        let font = ClickFont.bytes()
        for length in 0..<font.count {
            let path = scratch.store(Array(font[..<length]), as: "cut.sf2")
            #expect {
                try SoundFont(path: path)
            } throws: { error in
                guard case SoundError.soundFontDamaged(path: path, _) = error else { return false }
                return true
            }
        }
    }

    @Test(
        "other kinds of files are refused",
        arguments: ["MThd\0\0\0\u{6}\0\u{1}\0\u{1}", "RIFF\u{10}\0\0\0WAVEfmt data"])
    func otherFiles(text: String) {
        let path = scratch.store(Array(text.utf8), as: "other.sf2")
        #expect(
            throws: SoundError.soundFontDamaged(path: path, reason: "it does not begin as an .sf2 or .sf3 file does")
        ) { try SoundFont(path: path) }
    }
}
