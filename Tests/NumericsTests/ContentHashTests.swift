import Numerics
import Testing

@Suite struct ContentHashTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func agreesWithTheStandardsExamples(text: String, expected: String) {
        #expect(ContentHash.hex(Array(text.utf8)) == expected)
    }

    @Test func aMillionLettersInPiecesOfAnySize() {
        var hash = ContentHash()
        var left = 1_000_000
        var piece = 1
        while left > 0 {
            hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
            left -= min(piece, left)
            piece = piece % 200 + 1
        }
        #expect(hash.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func everyLengthAroundABlockIsPaddedAsAWholeWouldBe() {
        for count in 0...200 {
            let bytes = (0..<count).map { UInt8($0) }
            var parts = ContentHash()
            for byte in bytes { parts.update([byte]) }
            #expect(parts.hex == ContentHash.hex(bytes))
        }
    }
}
