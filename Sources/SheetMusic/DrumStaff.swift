import Harmony

/// Where the pieces of a drum kit stand on their staff (Weinberg, "Guidelines for Drumset Notation", 1994).
enum DrumStaff {
    /// A place on the staff and the shape of the head.
    struct Place {
        let letter: Int
        let octave: Int
        let head: String?
        let name: String
    }

    /// Whether a percussion key is played with a foot.
    static func isFoot(_ key: Int) -> Bool { [35, 36, 44].contains(key) }

    static func place(of key: Int) -> Place {
        switch key {
        case 35, 36: Place(letter: 3, octave: 4, head: nil, name: "Bass drum")
        case 37: Place(letter: 0, octave: 5, head: "x", name: "Cross-stick")
        case 38: Place(letter: 0, octave: 5, head: nil, name: "Snare")
        case 40: Place(letter: 0, octave: 5, head: "slash", name: "Brush")
        case 42: Place(letter: 4, octave: 5, head: "x", name: "Closed hi-hat")
        case 46: Place(letter: 4, octave: 5, head: "circle-x", name: "Open hi-hat")
        case 44: Place(letter: 1, octave: 4, head: "x", name: "Pedal hi-hat")
        case 51, 59: Place(letter: 3, octave: 5, head: "x", name: "Ride")
        case 53: Place(letter: 3, octave: 5, head: "diamond", name: "Ride bell")
        case 49, 57, 52, 55: Place(letter: 5, octave: 5, head: "x", name: "Crash")
        case 48, 50: Place(letter: 2, octave: 5, head: nil, name: "High tom")
        case 45, 47: Place(letter: 1, octave: 5, head: nil, name: "Middle tom")
        case 41, 43: Place(letter: 5, octave: 4, head: nil, name: "Low tom")
        default: Place(letter: 0, octave: 5, head: "triangle", name: "Percussion \(key)")
        }
    }

    /// The heads of keys that are struck together, one for each place.
    static func heads(_ keys: [Int]) -> [ScoreNote] {
        var heads: [ScoreNote] = []
        for key in keys {
            let place = place(of: key)
            let head = ScoreNote(
                pitch: key, name: NoteName(letter: place.letter, accidental: 0), octave: place.octave)
            if !heads.contains(where: { $0.name == head.name && $0.octave == head.octave }) { heads.append(head) }
        }
        return heads.sorted { ($0.octave, $0.name.letter) < ($1.octave, $1.name.letter) }
    }
}
