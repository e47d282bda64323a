import ModelFile
import TestFiles
import Testing

@Suite struct InterchangeVocabularyTests {
    private func tokens(_ text: String, _ count: Int) throws -> [String] {
        try Interchange.vocabulary(Array(text.utf8), count: count, file: "v", name: "s")
    }

    @Test(
        "A vocabulary is a list, an object, the characters, or lines of one",
        arguments: [
            (#"["\n"," ","a","é","😀"]"#, ["\n", " ", "a", "é", "😀"]),
            (#" {"b": 1, "a": 0, "\u00e9": 2} "#, ["a", "b", "é"]),
            ("\n abé😀", ["\n", " ", "a", "b", "é", "😀"]), ("zyx\n", ["z", "y", "x"]), ("\u{FEFF}zyx", ["z", "y", "x"]),
            ("z\ny\nx\n", ["z", "y", "x"]), ("z\r\ny\r\nx", ["z", "y", "x"]), ("[]ab", ["[", "]", "a", "b"]),
            (#"["<eos>","<unk>","a"]"#, ["<eos>", "<unk>", "a"]),
        ])
    func understood(text: String, expected: [String]) throws {
        #expect(try tokens(text, expected.count) == expected)
    }

    @Test(
        "A vocabulary of another size is refused",
        arguments: [#"["a","b"]"#, #"{"a":0,"b":2,"c":3}"#, "abcd", "", "a\nb\nc\nd\n"])
    func size(text: String) {
        #expect(throws: ModelFileError.misfit(file: "s", .vocabulary(file: "v", expected: 3))) { try tokens(text, 3) }
    }

    @Test(
        "Tokens that are no single characters, or twice there, are named",
        arguments: [
            (#"["a","th","c"]"#, 1, "th"), (#"["a","","c"]"#, 1, ""), (#"["a","b","a"]"#, 2, "a"),
            ("a\nth\nc", 1, "th"),
            (#"["<unk>","<eos>","a"]"#, 0, "<unk>"), (#"["a","<eos>","<unk>"]"#, 1, "<eos>"),
        ])
    func token(text: String, entry: Int, token: String) {
        #expect(throws: ModelFileError.misfit(file: "s", .token(file: "v", entry: entry, text: token))) {
            try tokens(text, 3)
        }
    }

    @Test("A state may carry its vocabulary, or none") func metadata() throws {
        var state = TensorFile(tensors: [])
        #expect(try Interchange.vocabulary(state, count: 2, name: "s") == nil)
        state.metadata["vocabulary"] = #"["b","a"]"#
        #expect(try Interchange.vocabulary(state, count: 2, name: "s") == ["b", "a"])
        #expect(throws: ModelFileError.misfit(file: "s", .vocabulary(file: "s", expected: 3))) {
            try Interchange.vocabulary(state, count: 3, name: "s")
        }
    }

    @Test("A vocabulary file is read by its path, and missing is told") func file() throws {
        let directory = TemporaryDirectory()
        directory.store(Array("cab".utf8), as: "v")
        #expect(try Interchange.vocabulary(directory["v"], count: 3, name: "s") == ["c", "a", "b"])
        #expect(throws: ModelFileError.missing(file: directory["w"])) {
            try Interchange.vocabulary(directory["w"], count: 3, name: "s")
        }
        #expect(throws: ModelFileError.self) { try Interchange.vocabulary(directory.path, count: 3, name: "s") }
    }

    @Test("Bytes cut or flipped anywhere are a vocabulary or an error, never a trap") func damage() {
        for text in [#"["\n"," ","\u00e9","😀"]"#, #"{"b": 1, "a": 0, "é": 3, "\"":2}"#, "é😀a\n"] {
            let bytes = Array(text.utf8)
            for index in bytes.indices {
                _ = try? Interchange.vocabulary(Array(bytes[..<index]), count: 4, file: "v", name: "s")
                for bit in 0..<8 {
                    var flipped = bytes
                    flipped[index] ^= 1 << UInt8(bit)
                    _ = try? Interchange.vocabulary(flipped, count: 4, file: "v", name: "s")
                }
            }
        }
    }
}
