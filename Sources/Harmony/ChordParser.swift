/// Reads chord symbols as the usual books write them.
///
///     symbol   = "N.C." | root word* [ "/" root | "/" symbol ]
///     root     = A…G with up to two "b" or "#" | H | Cis, Es, Bes, …
///     word     = "maj" "M" "Δ" "^" | "m" "-" "min" | "o" "dim" | "ø" "h" | "+" "aug" | "sus" ["2" | "4"] | "alt" | "dom"
///              | "add" number | "no" number | number
///     number   = 2 | 4 | 5 | 6 | 7 | 9 | 11 | 13, with "b" or "#" before it or behind it, or "-" or "+" where one is meant
///
/// Words may stand in capitals; notes beside the chord may be put in brackets and parted by commas, spaces and slashes. A
/// triangle alone means the major seventh, on a minor chord too. "C11" has no third. A chord over a chord, "D/C7", is
/// read as the lower one with the tensions that the upper one adds. The Weimar Jazz Database ("Bbj7", "G79b", "D-7911")
/// and the iRb corpus ("E79#", "Gsus", "C713b") are read as they mean it.
///
/// The whole text has to be a chord: "Bridge", "Chorus" and "Coda" are not. What is read is in the chord: a symbol of
/// which a note would have to be dropped is refused.
public enum ChordParser {
    /// The longest symbol read, in characters.
    public static let maximumLength = 64

    /// Which roots are read.
    public enum Roots: Sendable {
        /// A…G: for texts that may be anything, such as the lyrics of a MIDI file.
        case plain
        /// H, Cis, Es and Bes too, and small letters where nothing else fits.
        case every
    }

    /// The chord a symbol names.
    ///
    /// - Throws: `HarmonyError.chord` with the place of the first character that makes no sense.
    public static func parse(_ symbol: String, roots: Roots = .every) throws(HarmonyError) -> Chord {
        switch symbol {
        case "N.C.", "N.C", "NC", "n.c.", "nc", "N. C.", "(N.C.)": return .noChord
        default: break
        }
        if !symbol.dropFirst(maximumLength).isEmpty {
            throw .chord(symbol: String(symbol.prefix(maximumLength + 1)), offset: maximumLength)
        }
        do throws(ChordFault) {
            return try read(symbol, roots)
        } catch {
            if roots == .every, let first = symbol.first, ("a"..."h").contains(first),
                let chord = try? read(first.uppercased() + symbol.dropFirst(), roots)
            {
                return chord
            }
            throw .chord(symbol: symbol, offset: error.offset)
        }
    }

    private static func read(_ symbol: String, _ roots: Roots) throws(ChordFault) -> Chord {
        // "(Dm7)" is a chord in brackets.
        if roots == .every, symbol.first == "(", symbol.last == ")" {
            do throws(ChordFault) {
                return try read(String(symbol.dropFirst().dropLast()), roots)
            } catch {
                throw ChordFault(offset: error.offset + 1)
            }
        }
        var lexer = ChordLexer(symbol, roots: roots)
        let words = try lexer.read()
        var builder = ChordBuilder()
        try builder.add(try ChordNumbers.resolved(words.tokens))
        guard var chord = builder.chord(on: words.root) else { throw ChordFault(offset: 0) }
        switch words.foot {
        case nil: break
        case .bass(let bass): if bass.pitchClass != chord.root { chord.bassName = bass }
        case .chord(let lower, let offset):
            guard let below = try? read(lower, roots), let both = below.under(chord) else {
                throw ChordFault(offset: offset)
            }
            chord = both
        }
        return chord
    }
}

extension Chord {
    /// This chord with another played over it: the notes of the upper one become tensions of the lower.
    ///
    /// nil where they cannot all be named so.
    func under(_ upper: Chord) -> Chord? {
        var result = self
        let wanted = upper.writtenTones.transposed(by: upper.root - root)
        let owned = writtenTones
        // First the seventh, which decides what the others are called.
        for interval in [10, 11, 9] where wanted.contains(interval) && !owned.contains(interval) {
            guard let richer = result.with(interval) else { continue }
            result = richer
        }
        for interval in wanted.members where !result.writtenTones.contains(interval) {
            guard let tension = result.tension(for: interval) else { return nil }
            result.tensions.insert(tension)
        }
        return result
    }

    /// This triad as a chord of four notes, with a seventh or a sixth; nil where that is none.
    private func with(_ interval: Int) -> Chord? {
        let richer: ChordQuality? =
            switch (quality, interval) {
            case (.major, 10): .dominant
            case (.major, 11): .majorSeventh
            case (.major, 9): .sixth
            case (.minor, 9): .minorSixth
            case (.minor, 10): .minorSeventh
            case (.minor, 11): .minorMajorSeventh
            case (.augmented, 10): .augmentedSeventh
            case (.augmented, 11): .augmentedMajorSeventh
            case (.diminished, 9): .diminishedSeventh
            case (.diminished, 10): .halfDiminished
            case (.diminished, 11): .diminishedMajorSeventh
            case (.suspendedFourth, 10): .dominantSuspended
            case (.suspendedFourth, 11): .majorSeventhSuspended
            case (.suspendedSecond, 10): .dominantSuspendedSecond
            case (.suspendedSecond, 11): .majorSeventhSuspendedSecond
            default: nil
            }
        return richer.map { Chord(rootName: rootName, quality: $0, tensions: tensions, bassName: bassName) }
    }

    /// The name of an interval as a tension of this chord; nil where it has none.
    private func tension(for interval: Int) -> Tensions? {
        switch interval {
        case 1: .flatNine
        case 2: .nine
        case 3: quality.intervals.contains(4) ? .sharpNine : nil
        case 5: .eleven
        case 6: .sharpEleven
        case 8: .flatThirteen
        case 9: quality.isTriad ? nil : .thirteen
        case 11: quality == .diminishedSeventh ? .majorSeventh : nil
        default: nil
        }
    }
}
