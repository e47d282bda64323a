import Files
import Testing

@Suite struct PathTextTests {
    /// Names that are UTF-8, names that are not, and names with the scalars that stand for bytes.
    static let names: [[UInt8]] = [
        Array("plain.mid".utf8), Array("é 漢 🎷".utf8), [0xE9, 0x2E, 0x6D], [0x80, 0xFF, 0xC0, 0xAF],
        [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F, 0xBF, 0xBF, 0x61], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x8E], [],
        Array(1...255), Array("\u{10FF7F}".utf8), [0x61, 0xCC, 0x81, 0x2F, 0xCC, 0x81, 0xE9],
    ]

    @Test(arguments: names) func everyNameHasATextAndBack(_ name: [UInt8]) {
        #expect(PathText.bytes(of: PathText.text(of: name)) == name)
    }

    @Test func randomNamesToo() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let name = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                // Mostly bytes of sequences, so that whole, cut and overlong ones appear.
                [UInt8](arrayLiteral: 0xF4, 0x8F, 0xBE, 0xBF, 0x80, 0xE9, 0xC3, 0xA9, 0x41).randomElement(
                    using: &random)!
            }
            #expect(PathText.bytes(of: PathText.text(of: name)) == name, "\(name)")
        }
    }

    @Test func aNameInUTF8IsItself() {
        #expect(PathText.text(of: "é/漢.mid".utf8) == "é/漢.mid")
        #expect(PathText.text(of: [0xE9]).unicodeScalars.map(\.value) == [0x10FFE9])
        #expect(PathText.byte(of: "\u{10FFE9}") == 0xE9 && PathText.byte(of: "é") == nil)
    }

    @Test(arguments: [
        ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/", "/", ""), ("a/", ".", "a"), ("a//b//", "a", "b"),
        ("./a", ".", "a"), ("", ".", ""), ("//", "/", ""), ("a/\u{301}b", "a", "\u{301}b"), ("../x", "..", "x"),
    ]) func directoryAndName(_ path: String, _ directory: String, _ name: String) {
        #expect(Array(PathText.directory(of: path).utf8) == Array(directory.utf8))
        #expect(Array(PathText.name(of: path).utf8) == Array(name.utf8))
    }
}
