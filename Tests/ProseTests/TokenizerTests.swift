import Prose
import Testing

@Suite struct TokenizerTests {
    @Test("Ids are EOS, unknown, then the characters by scalar value") func order() throws {
        let tokenizer = try Tokenizer(text: "banana\n€ é😀")
        #expect(tokenizer.vocabulary == ["<eos>", "<unk>", "\n", " ", "a", "b", "n", "é", "€", "😀"])
        #expect(tokenizer.count == 10)
        #expect(tokenizer.tokens("ban€") == [5, 4, 6, 8])
    }

    @Test("Text survives the way to tokens and back") func roundTrip() throws {
        let text = "Où? — 文字, e\u{301}\n👨‍👩‍👧"
        let tokenizer = try Tokenizer(text: text)
        #expect(tokenizer.text(tokenizer.tokens(text)) == text)
        #expect(tokenizer.tokens(text).count == text.unicodeScalars.count)
    }

    @Test("Each token is whole: the pieces of a stream are valid UTF-8 one by one") func whole() throws {
        let tokenizer = try Tokenizer(text: "a€😀")
        let pieces = tokenizer.tokens("😀a€").map { tokenizer.text([$0]) }
        #expect(pieces == ["😀", "a", "€"])
    }

    @Test("What the vocabulary lacks is unknown, and named once") func unknown() throws {
        let tokenizer = try Tokenizer(text: "abc")
        #expect(tokenizer.tokens("axbxé") == [2, 1, 3, 1, 1])
        #expect(tokenizer.unknown(in: "axbxé") == ["x", "é"])
        #expect(tokenizer.unknown(in: "cab").isEmpty)
        #expect(tokenizer.text([0, 1, 2]) == "\u{FFFD}a")
    }

    @Test("A huge alphabet keeps its most frequent characters, ties to the lower scalar") func limit() throws {
        let tokenizer = try Tokenizer(text: "zzzyyxxwv", limit: 4)
        #expect(tokenizer.vocabulary == ["<eos>", "<unk>", "v", "x", "y", "z"])
        #expect(tokenizer.tokens("wz") == [1, 5])
        let everything = String(String.UnicodeScalarView((0x4E00...0x9FFF).compactMap { Unicode.Scalar($0) }))
        #expect(try Tokenizer(text: everything).count == Tokenizer.defaultLimit(.characters) + 2)
    }

    @Test("The vocabulary of a model file gives the same tokenizer") func stored() throws {
        let tokenizer = try Tokenizer(text: "To be, or not to be\n")
        #expect(try Tokenizer(vocabulary: tokenizer.vocabulary) == tokenizer)
        let other = try Tokenizer(vocabulary: ["<eos>", "<unk>", "b", "😀", "a"])
        #expect(other.tokens("ab😀c") == [4, 2, 3, 1])
        #expect(other != tokenizer)
    }

    @Test(
        "Vocabularies of another kind are refused",
        arguments: [
            ([], 0), (["<eos>"], 1), (["<unk>", "<eos>"], 0), (["<eos>", "<unk>", "ab"], 2),
            (["<eos>", "<unk>", ""], 2), (["<eos>", "<unk>", "a", "b", "a"], 4),
        ] as [([String], Int)])
    func refused(vocabulary: [String], entry: Int) {
        #expect {
            try Tokenizer(vocabulary: vocabulary)
        } throws: { error in
            guard case .badVocabulary(entry, _) = error as? ProseError else { return false }
            return true
        }
    }
}
