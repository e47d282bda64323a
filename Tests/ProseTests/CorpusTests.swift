import Prose
import Testing

@Suite struct CorpusTests {
    private func corpus(_ bytes: [UInt8]) throws(ProseError) -> Corpus {
        try Corpus(bytes: bytes, name: "c.txt")
    }

    @Test("A byte-order mark is removed, CR LF becomes LF, a lone CR stays") func normalised() throws {
        #expect(try corpus([0xEF, 0xBB, 0xBF] + Array("a\r\nb\rc\r\r\n\r".utf8)).text == "a\nb\rc\r\n\r")
        #expect(try corpus(Array("\r\n".utf8)).text == "\n")
        #expect(try corpus(Array("é€😀".utf8)).characterCount == 3)
    }

    @Test("Nothing but a byte-order mark is nothing", arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func empty(bytes: [UInt8]) {
        #expect(throws: ProseError.empty(file: "c.txt")) { try corpus(bytes) }
    }

    @Test("A NUL byte is reported where it is") func binary() {
        #expect(throws: ProseError.binary(file: "c.txt", offset: 2)) { try corpus([65, 66, 0, 67]) }
    }

    @Test("UTF-16 is recognised") func utf16() {
        #expect(throws: ProseError.utf16(file: "c.txt")) { try corpus([0xFF, 0xFE, 65, 0]) }
        #expect(throws: ProseError.utf16(file: "c.txt")) { try corpus([0xFE, 0xFF, 0, 65]) }
    }

    @Test(
        "Invalid UTF-8 is reported by its first byte",
        arguments: [
            ([65, 0xE9, 66], 1), ([0xEF, 0xBB, 0xBF, 65, 0x80], 4), ([0xC3, 0xA9, 0xC3], 2),
            ([0xE2, 0x82], 0), ([65, 0xED, 0xA0, 0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 0), ([65, 66, 0xC0, 0x80], 2),
        ] as [([UInt8], Int)])
    func invalid(bytes: [UInt8], offset: Int) {
        #expect(throws: ProseError.invalidUTF8(file: "c.txt", offset: offset)) { try corpus(bytes) }
    }

    @Test("Text cut or flipped anywhere is text or an error, never a trap") func corrupt() {
        let bytes = Array("\u{FEFF}Où? — 文字 😀\r\n".utf8)
        for end in bytes.indices { _ = try? corpus(Array(bytes[..<end])) }
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                _ = try? corpus(flipped)
            }
        }
        #expect(try! corpus(bytes).text == "Où? — 文字 😀\n")
    }
}
