/// A format of music that is no chart, told by how its files begin, so that it can be read by its own reader, or named when
/// it is refused.
public enum ForeignFormat: String, Sendable, CaseIterable {
    case musicXML = "MusicXML"
    case zip = "a zip archive, such as compressed MusicXML (.mxl)"
    case museScore = "MuseScore"
    case abc = "ABC notation"
    case chordPro = "ChordPro"
    case chordino = "Chordino's table of chords"
    case improVisor = "an Impro-Visor leadsheet"
    case lilyPond = "LilyPond"
    case guitarPro = "Guitar Pro"
    case pdf = "PDF"
    case sound = "recorded sound"
    case picture = "a picture"

    /// The format that the bytes of a file begin as; nil if none of these.
    public init?(_ bytes: [UInt8]) {
        let head = Array(bytes.prefix(4096))
        func begins(_ text: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        if begins("PK\u{3}\u{4}") {
            self = .zip
        } else if begins("%PDF") {
            self = .pdf
        } else if begins("\u{18}FICHIER GUITAR PRO") || begins("BCFZ") {
            self = .guitarPro
        } else if begins("ID3") || begins("OggS") || begins("fLaC") || (begins("RIFF") && begins("WAVE", at: 8))
            || (begins("FORM") && begins("AIFF", at: 8))
            || (head.count > 1 && head[0] == 0xFF && head[1] & 0xE0 == 0xE0 && head[1] != 0xFE && head[1] != 0xFF)
        {
            self = .sound
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) || head.starts(with: [0xFF, 0xD8]) || begins("GIF8") {
            self = .picture
        } else if let format = Self.text(String(decoding: head, as: UTF8.self)) {
            self = format
        } else {
            return nil
        }
    }

    private static func text(_ text: String) -> ForeignFormat? {
        let lowered = text.lowercased()
        if lowered.contains("<score-partwise") || lowered.contains("<score-timewise") { return .musicXML }
        if lowered.contains("<musescore") { return .museScore }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
            .filter { !$0.isEmpty && $0.first != "%" && $0.first != "#" }
        guard let first = lines.first else { return nil }
        if lines.contains(where: { $0.hasPrefix("X:") }), lines.contains(where: { $0.hasPrefix("K:") }) { return .abc }
        if ["(title", "(composer", "(meter", "(key", "(part", "(tempo"].contains(where: { first.hasPrefix($0) }) {
            return .improVisor
        }
        if first.hasPrefix("\\version") || text.contains("\\chordmode") || text.contains("\\chords") {
            return .lilyPond
        }
        if lines.contains(where: isDirective) { return .chordPro }
        if lines.prefix(4).allSatisfy(isTimedChord) { return .chordino }
        return nil
    }

    /// "{title: Test}", "{soc}"
    private static func isDirective(_ line: Substring) -> Bool {
        guard line.first == "{", let end = line.firstIndex(of: "}") else { return false }
        let name = line[..<end].dropFirst().prefix { $0.isLetter || $0 == "_" }
        let after = line[name.endIndex...end].drop { $0 == " " }.first
        return !name.isEmpty && (after == ":" || after == "}")
    }

    /// "2.046,Am" or "0.000,"N""
    private static func isTimedChord(_ line: Substring) -> Bool {
        let fields = line.split(separator: ",")
        guard fields.count >= 2, fields[0].contains("."), Double(fields[0]) != nil, let last = fields.last else {
            return false
        }
        let name = last.filter { $0 != "\"" && !$0.isWhitespace }
        return name == "N" || (try? ChordParser.parse(name)) != nil
    }
}
