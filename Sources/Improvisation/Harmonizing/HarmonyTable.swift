package import Harmony
import Numerics

/// How often players sound each note over each chord: counts of the pitch classes above the root, on the beat and off it.
///
/// It says how likely a melody is over chords; how likely the chords are among themselves says the network of
/// ``ModelKind/changes``.
package struct HarmonyTable: Hashable, Sendable {
    /// The first line of a table.
    package static let header = "woodshed-harmony 1"
    private static let about = "about"

    /// What there is to say about it, such as `data`.
    package var about: [String: String] = [:]
    /// [quality][on or off the beat][pitch class above the root], in quarters of a note.
    private var counts: [[[Int]]]

    /// A table without counts.
    package init() {
        counts = Array(
            repeating: [[Int]](repeating: [Int](repeating: 0, count: 12), count: 2),
            count: ProgressionQuality.allCases.count)
    }

    /// Counts a note that sounds over a chord.
    package mutating func count(_ note: MelodySpans.Note, over quality: ProgressionQuality, root: Int) {
        counts[quality.rawValue][note.isOnBeat ? 0 : 1][modulo(note.pitchClass - root, 12)] += Int(
            (4 * note.weight).rounded())
    }

    /// ln p of each pitch class above the root, by quality, and whether the note is on the beat.
    ///
    /// Qualities that are rare lean on what is played over their family, and all of them a little on equal shares.
    package func logProbabilities() -> [[[Double]]] {
        ProgressionQuality.allCases.map { quality in
            (0..<2).map { place in
                let family = ProgressionQuality.allCases.filter { $0.family == quality.family }
                var shared = [Double](repeating: 2, count: 12)
                for member in family {
                    for (pitch, count) in counts[member.rawValue][place].enumerated() { shared[pitch] += Double(count) }
                }
                let own = counts[quality.rawValue][place].map(Double.init)
                let (sum, whole) = (shared.reduce(0, +), own.reduce(0, +))
                return zip(own, shared).map { own, shared in
                    naturalLogarithm((own + Self.lean * shared / sum) / (whole + Self.lean))
                }
            }
        }
    }

    /// Quarters of notes that the family counts as.
    private static let lean = 400.0

    /// The table as text: what there is to say ``about`` it, then a row of counts for each quality, on the beat and off it.
    package var text: String {
        var lines = [Self.header]
        lines += about.sorted { $0.key < $1.key }.map { key, value in
            "\(Self.about) \(key) \(value.split(whereSeparator: \.isNewline).joined(separator: " "))"
        }
        for quality in ProgressionQuality.allCases {
            for (place, row) in counts[quality.rawValue].enumerated() {
                lines.append("\(quality) \(place == 0 ? "on" : "off") \(row.map(String.init).joined(separator: " "))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A table written by ``text``; nil where it is none.
    package init?(text: String) {
        self.init()
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first == Self.header[...] else { return nil }
        var rows = 0
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            if words.count > 2, words[0] == Self.about[...] {
                about[String(words[1])] = words.dropFirst(2).joined(separator: " ")
                continue
            }
            let numbers = words.dropFirst(2).compactMap { Int($0) }
            guard words.count == 14, let quality = ProgressionQuality.allCases.first(where: { "\($0)" == words[0] }),
                words[1] == "on" || words[1] == "off", numbers.count == 12,
                numbers.allSatisfy({ (0...1_000_000_000).contains($0) })
            else { return nil }
            counts[quality.rawValue][words[1] == "on" ? 0 : 1] = numbers
            rows += 1
        }
        guard rows == 2 * counts.count else { return nil }
    }
}

extension ProgressionQuality {
    /// What musicians hear as one kind of chord.
    package enum Family: Hashable, Sendable { case major, dominant, minor, halfDiminished, diminished, augmented }

    package var family: Family {
        switch self {
        case .major, .sixth, .majorSeventh: .major
        case .dominant, .flatNine, .sharpNine, .altered, .sharpFive, .sharpEleven, .flatThirteen, .suspended: .dominant
        case .minor, .minorSixth, .minorSeventh, .minorMajorSeventh: .minor
        case .halfDiminished: .halfDiminished
        case .diminished: .diminished
        case .augmented: .augmented
        }
    }
}
