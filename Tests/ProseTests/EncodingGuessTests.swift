import Testing

@testable import Prose

@Suite struct EncodingGuessTests {
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.filter { !$0.isWhitespace }.map { UInt8(String($0), radix: 16)! }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Some sentences in the encodings that they are written in, and in some that must not be taken for others.
    static let samples: [(name: String?, hexadecimal: String)] = [
        (
            "SHIFT_JIS",
            """
            97fb8f4b8eba82c582cd968893fa82d082c682e882c589b98a4b82f082ad82e882a982a682b582dc82b7814282c682c4
            82e090c382a982c582b78142
            """
        ),
        (
            "EUC-JP",
            """
            cefdbdacbcbca4c7a4cfcbe8c6fca4d2a4c8a4eaa4c7b2bbb3aca4f2a4afa4eaa4aba4a8a4b7a4dea4b9a1a3a4c8a4c6
            a4e2c0c5a4aba4c7a4b9a1a3
            """
        ),
        (
            "EUC-KR",
            """
            bfacbdc0bdc7bfa1bcad20b8c5c0cf20c8a5c0da20c0bdb0e8b8a620b5c7c7aec0ccc7d5b4cfb4d920bec6c1d620c1b6
            bfebc7d5b4cfb4d9
            """
        ),
        (
            "GB18030",
            """
            ced2c3bfccecd4dac1b7cfb0cad2c0efd2bbb8f6c8cbb7b4b8b4c1b7cfb0d2f4bdd7a3acc4c7c0efb7c7b3a3b0b2beb2
            a1a3c5f3d3d1c3c7d3d0cab1baf2d2b2c0b4ccfdced2d1ddd7e0a1a3
            """
        ),
        (
            "BIG5",
            """
            a7daa843a4d1a662bd6db2dfabc7b8cca440add3a448a4cfc2d0bd6db2dfadb5b6a5a141a8bab8ccab44b160a677c052
            a143aa42a4cdadcca6b3aec9add4a45da8d3c5a5a7daba74abb5a143
            """
        ),
        (
            "WINDOWS-1251",
            """
            cae0e6e4fbe920e4e5edfc20eeed20efeee2f2eef0ffe5f220e3e0ececfb20e220ece0ebe5edfceaeee920eaeeecede0
            f2e52c20e820f2e0ec20eef7e5edfc20f2e8f5ee
            """
        ),
        (
            "KOI8-R",
            """
            ebc1d6c4d9ca20c4c5ced820cfce20d0cfd7d4cfd2d1c5d420c7c1cdcdd920d720cdc1ccc5ced8cbcfca20cbcfcdcec1
            d4c52c20c920d4c1cd20cfdec5ced820d4c9c8cf
            """
        ),
        (
            "WINDOWS-1252",
            """
            456c206e69f16f2070696469f320756e20636166e92079206465737075e973207365206675652061206c61206d6f6e74
            61f16120636f6e207375207365f16f7261
            """
        ),
        (
            "WINDOWS-1252",
            """
            457220fc6274652074e4676c6963682066fc72207369636820616c6c65696e20736368f66e65204ce475666520756e64
            2068f6727465207370e47420617566
            """
        ),
        (
            nil,
            """
            4b619e64fd2064656e20637669e8ed2073e16d2076206d616ce9206ded73746e6f73746920737475706e6963652c2061
            206a652074616d2076656c6d6920746963686f
            """
        ),
        (
            nil,
            """
            436f647a69656e6e696520e67769637a792067616d792077206d61b3796d20706f6b6f6a752c2067647a6965206a6573
            7420626172647a6f20636963686f2c2070f39f6e6f
            """
        ),
        (
            nil,
            """
            4d696e64656e206e6170206567796564fc6c206779616b6f726f6c20656779206b697320737a6f62e162616e2c206168
            6f6c206e6167796f6e206373656e6465732c20f5737afc6c
            """
        ),
        (
            nil,
            """
            4865722067fc6e206bfce7fc6b20626972206f646164612074656b206261fefd6e612067616d20e7616cfdfefd796f72
            2c206f726173fd20e76f6b2073657373697a
            """
        ),
        (
            nil,
            """
            cadce8e520ecddf1e120e5eee1f3eae5dff4e1e920ecfcedeff220f4eff520f3e520ddede120ece9eaf1fc20e4f9ecdc
            f4e9ef
            """
        ),
        (
            nil,
            """
            456c206e69966f20706964699720756e206361668e20792064657370758e73207365206675652061206c61206d6f6e74
            61966120636f6e207375207365966f7261
            """
        ),
        (
            nil,
            """
            456c206e69a46f2070696469a220756e206361668220792064657370758273207365206675652061206c61206d6f6e74
            61a46120636f6e207375207365a46f7261
            """
        ),
    ]

    @Test("An encoding is named where decoding leaves no doubt, and else none", arguments: samples)
    func sample(name: String?, hexadecimal: String) {
        let bytes = Self.bytes(hexadecimal)
        #expect(EncodingGuess.name(bytes) == name)
        // The text may be cut anywhere, and stand among plain text.
        let plain = Array("some plain text before it all\n".utf8)
        if name != "WINDOWS-1252" { #expect([name, nil].contains(EncodingGuess.name(plain + bytes.dropLast()))) }
    }

    @Test("Bytes at random are nothing, and never trap") func noise() {
        var random = SplitMix(state: 8)
        for length in 0..<400 {
            #expect(
                EncodingGuess.name((0..<length).map { _ in UInt8(random.next() >> 56) | (length > 8 ? 0x80 : 0) })
                    == nil)
        }
        #expect(EncodingGuess.name(Array("nothing but ASCII".utf8)) == nil)
    }

    @Test("The refusal of a text names its encoding, or none") func message() throws {
        let japanese = Self.bytes(Self.samples[0].hexadecimal)
        #expect(throws: ProseError.invalidUTF8(file: "c", offset: 6, encoding: "SHIFT_JIS")) {
            try Corpus(bytes: Array("title\n".utf8) + japanese, name: "c")
        }
        let error = ProseError.invalidUTF8(file: "c", offset: 6, encoding: "SHIFT_JIS")
        #expect(
            error.description
                == "c: is not valid UTF-8 at byte 6, but SHIFT_JIS; convert it first (iconv -f SHIFT_JIS -t UTF-8); or learn its "
                + "bytes as they are with --tokenizer bytes")
        #expect(!ProseError.invalidUTF8(file: "c", offset: 6, encoding: nil).description.contains("1252"))
    }
}
