import Harmony

/// The names of a line's notes, by key and chord.
enum Spelling {
    /// The name of a pitch.
    ///
    /// A note of the chord or its scale is named as its interval above the root; any other as a neighbour: raised when the
    /// line goes on upwards, lowered when it goes down. Names that are hard to read give way to what the key says.
    ///
    /// - Parameters:
    ///   - pitch: 0…127.
    ///   - next: The pitch that follows; nil if none.
    static func name(of pitch: Int, on chord: Chord?, in key: Key, next: Int?) -> NoteName {
        let usual = key.spelling(of: pitch)
        guard let chord, !chord.isNoChord else { return passing(pitch, usual, next: next) }
        let interval = ((pitch - chord.root) % 12 + 12) % 12
        let inside = chord.relativeScale.contains(interval)
        guard inside else { return passing(pitch, usual, next: next) }
        let letter = (chord.rootName.letter + steps(of: interval, on: chord)) % 7
        let natural = NoteName(letter: letter, accidental: 0).pitchClass
        var accidental = (pitch - natural) % 12
        if accidental > 6 { accidental -= 12 }
        if accidental < -6 { accidental += 12 }
        guard abs(accidental) <= 1 else { return usual }
        let name = NoteName(letter: letter, accidental: accidental)
        // E sharp, B sharp, C flat and F flat only where the key has them.
        let isOdd =
            name.accidental == 1 && [2, 6].contains(letter) || name.accidental == -1 && [0, 3].contains(letter)
        if isOdd, !(-1...5).contains(name.fifths - key.signature) { return usual }
        return name
    }

    /// Letters from the root up to an interval.
    private static func steps(of interval: Int, on chord: Chord) -> Int {
        let tensions = chord.tensions
        switch interval {
        case 0: return 0
        case 1, 2: return 1
        case 3: return chord.family == .dominant || chord.family == .major || chord.family == .augmented ? 1 : 2
        case 4: return 2
        case 5: return 3
        case 6: return chord.fifth == 6 || chord.quality == .altered || tensions.contains(.flatFive) ? 4 : 3
        case 7: return 4
        case 8: return chord.fifth == 8 && chord.quality != .altered ? 4 : 5
        case 9: return 5
        default: return 6
        }
    }

    /// A note between two others.
    private static func passing(_ pitch: Int, _ usual: NoteName, next: Int?) -> NoteName {
        guard usual.accidental != 0, let next, next != pitch, abs(next - pitch) <= 2 else { return usual }
        let sharps = [1: 0, 3: 1, 6: 3, 8: 4, 10: 5]
        let flats = [1: 1, 3: 2, 6: 4, 8: 5, 10: 6]
        let letter = (next > pitch ? sharps : flats)[pitch % 12]
        return letter.map { NoteName(letter: $0, accidental: next > pitch ? 1 : -1) } ?? usual
    }

    /// The octave in which a name writes a pitch, that of middle C being 4.
    static func octave(of pitch: Int, as name: NoteName) -> Int {
        (pitch - name.accidental - NoteName(letter: name.letter, accidental: 0).pitchClass) / 12 - 1
    }

    /// The accidental that the key gives a letter.
    static func accidental(of letter: Int, in key: Key) -> Int {
        let sharps = [3, 0, 4, 1, 5, 2, 6]
        let signature = min(max(key.signature, -7), 7)
        if signature > 0 { return sharps.prefix(signature).contains(letter) ? 1 : 0 }
        return sharps.suffix(-signature).contains(letter) ? -1 : 0
    }

    /// Marks the accidentals that a bar needs.
    ///
    /// One holds for its line of the staff to the end of the bar; a note tied over the bar line keeps its own.
    static func markAccidentals(_ events: inout [ScoreEvent], in key: Key) {
        var inForce: [Int: Int] = [:]
        for index in events.indices {
            for place in events[index].notes.indices {
                let note = events[index].notes[place]
                let line = note.octave * 7 + note.name.letter
                let current = inForce[line] ?? accidental(of: note.name.letter, in: key)
                guard !note.isTiedBack, current != note.name.accidental else { continue }
                events[index].notes[place].showsAccidental = true
                inForce[line] = note.name.accidental
            }
        }
    }
}
