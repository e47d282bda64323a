internal import Numerics

/// What can be said of a text before it is learned.
public struct CorpusCheck: Sendable {
    /// Characters, different ones and lines that are not empty.
    public let characters: Int
    public let different: Int
    public let lines: Int
    /// The longest line, in characters.
    public let longestLine: Int
    /// Lines that are like an earlier one, those of fewer than eight characters apart.
    public let repeatedLines: Int
    /// The lines of eight characters or more.
    public let longLines: Int
    /// The characters in repeats of earlier passages.
    public let repeatedCharacters: Int
    /// The characters of the last tenth that stand in long lines of the rest: what a last tenth held out would leak.
    public let leakedCharacters: Int
    /// Characters that occur fewer than ten times, the rarest first.
    public let rare: [(scalar: Unicode.Scalar, count: Int)]
    /// Control characters, line ends and tabs apart.
    public let controls: Int
    /// U+FFFD, which stands where some program could not read a character.
    public let replacements: Int
    /// The nats a character that a simple model of the last characters, up to five, comes to; nil for too short a text.
    public let ngramLoss: Double?
    /// A line that stands between texts, by the look of it.
    public let separator: String?

    /// The shortest line whose repetition is no chance.
    private static let shortestLine = 8
    private static let rareLimit = 10
    /// No more characters than these are gone through for the loss.
    private static let ngramCharacters = 1 << 20

    /// - Complexity: O(n) for n characters, some of them several times.
    public init(_ corpus: Corpus) {
        characters = corpus.characterCount
        let present = corpus.counts.present
        different = present.count
        controls = corpus.controlCharacters
        replacements = corpus.counts["\u{FFFD}"]
        rare = present.filter { $0.count < Self.rareLimit }.sorted { ($0.count, $0.scalar) < ($1.count, $1.scalar) }
        var seen: [UInt64: Int] = [:]
        var (lines, long, repeated, leaked, longest) = (0, 0, 0, 0, 0)
        let last = corpus.characterCount - corpus.characterCount / 10
        for line in corpus.documents(layout: .lines, separator: "") {
            lines += 1
            longest = max(longest, line.count)
            var hash = TextHash()
            corpus.forEachValue(line) { hash.add($0) }
            let before = seen[hash.value]
            if line.count >= Self.shortestLine {
                long += 1
                if before != nil { repeated += 1 }
                if let before, before < last, line.lowerBound >= last { leaked += line.count }
            }
            if before == nil { seen[hash.value] = line.lowerBound }
        }
        (self.lines, longLines, repeatedLines, leakedCharacters, longestLine) = (lines, long, repeated, leaked, longest)
        repeatedCharacters =
            corpus.characterCount >= Corpus.minimumCharacters ? HeldOutBlocks(corpus).repeatedCharacters : 0
        separator = Self.separator(corpus)
        ngramLoss = Self.ngramLoss(corpus)
    }

    /// A line of signs, or of a name in angle brackets, that stands alone at least twenty times.
    private static func separator(_ corpus: Corpus) -> String? {
        var counts: [String: Int] = [:]
        for line in corpus.documents(layout: .lines, separator: "") where 3...20 ~= line.count {
            let text = corpus.text(line)
            let isSign =
                text.unicodeScalars.allSatisfy { "*-=#~_+%&".unicodeScalars.contains($0) }
                || text.hasPrefix("<|") && text.hasSuffix("|>")
            if isSign { counts[text, default: 0] += 1 }
        }
        return counts.filter { $0.value >= Corpus.minimumLines }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// The loss of a model that counts what follows up to five characters (Witten and Bell 1991, method C), learned on blocks
    /// of the text and measured on the tenth that is held out.
    private static func ngramLoss(_ corpus: Corpus) -> Double? {
        guard corpus.characterCount >= 1_000 else { return nil }
        let order = 5
        let heldOut = HeldOutBlocks(corpus).blocks
        // Of contexts by their hash: how often each was there, and with how many different successors.
        var contexts: [UInt64: (count: Int, kinds: Int)] = [:]
        var pairs: [UInt64: Int] = [:]
        func keys(_ recent: ArraySlice<UInt32>) -> [UInt64] {
            var hash = TextHash()
            var keys = [hash.value]
            for value in recent.reversed() {
                hash.add(value)
                keys.append(hash.value)
            }
            return keys
        }
        func pair(_ key: UInt64, _ value: UInt32) -> UInt64 {
            (key ^ UInt64(value) &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        }
        var characters: [UInt32] = []
        corpus.forEachValue(0..<min(corpus.characterCount, ngramCharacters)) { characters.append($0) }
        var isHeld = [Bool](repeating: false, count: characters.count)
        for block in heldOut { for place in block.clamped(to: 0..<characters.count) { isHeld[place] = true } }
        for place in characters.indices where !isHeld[place] {
            for key in keys(characters[max(0, place - order)..<place]) {
                let pair = pair(key, characters[place])
                let isNew = pairs[pair] == nil
                pairs[pair, default: 0] += 1
                contexts[key, default: (0, 0)].count += 1
                if isNew { contexts[key]?.kinds += 1 }
            }
        }
        // One sum for each number of characters that are looked back at: of little text fewer say more.
        var (losses, count) = ([Double](repeating: 0, count: order + 1), 0)
        let base = 1 / Double(corpus.differentCharacters + 1)
        for place in characters.indices where isHeld[place] {
            var (probability, isKnown) = (base, true)
            let keys = keys(characters[max(0, place - order)..<place])
            for length in losses.indices {
                if length < keys.count, isKnown, let context = contexts[keys[length]] {
                    let seen = Double(pairs[pair(keys[length], characters[place])] ?? 0)
                    let (total, kinds) = (Double(context.count), Double(context.kinds))
                    probability = (seen + kinds * probability) / (total + kinds)
                } else {
                    isKnown = false
                }
                losses[length] -= naturalLogarithm(probability)
            }
            count += 1
        }
        return count > 0 ? losses.min().map { $0 / Double(count) } : nil
    }
}
