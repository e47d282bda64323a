import Numerics
/// What a line has in common with the lines of a corpus.
public struct Novelty: Sendable, Equatable {
    /// The fraction of windows of eight notes whose intervals occur in the corpus; nil for fewer notes.
    public let copiedIntervals: Double?
    /// The fraction of windows of eight notes whose intervals and inter-onset intervals occur in the corpus.
    public let copiedWithRhythm: Double?
    /// The longest run of notes with the intervals of a run in the corpus; 0 if there is none of eight.
    public let longestCopy: Int
    /// The line of the corpus that the longest run is in.
    public let source: String?
    /// The longest run of notes with the intervals and the distances of a run in the corpus; 0 if there is none of eight.
    public let longestCopyWithRhythm: Int
}

/// The lines of a corpus, indexed by their runs of eight notes, in any key.
public struct NoveltyIndex: Sendable {
    /// Notes in a run.
    public static let runLength = 8
    private static let tokensInRun = runLength - 1
    /// Of a run that is everywhere in the corpus so many places are followed.
    private static let mostMatches = 200

    /// A run's tokens, packed, and where it begins.
    private struct Run: Sendable {
        var key: UInt64
        var line: Int32
        var start: Int32
    }

    private var names: [String] = []
    private var lines: [[Excerpt.Token]] = []
    private var byIntervals: [Run] = []
    private var withRhythm: [Run] = []

    /// The index of named lines.
    ///
    /// - Complexity: O(*n* log *n*) in the notes.
    public init(_ corpus: [(name: String, line: MeasuredLine)]) {
        for (name, line) in corpus {
            guard line.notes.count > Self.runLength, let whole = line.whole else { continue }
            let tokens = Self.tokens(line, in: whole)
            let number = Int32(lines.count)
            names.append(name)
            lines.append(tokens)
            for (start, keys) in Self.keys(tokens).enumerated() {
                byIntervals.append(Run(key: keys.intervals, line: number, start: Int32(start)))
                withRhythm.append(Run(key: keys.withRhythm, line: number, start: Int32(start)))
            }
        }
        byIntervals.sort { ($0.key, $0.line, $0.start) < ($1.key, $1.line, $1.start) }
        withRhythm.sort { ($0.key, $0.line, $0.start) < ($1.key, $1.line, $1.start) }
    }

    /// The number of lines.
    public var lineCount: Int { lines.count }

    /// What the notes of `line` within `range` have in common with the corpus.
    ///
    /// - Parameter excluded: Lines of this name are passed over: a line is no copy of itself.
    public func novelty(of line: MeasuredLine, in range: Range<Double>, excluding excluded: String? = nil) -> Novelty {
        let tokens = Self.tokens(line, in: range)
        let keys = Self.keys(tokens)
        var copied = 0
        var copiedWithRhythm = 0
        var longest = 0
        var source: String?
        var longestWithRhythm = 0
        for (start, key) in keys.enumerated() {
            let matches = runs(key.intervals, in: byIntervals, excluding: excluded)
            if !matches.isEmpty { copied += 1 }
            for match in matches.prefix(Self.mostMatches) {
                let length = common(tokens, start, match) { $0.interval == $1.interval }
                if length > longest { (longest, source) = (length, names[Int(match.line)]) }
            }
            let exact = runs(key.withRhythm, in: withRhythm, excluding: excluded)
            if !exact.isEmpty { copiedWithRhythm += 1 }
            for match in exact.prefix(Self.mostMatches) {
                longestWithRhythm = max(longestWithRhythm, common(tokens, start, match) { $0 == $1 })
            }
        }
        func fraction(_ count: Int) -> Double? { keys.isEmpty ? nil : Double(count) / Double(keys.count) }
        return Novelty(
            copiedIntervals: fraction(copied), copiedWithRhythm: fraction(copiedWithRhythm), longestCopy: longest,
            source: source, longestCopyWithRhythm: longestWithRhythm)
    }

    private static func tokens(_ line: MeasuredLine, in range: Range<Double>) -> [Excerpt.Token] {
        let indices = line.indices(in: range)
        return Excerpt.tokens(notes: Array(line.notes[indices]), slots: Array(line.slots[indices]))
    }

    /// Seven tokens in a word, eight bits each: five say the interval, three the distance.
    private static func keys(_ tokens: [Excerpt.Token]) -> [(intervals: UInt64, withRhythm: UInt64)] {
        guard tokens.count >= tokensInRun else { return [] }
        return (0...tokens.count - tokensInRun).map { start in
            var keys: (intervals: UInt64, withRhythm: UInt64) = (0, 0)
            for token in tokens[start..<start + tokensInRun] {
                let interval = UInt64(token.interval + 13)
                keys.intervals = keys.intervals << 8 | interval
                keys.withRhythm = keys.withRhythm << 8 | interval << 3 | UInt64(token.interOnset)
            }
            return keys
        }
    }

    /// The places of a run.
    private func runs(_ key: UInt64, in index: [Run], excluding excluded: String?) -> [Run] {
        var matches: [Run] = []
        var position = index.partitioningIndex { $0.key >= key }
        while position < index.count, index[position].key == key {
            if names[Int(index[position].line)] != excluded { matches.append(index[position]) }
            position += 1
        }
        return matches
    }

    /// The notes of a run, as far as the two lines are alike.
    private func common(
        _ tokens: [Excerpt.Token], _ start: Int, _ match: Run, alike: (Excerpt.Token, Excerpt.Token) -> Bool
    ) -> Int {
        let other = lines[Int(match.line)]
        var length = Self.tokensInRun
        while start + length < tokens.count, Int(match.start) + length < other.count,
            alike(tokens[start + length], other[Int(match.start) + length])
        { length += 1 }
        return length + 1
    }
}
