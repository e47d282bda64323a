import Harmony
import Testing

/// Spellings by rule: the chords of the usual books with every tension that is written on them, in every manner of writing it.
///
/// What each means follows from its parts: a base, and degrees that are added or stand in place of the natural ones.
@Suite struct SpellingRuleTests {
    private struct Base {
        var notes: Set<Int>
        var spellings: [String]
        /// Degrees that are written on it.
        var degrees: [String]
        /// Whether it ends in a number, so that what follows is no part of it.
        var isNumbered = true
    }

    private static let pitches = [
        "b5": 6, "#5": 8, "b9": 1, "9": 2, "#9": 3, "11": 5, "#11": 6, "b13": 8, "13": 9,
    ]

    private static let bases: [Base] = {
        let tensions = ["b5", "#5", "b9", "#9", "#11", "b13"]
        let major = ["b5", "#5", "#9", "9", "#11", "13"]
        let minor = ["b5", "#5", "b9", "9", "11", "b13", "13"]
        return [
            Base(notes: [0, 4, 7, 10], spellings: ["7", "dom7"], degrees: tensions + ["13"]),
            Base(notes: [0, 2, 4, 7, 10], spellings: ["9", "dom9"], degrees: ["b5", "#5", "#11", "b13"]),
            Base(notes: [0, 2, 4, 7, 9, 10], spellings: ["13"], degrees: ["b5", "#5", "b9", "#9", "#11"]),
            Base(
                notes: [0, 4, 7, 11],
                spellings: ["maj7", "Maj7", "MAJ7", "ma7", "Ma7", "MA7", "M7", "Δ7", "△7", "^7", "j7"],
                degrees: major),
            Base(notes: [0, 4, 7, 11], spellings: ["Δ", "△", "^", "7M"], degrees: major, isNumbered: false),
            Base(notes: [0, 2, 4, 7, 11], spellings: ["maj9", "M9", "Δ9", "^9"], degrees: ["b5", "#5", "#11", "13"]),
            Base(
                notes: [0, 3, 7, 10], spellings: ["m7", "-7", "−7", "mi7", "Mi7", "MI7", "min7", "Min7", "MIN7"],
                degrees: minor),
            Base(notes: [0, 2, 3, 7, 10], spellings: ["m9", "-9", "mi9", "min9"], degrees: ["b5", "11", "13"]),
            Base(
                notes: [0, 3, 6, 10], spellings: ["m7b5", "-7b5", "min7b5", "mi7(b5)", "m7(b5)", "ø7", "h7"],
                degrees: ["b9", "9", "11", "b13"]),
            Base(
                notes: [0, 3, 7, 11],
                spellings: [
                    "mMaj7", "mM7", "m(maj7)", "m(M7)", "mi(ma7)", "minMaj7", "-Δ7", "-^7", "m/maj7", "-maj7", "m△7",
                ],
                degrees: ["9", "11", "#11", "13"]),
            Base(
                notes: [0, 5, 7, 10], spellings: ["7sus4", "7sus", "sus7", "7(sus4)", "7SUS4"],
                degrees: ["b9", "9", "b13", "13"]),
            Base(notes: [0, 4, 7, 9], spellings: ["6", "maj6", "M6"], degrees: ["9", "#11"]),
            Base(notes: [0, 3, 7, 9], spellings: ["m6", "-6", "mi6", "min6"], degrees: ["9", "11"]),
        ]
    }()

    /// The manners of writing degrees behind a base.
    private static func manners(_ degrees: [String], behindNumber: Bool) -> [String] {
        func row(_ open: String, _ parts: [String], _ between: String, _ close: String) -> String {
            open + parts.joined(separator: between) + close
        }
        let plain = degrees.map { $0.replacing("b", with: "♭").replacing("#", with: "♯") }
        var found: [String] = []
        for between in [",", ", ", "/", " "] { found.append(row("(", degrees, between, ")")) }
        found.append(row("[", degrees, ",", "]"))
        found.append(row(" (", degrees, ", ", ")"))
        found.append(row("(", plain, ",", ")"))
        found.append(row("/", degrees, "/", ""))
        found.append(row("", degrees.map { "(\($0))" }, "", ""))
        if behindNumber {
            found.append(row(" ", degrees, " ", ""))
            found.append(row(",", degrees, ",", ""))
        }
        guard degrees.allSatisfy({ $0.first == "b" || $0.first == "#" }) else { return found }
        let numbers = degrees.map { String($0.dropFirst()) }
        let signs = degrees.map { $0.first == "b" ? "-" : "+" }
        let signed = zip(signs, numbers).map { $0 + $1 }
        found.append(row("", degrees, "", ""))
        found.append(row("", plain, "", ""))
        found.append(row("(", degrees, "", ")"))
        found.append(row("(", zip(numbers, signs).map { $0 + $1 }, ",", ")"))
        found.append(row("(", signed, ",", ")"))
        found.append(row("(", zip(numbers, degrees).map { $0 + String($1.prefix(1)) }, ",", ")"))
        if behindNumber { found.append(row("", signed, "", "")) }
        return found
    }

    private static func notes(_ base: Base, _ degrees: [String]) -> Set<Int> {
        var notes = base.notes
        for degree in degrees {
            if degree.hasSuffix("5") { notes.subtract([6, 7]) }
            if ["b9", "#9"].contains(degree) { notes.remove(2) }
        }
        return notes.union(degrees.compactMap { pitches[$0] })
    }

    /// Whether two degrees are written together.
    private static func agree(_ first: String, _ second: String) -> Bool {
        let apart = [
            ["b5", "#5"], ["b5", "#11"], ["#5", "b13"], ["9", "b9"], ["9", "#9"], ["11", "#11"], ["13", "b13"],
        ]
        return first != second && !apart.contains { $0.contains(first) && $0.contains(second) }
    }

    private static var rows: [(symbol: String, notes: Set<Int>)] {
        var rows: [(String, Set<Int>)] = []
        for base in bases {
            var sets = base.degrees.map { [$0] }
            for first in base.degrees {
                for second in base.degrees where agree(first, second) {
                    sets.append([first, second])
                    for third in base.degrees
                    where agree(first, third) && agree(second, third) && base.spellings[0] == "7" {
                        sets.append([first, second, third])
                    }
                }
            }
            for spelling in base.spellings {
                for degrees in sets {
                    // On a slash chord's bass a number would be read: "m/maj7/9" is none that is written.
                    for manner in manners(degrees, behindNumber: base.isNumbered)
                    where !(spelling.contains("/") && manner.hasPrefix("/")) {
                        rows.append(("C" + spelling + manner, notes(base, degrees)))
                    }
                }
            }
        }
        return rows
    }

    /// None is misread; the few that are refused say so.
    @Test func whatIsReadIsWhatIsWritten() {
        var (count, refused, wrong) = (0, [String](), [String]())
        for (symbol, notes) in Self.rows {
            count += 1
            guard let chord = try? ChordParser.parse(symbol) else {
                refused.append(symbol)
                continue
            }
            if Set(chord.writtenTones.members) != notes { wrong.append("\(symbol) -> \(chord.symbol)") }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(12))")
        #expect(
            count > 10_000 && Double(refused.count) < 0.01 * Double(count),
            "\(refused.count) of \(count): \(refused.prefix(12))")
    }

    /// The same in a line of a chart, where spaces and "#" could mean something else: nothing is lost or made two.
    @Test func aLineOfAChartKeepsThem() {
        var wrong: [String] = []
        for (symbol, notes) in Self.rows where (try? ChordParser.parse(symbol)) != nil {
            let chords = (try? ChartParser.parse("F5 | \(symbol) | G5"))?.bars.map { $0.chords.map(\.chord) } ?? []
            if chords.count != 3 || chords[1].count != 1 || Set(chords[1][0].writtenTones.members) != notes {
                wrong.append("\(symbol) -> \(chords.dropFirst().first?.map(\.symbol) ?? [])")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(12))")
    }
}
