/// Reads chord symbols: lead-sheet spellings ("Dm7", "D-7", "Dmin7", "Bbmaj7", "B♭Δ", "G13(b9)", "C6/9", "F/A"),
/// the Weimar Jazz Database's ("Bbj7", "G79b", "D-7911") and the iRb corpus's ("E79#", "Gsus", "C713b").
///
///     symbol  = "N.C." | root quality* [ "/" root ]
///     root    = A…G with up to two "b" or "#"
///     quality = "maj" | "m" | "dim" | "ø" | "aug" | "+" | "sus" ["2" | "4"] | "alt" | "add" number | number | "(" | ")" | ","
///     number  = 5 | 6 | 7 | 9 | 11 | 13, with "b" or "#" before it, or after it as the two corpora do
///
/// The whole text has to be a chord: "Bridge", "Chorus" and "Coda" are not.
public enum ChordParser {
    /// The longest symbol read, in characters.
    public static let maximumLength = 64

    /// The chord a symbol names.
    ///
    /// - Throws: `HarmonyError.chord` with the place of the first character that makes no sense.
    public static func parse(_ symbol: String) throws(HarmonyError) -> Chord {
        switch symbol {
        case "N.C.", "N.C", "NC", "n.c.", "nc": return .noChord
        default: break
        }
        if !symbol.dropFirst(maximumLength).isEmpty {
            throw .chord(symbol: String(symbol.prefix(maximumLength + 1)), offset: maximumLength)
        }
        do throws(ChordFault) {
            var lexer = ChordLexer(symbol)
            let words = try lexer.read()
            guard let root = words.root else { throw ChordFault(offset: 0) }
            var builder = ChordBuilder()
            try builder.add(try ChordNumbers.resolved(words.tokens))
            var chord = builder.chord(on: root)
            if words.bass?.pitchClass != root.pitchClass { chord.bassName = words.bass }
            return chord
        } catch {
            throw .chord(symbol: symbol, offset: error.offset)
        }
    }
}
