/// A keyboard's notes in two hands, each on a staff of its own: middle C parts them.
struct Hands {
    /// On the upper staff, in treble clef.
    let right: WrittenRhythm
    /// On the lower staff, in bass clef.
    let left: WrittenRhythm

    init(_ rhythm: WrittenRhythm) {
        right = rhythm.keeping { Self.split($0).right }
        left = rhythm.keeping { Self.split($0).left }
    }

    /// The notes of a stroke, rising, for either hand.
    ///
    /// What one hand grips and one staff holds with two ledger lines stays together.
    static func split(_ pitches: [Int]) -> (left: [Int], right: [Int]) {
        guard let low = pitches.first, let high = pitches.last else { return ([], []) }
        if high - low <= 12 {
            if low >= 57 { return ([], pitches) }
            if high <= 63 { return (pitches, []) }
        }
        return (pitches.filter { $0 < 60 }, pitches.filter { $0 >= 60 })
    }
}
