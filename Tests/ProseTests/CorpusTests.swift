import Prose
import Testing

@Suite struct CorpusTests {
    private func corpus(_ bytes: [UInt8]) throws(ProseError) -> Corpus {
        try Corpus(bytes: bytes, name: "c.txt")
    }

    @Test("A byte-order mark is removed, CR LF becomes LF, a lone CR stays") func normalised() throws {
        #expect(try corpus([0xEF, 0xBB, 0xBF] + Array("a\r\nb\rc\r\r\n\r".utf8)).text == "a\nb\nc\n\n\n")
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
        #expect(throws: ProseError.invalidUTF8(file: "c.txt", offset: offset, encoding: nil)) { try corpus(bytes) }
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

    @Test("What is found does not depend on where in the text it stands") func anywhere() throws {
        for place in stride(from: 0, to: 300, by: 1) {
            let before = [UInt8](repeating: 97, count: place)
            let after = [UInt8](repeating: 98, count: 100)
            #expect(throws: ProseError.binary(file: "c.txt", offset: place)) { try corpus(before + [0] + after) }
            #expect(throws: ProseError.invalidUTF8(file: "c.txt", offset: place, encoding: nil)) {
                try corpus(before + [0xFF] + after)
            }
            for text in ["é", "字", "😀", "\r\n"] {
                let found = try corpus(before + Array(text.utf8) + after)
                #expect(found.characterCount == place + 101)
                #expect(
                    found.text.unicodeScalars.dropFirst(place).first
                        == (text == "\r\n" ? "\n" : text.unicodeScalars.first))
            }
        }
    }

    @Test("Each well-formed character is one, and nothing else is (The Unicode Standard, table 3-7)") func wellFormed()
    {
        var random = SplitMix(state: 4)
        var sequences: [[UInt8]] = (0..<65_536).map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for lead: UInt8 in 0xE0...0xF8 {
            for second: UInt8 in 0x7F...0xC0 {
                for third: UInt8 in [0x7F, 0x80, 0xBF, 0xC0] { sequences.append([lead, second, third, third]) }
                sequences.append([lead, second, UInt8(truncatingIfNeeded: random.next()), 0x80])
            }
        }
        for sequence in sequences
        where !sequence.contains(0) && !sequence.starts(with: [0xFF, 0xFE]) && !sequence.starts(with: [0xFE, 0xFF])
            && sequence != [0x0D, 0x0A]
        {
            let lines = sequence.map { $0 == 0x0D ? 0x0A : $0 }
            let text = String(validating: lines, as: UTF8.self)
            #expect((try? corpus(sequence))?.text == text, "\(sequence)")
        }
    }

    @Test("A program is told to be no text, even if a byte that is not UTF-8 comes first") func program() {
        #expect(throws: ProseError.binary(file: "c.txt", offset: 4)) { try corpus([0x7F, 0x45, 0xFF, 0x46, 0, 1]) }
    }

    @Test("Each bit of a text counts in its fingerprint, and so does its length") func fingerprint() throws {
        let bytes = Array("It was a dark and stormy night; the rain fell in torrents, except".utf8)
        var seen: Set<String> = []
        for count in 1...bytes.count {
            #expect(try seen.insert(corpus(Array(bytes[..<count])).fingerprint).inserted)
        }
        for index in bytes.indices {
            for bit: UInt8 in 0..<7 where bytes[index] ^ 1 << bit != 0 {
                var other = bytes
                other[index] ^= 1 << bit
                #expect(try seen.insert(corpus(other).fingerprint).inserted)
            }
        }
        #expect(seen.allSatisfy { $0.utf8.count == 32 })
        #expect(try corpus(bytes).fingerprint == corpus(bytes).fingerprint)
    }
}
