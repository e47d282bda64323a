/// The lines of a typed lead sheet that are neither headers nor changes: title, style and the names of sections.
enum ChartSheet {
    private static let words: Set<String> = [
        "intro", "introduction", "verse", "prechorus", "chorus", "refrain", "bridge", "middle", "solo", "solos", "head",
        "interlude", "vamp", "tag", "coda", "outro", "ending", "turnaround", "release", "theme",
    ]

    /// The section that a line names, and the music behind the name; nil where it names none.
    ///
    /// - Parameter hasLetters: Whether "A" alone is a section, see ``hasLetters(_:)``; else it is a chord.
    static func section(_ line: Substring, hasLetters: Bool) -> (name: String, music: Substring)? {
        var text = line.drop(while: \.isWhitespace)
        var music = Substring()
        let colon = text.firstIndex(of: ":")
        if let colon {
            music = text[text.index(after: colon)...]
            // ":|" closes a repeat.
            guard music.first != "|" else { return nil }
            text = text[..<colon]
        } else if text.contains("|") {
            return nil
        }
        let name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty, name.count <= 24, isName(name, isLetter: colon != nil || hasLetters) else { return nil }
        return (name, music)
    }

    /// Whether letters that stand alone on lines name sections: in order from A on, in a text whose bars have lines.
    static func hasLetters(_ lines: [Substring]) -> Bool {
        let alone = lines.compactMap { line -> UInt8? in
            let text = line.filter { !$0.isWhitespace }
            return text.count == 1 ? text.first?.asciiValue : nil
        }
        guard lines.contains(where: { $0.contains("|") }), var last = alone.first, last == UInt8(ascii: "A") else {
            return false
        }
        for letter in alone {
            guard letter <= last + 1, letter >= UInt8(ascii: "A") else { return false }
            last = max(last, letter)
        }
        return true
    }

    private static func isName(_ name: String, isLetter: Bool) -> Bool {
        var parts = name.lowercased().split { $0 == " " || $0 == "-" }.map(String.init)
        if parts.count > 1, ["section", "part", "letter"].contains(parts[0]) { return parts.count == 2 }
        if parts.count > 1, parts.last.map({ $0.allSatisfy(\.isNumber) }) ?? false { parts.removeLast() }
        let word = parts.joined()
        if words.contains(word) { return true }
        // A, B2, A'
        guard isLetter, let first = name.first, ("A"..."H").contains(first) else { return false }
        return name.dropFirst().allSatisfy { $0.isNumber || $0 == "'" || $0 == "\u{2019}" } && name.count <= 3
    }

    /// Whether a line before the music belongs to the head of the sheet rather than to the music.
    static func isHead(_ line: Substring, hasBarLines: Bool) -> Bool {
        guard !line.contains("|"), !line.contains("[") else { return false }
        let words = ChartScanner.words(line)
        guard !words.isEmpty else { return false }
        let isMusic = { (word: String) in
            ChartScanner.holds.contains(word) || ChartScanner.repeats.contains(word) || ChartScanner.isChord(word)
        }
        guard hasBarLines else { return !words.contains(where: isMusic) }
        // "Am I Blue" is a title, "Dm7 G7x" has a slip.
        let chords = words.count { $0.count > 1 && isMusic($0) }
        return !words.allSatisfy(isMusic) && 2 * chords < words.count
    }
}

extension ChartHeader {
    /// Takes in a line of the head of a typed lead sheet.
    mutating func read(sheet line: Substring, line number: Int) {
        let text = Self.trimmed(line)
        if let read = Meter(text) {
            meter = read
        } else if !title.isEmpty, let named = StyleName(text) {
            set(named, text)
        } else if let beats = Self.tempo(in: text) {
            tempo = beats
        } else if title.isEmpty, let named = StyleName(text), StyleName.isOnlyStyle(text) {
            set(named, text)
        } else if title.isEmpty {
            title = String(text.prefix(200))
        } else {
            unread.append((number, text))
        }
    }

    /// Says which lines were not read; of many the first.
    var unreadNotes: [String] {
        let shown = unread.prefix(5).map { line, text in
            "line \(line), “\(HarmonyError.shortened(text))”, is not read; a comment begins with #"
        }
        let more = unread.count - shown.count
        return more == 0 ? shown : shown + ["\(more) more line\(more == 1 ? " is" : "s are") not read"]
    }

    /// "♩ = 120", "120 bpm", "Tempo 120"
    private static func tempo(in text: String) -> Double? {
        let words = text.lowercased().split { !($0.isNumber || $0.isLetter) }
        guard text.contains("=") || words.contains("bpm") || words.contains("tempo") else { return nil }
        return words.compactMap { Int($0) }.first { (20...400).contains($0) }.map(Double.init)
    }
}
