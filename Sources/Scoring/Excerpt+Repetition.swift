import Music

/// What the line says twice.
extension Excerpt {
    /// Notes of a pattern, less one.
    private static let patternLength = 4
    /// Each occurrence of a pattern is compared with this many that follow.
    private static let occurrencesAhead = 11

    var repetitionMeasures: [(Measure, Double?)] {
        let whole = tokens.map { ($0.interval + 13) * Token.interOnsets + $0.interOnset }
        let pitches = tokens.map { $0.interval + 13 }
        var counts = [Int](repeating: 0, count: 27)
        for pitch in pitches { counts[pitch] += 1 }
        return [
            (.recurring, Self.recurring(whole)), (.recurringIntervals, Self.recurring(pitches)),
            (.longestSelfRepeat, Double(Self.longestRepeat(whole))), (.intervalEntropy, entropy(counts)),
        ]
    }

    /// The starts of each pattern of four, patterns side by side, starts ascending.
    private static func occurrences(_ sequence: [Int]) -> [[Int]] {
        let starts = 0..<max(0, sequence.count - patternLength + 1)
        // 27 × 6 classes take eight bits, four of them 32.
        let keys = starts.map { start in
            sequence[start..<start + patternLength].reduce(0) { $0 << 8 | $1 }
        }
        let order = starts.sorted { (keys[$0], $0) < (keys[$1], $1) }
        return order.chunked { keys[$0] == keys[$1] }
    }

    /// The fraction of patterns that occur again without overlapping themselves.
    private static func recurring(_ sequence: [Int]) -> Double? {
        var recurring = 0
        var all = 0
        for starts in occurrences(sequence) {
            all += starts.count
            // The first or the last is the farthest away.
            recurring += starts.count {
                $0 - starts[0] >= patternLength || starts[starts.count - 1] - $0 >= patternLength
            }
        }
        return all > 0 ? Double(recurring) / Double(all) : nil
    }

    /// The most notes of a run that occurs twice; 0 if no pattern does.
    private static func longestRepeat(_ sequence: [Int]) -> Int {
        var best = 0
        // Runs already followed, by the distance between their two places: a loop is walked along once.
        var followed: [Int: Range<Int>] = [:]
        for starts in occurrences(sequence) {
            for (index, first) in starts.enumerated() {
                for second in starts[(index + 1)...].prefix(occurrencesAhead) {
                    if let run = followed[second - first], run.contains(first) { continue }
                    var length = 0
                    while second + length < sequence.count, sequence[first + length] == sequence[second + length] {
                        length += 1
                    }
                    followed[second - first] = first..<first + length
                    best = max(best, length + 1)
                }
            }
        }
        return best
    }
}

extension Array {
    /// Runs of elements that belong together with their neighbours.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
        var chunks: [[Element]] = []
        for element in self {
            if let last = chunks.last?.last, belong(last, element) {
                chunks[chunks.count - 1].append(element)
            } else {
                chunks.append([element])
            }
        }
        return chunks
    }
}
