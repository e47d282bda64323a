/// What the name of a style in a chart, a link or a book says: how the band is to play, and how fast.
///
/// "Medium Swing", "Slow Bossa", "Up Tempo Swing (230)", "Even 8ths". Where the band has no such style it plays the
/// nearest that it has, and ``isExact`` is false.
public struct StyleName: Hashable, Sendable {
    /// How the band plays it.
    public let style: Style
    /// Quarter notes a minute, where the words say how fast.
    public let tempo: Double?
    /// Whether the band has this style.
    public let isExact: Bool

    /// A style itself.
    public init(_ style: Style) {
        self.style = style
        tempo = nil
        isExact = true
    }

    /// What a name says; nil if no word of it is known.
    public init?(_ text: String) {
        let words = Self.words(of: text)
        // "Rock Ballad" and "Jazz Waltz": the words of some styles say more than those of others.
        guard let row = Self.rows.first(where: { row in row.words.contains { Self.contains($0, words) } }) else {
            return nil
        }
        style = row.style
        isExact = row.isExact
        tempo = Self.number(words) ?? Self.pace(words).map { row.style.table.tempos[$0] }
    }

    /// What a name says that tells how fast and nothing else, "Medium Slow": swing at that tempo; nil for any other.
    init?(pace text: String) {
        let words = Self.words(of: text)
        func tellsPace(_ word: String) -> Bool { Self.paceWords.contains(word) || word == "tempo" || Int(word) != nil }
        guard let pace = Self.pace(words), words.allSatisfy(tellsPace) else { return nil }
        style = .swing
        isExact = false
        tempo = Self.number(words) ?? Style.swing.table.tempos[pace]
    }

    /// What is said where the band plays another style than the one named; nil where it has that style.
    public func note(_ text: String) -> String? {
        guard !isExact else { return nil }
        let feel = style.table.eighths == .even ? ", in even eighths" : ""
        return "the style “\(HarmonyError.shortened(text))” is played as \(style.name)\(feel)"
    }

    /// What is said of a style of which no word is known.
    static func unknown(_ text: String) -> String {
        "the style “\(HarmonyError.shortened(text))” is not known"
    }

    /// Whether a text is a style and nothing else: "Medium Swing", but not "Blue Bossa".
    static func isOnlyStyle(_ text: String) -> Bool {
        let known = Set(rows.flatMap(\.words).flatMap { $0.split(separator: " ").map(String.init) } + paceWords)
        return words(of: text).allSatisfy { known.contains($0) || Int($0) != nil || $0 == "tempo" || $0 == "nova" }
    }

    private struct Row {
        let style: Style
        let isExact: Bool
        let words: [String]
    }

    /// The words of all styles, those that say most first: what swings plainly says least.
    private static let rows: [Row] = {
        let styles = ["ballad", "waltz", "bossa", "bebop"].compactMap(Style.named)
        let even = Style.allCases.filter { $0.name == "even" }
        let all = styles + Style.allCases.filter { !(styles + even + [.swing]).contains($0) } + even
        return all.map { Row(style: $0, isExact: true, words: [$0.name.replacing("-", with: " ")] + $0.table.words) }
            + (all + [.swing]).map { Row(style: $0, isExact: false, words: $0.table.near) }
            + [Row(style: .swing, isExact: true, words: Style.swing.table.words)]
    }()

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "&") }.map(String.init)
    }

    /// Whether a word, or several in a row, stand among others.
    private static func contains(_ wanted: String, _ words: [String]) -> Bool {
        let parts = wanted.split(separator: " ").map(String.init)
        guard words.count >= parts.count else { return false }
        return (0...(words.count - parts.count)).contains { Array(words[$0..<$0 + parts.count]) == parts }
    }

    /// A tempo given as a number.
    private static func number(_ words: [String]) -> Double? {
        words.lazy.compactMap { Int($0) }.first { (40...400).contains($0) }.map(Double.init)
    }

    private static let slowWords = ["slow", "slowly", "lento", "largo"]
    private static let mediumWords = ["medium", "med", "mid", "moderate", "moderato", "mod"]
    private static let fastWords = ["up", "uptempo", "fast", "bright", "presto", "allegro", "double"]
    private static var paceWords: [String] { slowWords + mediumWords + fastWords }

    /// Slow, medium slow, medium, medium up or up, 0…4.
    private static func pace(_ words: [String]) -> Int? {
        let isMedium = words.contains(where: mediumWords.contains)
        if words.contains(where: slowWords.contains) { return isMedium ? 1 : 0 }
        if words.contains(where: fastWords.contains) { return isMedium ? 3 : 4 }
        return isMedium ? 2 : nil
    }
}
