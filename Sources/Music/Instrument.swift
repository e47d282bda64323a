public import Harmony

/// An instrument of General MIDI, or one of its drum sets.
///
///     let vibes = try Instrument("vibes", for: .chords)
///     vibes.name                      // "vibraphone"
///     vibes.range                     // 53...89
public struct Instrument: Hashable, Sendable {
    /// The General MIDI program, 0…127.
    public let program: Int
    /// Its name in kebab-case: "tenor-sax"; for the drums the drum set's.
    public let name: String
    /// The lowest and highest pitch it can play, as they sound (60 is middle C).
    public let range: ClosedRange<Int>

    /// The 128 instruments, by program.
    public static let all = table.indices.map(Instrument.init(program:))

    /// What players of the lead use unless told.
    public static let tenorSax = Instrument(program: PartRole.lead.program)

    /// The instrument of a program, 0…127.
    public init(program: Int) {
        precondition(Self.table.indices.contains(program), "a program \(program)")
        self.init(program: program, name: Self.table[program].name, range: Self.table[program].range)
    }

    private init(program: Int, name: String, range: ClosedRange<Int>) {
        self.program = program
        self.name = name
        self.range = range
    }

    /// The instrument called so for a part: by name, in any case and with blanks or hyphens, by another usual name, or by
    /// its number in General MIDI, 1…128, as musicians count. For the drums, a drum set.
    ///
    /// - Throws: ``InstrumentError/unknown(name:part:suggestions:)``.
    public init(_ text: String, for role: PartRole) throws(InstrumentError) {
        let key = Self.key(text)
        if let number = Int(key), (1...128).contains(number) {
            if role == .drums {
                let named = Self.drumSets.first { $0.program == number - 1 }?.name
                self.init(program: number - 1, name: named ?? "drum set \(number)", range: Self.drumRange)
            } else {
                self.init(program: number - 1)
            }
        } else if role == .drums {
            guard let set = Self.drumSets.first(where: { $0.name == key || $0.aliases.contains(key) }) else {
                throw .unknown(name: text, part: role, suggestions: Self.drumSetNames)
            }
            self.init(program: set.program, name: set.name, range: Self.drumRange)
        } else {
            guard let program = Self.table.firstIndex(where: { $0.name == key || $0.aliases.contains(key) }) else {
                throw .unknown(name: text, part: role, suggestions: Self.nearest(to: key))
            }
            self.init(program: program)
        }
    }

    /// The names of the drum sets, which the drums take for an instrument.
    public static var drumSetNames: [String] { drumSets.map(\.name) }

    /// Other names it is known by.
    public var aliases: [String] { Self.table[program].aliases }

    /// The register in which the instrument carries a line over a band: its range without what lies below G♯2 or above
    /// C6, where that leaves an octave and more.
    public var leadRange: ClosedRange<Int> {
        let low = max(range.lowerBound, 44)
        let high = min(range.upperBound, 84)
        return high - low >= 16 ? low...high : range
    }

    /// The keys of the General MIDI percussion map.
    private static let drumRange = 35...81

    /// `text` as the tables spell names.
    private static func key(_ text: String) -> String {
        String(text.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
    }

    /// The names, at most five, that are most like `key`: those that hold it or one of its words, then those that fewest
    /// strokes of the pen lead to.
    private static func nearest(to key: String) -> [String] {
        let words = key.prefix(60).split(separator: "-").map(String.init).filter { $0.count > 2 }
        let key = String(key.prefix(60))
        var ranked: [(rank: Int, name: String)] = []
        for entry in table {
            var best = Int.max
            for name in [entry.name] + entry.aliases {
                let isPart = words.contains { name.contains($0) } || (key.count > 2 && name.contains(key))
                best = min(best, editDistance(key, name) - (isPart ? 3 : 0))
            }
            if best <= max(3, key.count / 2) { ranked.append((best, entry.name)) }
        }
        // Table order decides between equals; the standard library does not promise a stable sort.
        let ordered = ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        return ordered.prefix(5).map(\.element.name)
    }

    /// The fewest insertions, removals and replacements of characters between two texts (Wagner and Fischer, 1974).
    private static func editDistance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let replaced = diagonal + (second[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}

/// Why there is no such instrument.
public enum InstrumentError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknown(name: String, part: PartRole, suggestions: [String])

    public var description: String {
        switch self {
        case .unknown(let name, let part, let suggestions):
            let what = part == .drums ? "drum set" : "instrument"
            let shown = HarmonyError.shortened(name)
            let hint = suggestions.isEmpty ? "" : "; perhaps \(Self.list(suggestions))"
            return "unknown \(what) \"\(shown)\" for the \(part.rawValue)\(hint); jazz instruments lists them"
        }
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
