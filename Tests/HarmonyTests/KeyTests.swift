import Harmony
import Testing

@Suite struct KeyTests {
    @Test(arguments: [
        ("C", "C"), ("Bb", "Bb"), ("B♭ major", "Bb"), ("F#m", "F#m"), ("A minor", "Am"), ("E-min", "Em"),
        ("F-maj", "F"),
        ("D min", "Dm"), ("G-", "Gm"), ("CM", "C"),
    ])
    func readsKeys(_ text: String, _ name: String) {
        #expect(Key(text)?.description == name)
    }

    @Test(arguments: ["", "H", "Cx", "major", "C7", "Bridge"]) func refusesWhatIsNoKey(_ text: String) {
        #expect(Key(text) == nil)
    }

    @Test(arguments: [("C", 0), ("G", 1), ("Db", -5), ("Am", 0), ("C#m", 4), ("Ebm", -6)])
    func hasASignature(_ text: String, _ signature: Int) {
        #expect(Key(text)?.signature == signature)
    }

    @Test func transposedKeysStayReadable() throws {
        for name in ["C", "Am"] {
            let key = try #require(Key(name))
            for semitones in -12...12 {
                let moved = key.transposed(by: semitones)
                #expect(moved.tonic.pitchClass == pitchClass(key.tonic.pitchClass + semitones))
                #expect(abs(moved.signature) <= 6)
            }
        }
    }

    @Test(arguments: [
        ("C", "C Db D Eb E F F# G Ab A Bb B"), ("E", "C C# D D# E F F# G G# A A# B"),
        ("Db", "C Db D Eb E F Gb G Ab A Bb Cb"), ("Am", "C C# D Eb E F F# G Ab A Bb B"),
    ])
    func spellsEveryPitch(_ name: String, _ spelled: String) throws {
        let key = try #require(Key(name))
        #expect((0..<12).map { key.spelling(of: $0).description }.joined(separator: " ") == spelled)
    }
}
