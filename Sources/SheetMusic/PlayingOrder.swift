import Harmony

/// Works out in which order written measures are played: repeats, endings, da capo and dal segno.
///
/// A repeat that is closed without having been opened goes back to the last one's end, or to the beginning. After a jump
/// back, repeats are not taken again and the last ending is played (Read, "Music Notation", 1979, chapter 14).
struct PlayingOrder {
    /// The signs of a measure.
    struct Measure: Hashable {
        var opensRepeat = false
        /// How often what ends here is played; nil where nothing does.
        var closesRepeat: Int?
        /// The times that it is played at; empty for all.
        var endings: Set<Int> = []
        var isSegno = false
        var isCoda = false
        /// Back to the beginning, or to the sign, once what ends here has been played.
        var jump: Jump?
        var leavesToCoda = false
        var isFine = false
    }

    enum Jump: Hashable { case daCapo, dalSegno }

    /// The indices of the measures in playing order.
    ///
    /// - Throws: ``SheetMusicError/whole(_:)`` where there are more than a chart may have.
    static func order(of measures: [Measure]) throws(SheetMusicError) -> [Int] {
        var order: [Int] = []
        var index = 0
        var start = 0
        var pass = 1
        var hasJumped = false
        while index < measures.count {
            guard order.count <= ChartParser.maximumBars else {
                throw .whole("it is longer than \(ChartParser.maximumBars) bars with its repeats written out")
            }
            let measure = measures[index]
            let before = index > 0 ? measures[index - 1] : Measure()
            if measure.opensRepeat, index != start {
                (start, pass) = (index, 1)
            } else if measure.endings.isEmpty, !before.endings.isEmpty, index != start {
                // Behind the last ending.
                (start, pass) = (index, 1)
            }
            let last = lastEnding(in: measures, from: start)
            if !measure.endings.isEmpty, !measure.endings.contains(hasJumped ? last : pass) {
                index += 1
                continue
            }
            order.append(index)
            if let times = measure.closesRepeat, !hasJumped {
                // Behind a first ending alone the repeat is played without it.
                let hasNext = last > pass || (last == 1 && pass == 1)
                if measure.endings.isEmpty ? pass < max(times, last) : hasNext {
                    pass += 1
                    index = start
                    continue
                }
                (start, pass) = (index + 1, 1)
            }
            if hasJumped, measure.isFine { break }
            if hasJumped, measure.leavesToCoda,
                let coda = measures.indices.first(where: { $0 > index && measures[$0].isCoda })
            {
                (index, start, pass) = (coda, coda, 1)
                continue
            }
            if let jump = measure.jump, !hasJumped {
                hasJumped = true
                index = jump == .daCapo ? 0 : measures.firstIndex(where: \.isSegno) ?? 0
                (start, pass) = (index, 1)
                continue
            }
            index += 1
        }
        return order
    }

    /// The highest ending of the repeat that begins at `start`; 1 where it has none.
    private static func lastEnding(in measures: [Measure], from start: Int) -> Int {
        var last = 1
        var hasEndings = false
        for index in start..<measures.count {
            if index > start, measures[index].opensRepeat { break }
            if measures[index].endings.isEmpty {
                if hasEndings { break }
                if measures[index].closesRepeat != nil { break }
            } else {
                hasEndings = true
                last = max(last, measures[index].endings.max() ?? 1)
            }
        }
        return last
    }
}
