extension StyleTable {
    /// The most characters that a table may have.
    public static let maximumCharacters = 32_768

    /// Reads a table.
    ///
    ///     table   = { line }                  "#" at the start of a line or after a space begins a comment
    ///     line    = "[bass]" | "[piano]" | "[drums]" | name ":" value
    ///
    /// The first line is `style:` with the name; `based on:` names the style whose values stand wherever the table says
    /// nothing, swing unless it does. The tables of the program, `jazz styles NAME`, show every name there is.
    ///
    /// - Parameter base: The style of a name, to be based on.
    /// - Throws: `HarmonyError.style`, with the line.
    public init(_ text: String, base: (String) -> StyleTable?) throws(HarmonyError) {
        guard text.utf8.count <= Self.maximumCharacters else {
            throw .style("the table has \(text.utf8.count) characters, at most \(Self.maximumCharacters)", line: nil)
        }
        var reader = StyleTableReader()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            try reader.read(line, number: index + 1, base: base)
        }
        self = try reader.finished()
    }
}

/// Reads a table line by line.
private struct StyleTableReader {
    private var table: StyleTable?
    private var name: String?
    private var section = ""
    private var line = 0
    private var seen: Set<String> = []
    /// Rows are read when the slots are known.
    private var rows: [(line: Int, name: String, key: Int, text: String)] = []
    private var loudness: [String: (line: Int, values: [Int])] = [:]

    private func fault(_ text: String) -> HarmonyError { .style(text, line: line) }

    mutating func read(
        _ text: Substring, number: Int, base: (String) -> StyleTable?
    ) throws(HarmonyError) {
        line = number
        let text = Self.withoutComment(text)
        guard !text.isEmpty else { return }
        if text.first == "[" {
            guard ["[bass]", "[piano]", "[drums]"].contains(text) else {
                throw fault("\"\(HarmonyError.shortened(text))\" is no part; there are [bass], [piano] and [drums]")
            }
            if table == nil { try begin(base, nil) }
            section = text
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw fault("\"\(HarmonyError.shortened(text))\" has no colon; write name: value")
        }
        let key = ChartHeader.trimmed(text[..<colon]).lowercased()
        let value = ChartHeader.trimmed(text[text.index(after: colon)...])
        if section.isEmpty, key == "style" {
            let isName =
                !value.isEmpty && value.count <= 24
                && value.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
            guard name == nil, isName else {
                throw fault("a style has one name, of small letters and hyphens, such as my-swing")
            }
            name = value
        } else if section.isEmpty, key == "based on" {
            guard table == nil else { throw fault("\"based on:\" comes before all that changes the style") }
            try begin(base, value)
        } else {
            if table == nil { try begin(base, nil) }
            try set(key, value)
        }
    }

    private mutating func begin(_ base: (String) -> StyleTable?, _ wanted: String?) throws(HarmonyError) {
        guard let name else { throw fault("a table begins with its name, style: my-swing") }
        if var found = base(wanted ?? "swing") {
            found.name = name
            // The words are those of the other style.
            found.words = []
            found.near = []
            table = found
        } else if let wanted {
            throw fault("there is no style \"\(HarmonyError.shortened(wanted))\" to be based on")
        } else {
            table = .blank(name)
        }
    }

    private static func withoutComment(_ line: Substring) -> String {
        var isAfterSpace = true
        for index in line.indices {
            if line[index] == "#", isAfterSpace { return ChartHeader.trimmed(line[..<index]) }
            isAfterSpace = line[index].isWhitespace
        }
        return ChartHeader.trimmed(line)
    }

    private mutating func set(_ key: String, _ value: String) throws(HarmonyError) {
        guard table != nil else { return }
        if let beats = Int(key.prefix { $0.isNumber }), key.first?.isNumber == true {
            return try pattern(beats, ChartHeader.trimmed(key.drop { $0.isNumber }), value)
        }
        guard seen.insert(section + key).inserted else { throw fault("\"\(key):\" is said twice") }
        switch section {
        case "[bass]": try setBass(key, value)
        case "[piano]": try setPiano(key, value)
        case "[drums]": try setDrums(key, value)
        default: try setHead(key, value)
        }
    }

    // MARK: Values

    private var values: StyleValues { StyleValues(line: line) }

    private mutating func setHead(_ key: String, _ value: String) throws(HarmonyError) {
        let read = values
        switch key {
        case "words": table?.words = StyleValues.list(value)
        case "near": table?.near = StyleValues.list(value)
        case "ireal": table?.iRealName = value
        case "tempos":
            let tempos = try read.numbers(value, key, count: 5...5, in: 30...400)
            guard tempos == tempos.sorted() else { throw fault("tempos rise from slow to up") }
            table?.tempos = tempos
        case "eighths": table?.eighths = try read.eighths(value, key)
        case "ride": table?.ride = try read.eighths(value, key)
        case "six beats":
            guard ["3+3", "4+2"].contains(value) else { throw fault("six beats are 3+3 or 4+2") }
            table?.isInThrees = value == "3+3"
        default: throw read.unknown(key, "words, near, ireal, tempos, eighths, ride and six beats")
        }
    }

    private mutating func setBass(_ key: String, _ value: String) throws(HarmonyError) {
        let read = values
        switch key {
        case "strikes": table?.bass.strikes = try read.choice(value, key)
        case "pickup":
            table?.bass.pickup = value == "none" ? nil : try read.numbers(value, key, count: 3...3, in: 0...1)
        case "walks":
            if value == "none" {
                table?.bass.walks = nil
                return
            }
            let halves = value.split(separator: "|").map(String.init)
            guard halves.count == 2 else { throw fault("walks are three weights, a | and three more for fourth bars") }
            let weights = [
                try read.numbers(halves[0], key, count: 3...3, in: 0...1000),
                try read.numbers(halves[1], key, count: 3...3, in: 0...1000),
            ]
            guard weights.allSatisfy({ $0.contains { $0 > 0 } }) else { throw fault("one of three weights is above 0") }
            table?.bass.walks = weights
        case "notes":
            guard ["free", "fifths"].contains(value) else { throw fault("notes are free or fifths") }
            table?.bass.keepsToFifths = value == "fifths"
        case "long short":
            table?.bass.longShort = value == "none" ? nil : try read.numbers(value, key, count: 1...1, in: 0...1)[0]
        case "roots": table?.bass.roots = try read.numbers(value, key, count: 2...2, in: 0...1)
        case "loudness": table?.bass.loudness = try read.loud(value, key)
        case "figures":
            guard value == "none" else { throw fault("figures: none takes those away that the style is based on") }
            table?.bass.figures = [:]
        default:
            throw read.unknown(
                key,
                "strikes, pickup, walks, notes, long short, roots, loudness, figures, and figures such as 4: R...5...")
        }
    }

    private mutating func setPiano(_ key: String, _ value: String) throws(HarmonyError) {
        let read = values
        switch key {
        case "loudness": table?.piano.loudness = try read.loud(value, key)
        case "length": table?.piano.length = Int(try read.numbers(value, key, count: 1...1, in: 1...32)[0])
        case "shells":
            let shells = try read.numbers(value, key, count: 1...2, in: 0...1)
            table?.piano.shells = shells.count == 1 ? shells + shells : shells
        case "spread": table?.piano.spread = try read.numbers(value, key, count: 1...1, in: 0...1)[0]
        default: throw read.unknown(key, "loudness, length, shells, spread, and rhythms such as 4: x..x.... 2")
        }
    }

    private mutating func setDrums(_ key: String, _ value: String) throws(HarmonyError) {
        let read = values
        let isLoudness = key.hasSuffix(" loudness")
        let drum = isLoudness ? String(key.dropLast(9)) : key
        if let entry = StyleTable.drums.first(where: { $0.name == drum }) {
            if isLoudness {
                loudness[drum] = (line, try read.numbers(value, key, count: 1...64, in: 1...127).map { Int($0) })
            } else {
                rows.append((line, drum, entry.key, value))
            }
            return
        }
        switch key {
        case "plays": table?.drums.manner = try read.choice(value, key)
        case "feel": table?.drums.feel = try read.choice(value, key)
        case "fast":
            table?.drums.fast = value == "never" ? nil : try read.numbers(value, key, count: 2...2, in: 0...1000)
            if let fast = table?.drums.fast, fast[0] >= fast[1] {
                throw fault("fast goes from a tempo to a higher one")
            }
        case "light from": table?.drums.lightFrom = try read.numbers(value, key, count: 1...1, in: 0...1000)[0]
        case "kit":
            guard ["sticks", "brushes"].contains(value) else { throw fault("the kit is one for sticks or for brushes") }
            table?.drums.hasBrushes = value == "brushes"
        case "fills":
            let fills = try read.numbers(value, key, count: 2...2, in: 0...1)
            guard fills[0] + fills[1] <= 1 else { throw fault("fills and cues come to 1 at most") }
            table?.drums.fills = fills
        case "fill loudness": table?.drums.fillLoudness = try read.numbers(value, key, count: 1...1, in: 0.1...1.5)[0]
        case "cue": table?.drums.cue = try read.loud(value, key)
        case "landing":
            let crash = try read.numbers(value, key, count: 3...3, in: 0...127)
            guard crash[0] <= 1, crash[1] >= 1, crash[2] >= 1 else {
                throw fault("a landing is how likely a crash is, 0 to 1, and how loud crash and kick are")
            }
            table?.drums.crash = crash
        case "ending": table?.drums.ending = try read.numbers(value, key, count: 2...2, in: 1...127).map { Int($0) }
        case "clave":
            let halves = value.split(separator: " ")
            guard halves.count == 2,
                halves.allSatisfy({ $0.count == 8 && $0.contains("x") && $0.allSatisfy { ".x".contains($0) } })
            else { throw fault("a clave is two bars of eight signs, x or a dot, such as x..x..x. ..x..x..") }
            table?.drums.clave = halves.map { half in
                half.indices.filter { half[$0] == "x" }.map { half.distance(from: half.startIndex, to: $0) }
            }
        case "clave turned": table?.drums.claveTurned = try read.numbers(value, key, count: 1...1, in: 0...1)[0]
        case "slots":
            let slots = Int(try read.numbers(value, key, count: 1...1, in: 3...4)[0])
            table?.drums.slots = slots
        default:
            let drums = StyleTable.drums.map(\.name).joined(separator: ", ")
            throw read.unknown(
                key,
                "plays, feel, fast, light from, kit, fills, fill loudness, cue, landing, ending, clave, clave turned, slots, and "
                    + "the drums \(drums), each also with \"loudness\"")
        }
    }

    // MARK: Patterns

    private mutating func pattern(_ beats: Int, _ kind: String, _ value: String) throws(HarmonyError) {
        guard (1...4).contains(beats) else { throw fault("patterns are of 1 to 4 beats") }
        let words = value.split(separator: " ").map(String.init)
        guard let signs = words.first else { throw fault("a pattern has signs") }
        let weights = try values.numbers(
            words.dropFirst().joined(separator: " "), "a pattern", count: 0...3, in: 0...1000)
        // The first row of a kind takes the place of those that the style is based on.
        let isFirst = seen.insert("\(section)\(beats)\(kind)").inserted
        switch section {
        case "[bass]" where kind.isEmpty:
            let parts = signs.count / beats
            guard signs.allSatisfy({ "R358na.-".contains($0) }), signs.count % beats == 0, (2...4).contains(parts),
                signs.contains(where: { "R358na".contains($0) })
            else {
                throw fault(
                    "a figure is of R 3 5 8 n a . and -, two, three or four to a beat: \(2 * beats) to \(4 * beats) signs"
                )
            }
            guard weights.count <= 1 else { throw fault("a figure has one weight") }
            if isFirst { table?.bass.figures[beats] = [] }
            table?.bass.figures[beats, default: []].append(
                StyleTable.Figure(signs: Array(signs.utf8), weight: weights.first ?? 1))
        case "[piano]" where ["", "second", "fast"].contains(kind):
            guard signs.count == 2 * beats, signs.allSatisfy({ "xo.".contains($0) }) else {
                throw fault("a rhythm of \(beats) beats is of \(2 * beats) signs: x short, o held, . nothing new")
            }
            let middle = weights.first ?? 1
            let cell = StyleTable.Cell(
                signs: signs,
                weights: [
                    middle, weights.count > 1 ? weights[1] : middle, weights.count > 2 ? weights[2] : middle,
                ])
            let path: WritableKeyPath<StyleTable.Piano, [Int: [StyleTable.Cell]]> =
                kind == "second" ? \.secondCells : kind == "fast" ? \.fastCells : \.cells
            if isFirst {
                table?.piano[keyPath: path][beats] = []
                // Rhythms of one's own go before the others of the style that it is based on.
                if kind.isEmpty, !seen.contains("\(section)\(beats)second") { table?.piano.secondCells[beats] = nil }
                if kind.isEmpty, !seen.contains("\(section)\(beats)fast") { table?.piano.fastCells[beats] = nil }
            }
            table?.piano[keyPath: path][beats, default: []].append(cell)
        default: throw fault("no pattern of beats belongs here")
        }
    }

    private func row(
        _ entry: (line: Int, name: String, key: Int, text: String), slots: Int
    ) throws(HarmonyError) -> StyleTable.Row {
        func fault(_ text: String) -> HarmonyError { .style(text, line: entry.line) }
        let signs = entry.text.filter { $0 != " " && $0 != "|" }
        let bar = 4 * slots
        guard signs.count == bar || signs.count == 2 * bar else {
            throw fault("\(entry.name) has \(signs.count) signs; a bar has \(bar), two have \(2 * bar)")
        }
        var chances: [Double] = []
        var added: [Int] = []
        for sign in signs {
            switch sign {
            case ".": chances.append(0)
            case "x", "X", "o": chances.append(1)
            case "1"..."9": chances.append(Double(sign.wholeNumberValue ?? 0) / 10)
            default:
                throw fault(
                    "\"\(sign)\" means nothing here; x strikes, X louder, o softly, 1 to 9 in so many of ten, . rests")
            }
            added.append(sign == "X" ? 18 : sign == "o" ? -26 : 0)
        }
        var loud = [Int](repeating: 64, count: signs.count)
        if let given = loudness[entry.name] {
            guard bar % given.values.count == 0 || given.values.count == signs.count else {
                throw .style(
                    "\(entry.name) loudness has \(given.values.count) numbers; it takes one, one for each sign, or as many as go into a bar",
                    line: given.line)
            }
            for index in loud.indices { loud[index] = given.values[index % given.values.count] }
        }
        for index in loud.indices { loud[index] = min(max(loud[index] + added[index], 1), 127) }
        return StyleTable.Row(key: entry.key, name: entry.name, chances: chances, loudness: loud)
    }

    consuming func finished() throws(HarmonyError) -> StyleTable {
        guard let name else { throw .style("the table has no name; it begins with style: my-swing", line: nil) }
        guard var table else { throw .style("the style \(name) says nothing of how it is played", line: nil) }
        if let lone = loudness.first(where: { entry in !rows.contains { $0.name == entry.key } }) {
            throw .style("\(lone.key) loudness stands without \(lone.key):", line: lone.value.line)
        }
        if !rows.isEmpty {
            table.drums.rows = []
            for entry in rows { table.drums.rows.append(try row(entry, slots: table.drums.slots)) }
        }
        if table.drums.manner == .rows, table.drums.rows.isEmpty {
            throw .style("the drums play rows, and there are none, such as kick: x.......x.......", line: nil)
        }
        if table.drums.manner == .rows,
            table.drums.rows.contains(where: { $0.chances.count % (4 * table.drums.slots) != 0 })
        {
            throw .style("the rows of the style it is based on have other slots; write rows of its own", line: nil)
        }
        for beats in 1...4 where table.piano.cells[beats]?.contains(where: { $0.weights.allSatisfy { $0 > 0 } }) != true
        {
            throw .style("the piano has no rhythm of \(beats) beats that may be chosen anywhere", line: nil)
        }
        return table
    }
}

extension StyleTable {
    /// What the first of all tables starts from.
    fileprivate static func blank(_ name: String) -> StyleTable {
        StyleTable(
            name: name, words: [], near: [], iRealName: "Medium Swing", tempos: [90, 110, 150, 190, 230],
            eighths: .even,
            ride: .even, isInThrees: false,
            bass: Bass(
                strikes: .all, keepsToFifths: false, roots: [0.6, 0.2], loudness: 80, figures: [:]),
            piano: Piano(
                loudness: 60, length: 7, shells: [0.1, 0.1], spread: 0, cells: [:], secondCells: [:], fastCells: [:]),
            drums: Drums(
                manner: .ride, feel: .swing, lightFrom: 1000, hasBrushes: false, fills: [0.65, 0.2], fillLoudness: 0.85,
                cue: 72, crash: [0.7, 76, 64], ending: [92, 78], clave: [[0], [0]], claveTurned: 0, rows: [], slots: 4))
    }
}
