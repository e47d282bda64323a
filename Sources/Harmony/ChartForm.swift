/// Works out in which order written bars are played.
enum ChartForm {
    /// The indices of the written bars in playing order.
    static func order(of bars: [WrittenBar]) throws(HarmonyError) -> [Int] {
        var order: [Int] = []
        var index = 0
        while index < bars.count {
            if bars[index].opensRepeat {
                index = try playRepeat(from: index, of: bars, into: &order)
            } else {
                let bar = bars[index]
                if bar.closesRepeat { throw .bar(.closingWithoutOpening, location: bar.location) }
                if let ending = bar.ending {
                    throw .bar(.ending(number: ending, expected: nil), location: bar.location)
                }
                order.append(index)
                index += 1
            }
            guard order.count <= ChartParser.maximumBars else { throw .tooManyBars(limit: ChartParser.maximumBars) }
        }
        return order
    }

    /// Plays a repeat and all its endings but the bars of the last, which need not be closed; returns the next bar.
    private static func playRepeat(
        from start: Int, of bars: [WrittenBar], into order: inout [Int]
    ) throws(HarmonyError) -> Int {
        var firstEnding: Int?
        var endings = 0
        var segment = start
        var index = start
        while index < bars.count {
            let bar = bars[index]
            if index > start, bar.opensRepeat { throw .bar(.nestedRepeat, location: bar.location) }
            if let number = bar.ending {
                guard number == endings + 1, index == segment || endings == 0 else {
                    throw .bar(.ending(number: number, expected: endings + 1), location: bar.location)
                }
                if endings == 0 {
                    guard index > start else {
                        throw .bar(.ending(number: number, expected: nil), location: bar.location)
                    }
                    firstEnding = index
                }
                endings = number
            }
            index += 1
            guard bar.closesRepeat else { continue }
            guard let body = firstEnding else {
                order += Array(start..<index) + Array(start..<index)
                return index
            }
            // The body once more before the next ending, which stands right behind the repeat sign.
            order += segment == start ? Array(start..<index) : Array(start..<body) + Array(segment..<index)
            guard order.count <= ChartParser.maximumBars else { throw .tooManyBars(limit: ChartParser.maximumBars) }
            guard index < bars.count, let next = bars[index].ending else {
                if endings > 1 { return index }
                throw .bar(.missingEnding(endings + 1), location: bar.location)
            }
            guard next == endings + 1 else {
                throw .bar(.ending(number: next, expected: endings + 1), location: bars[index].location)
            }
            segment = index
            if !isClosed(from: index, of: bars) {
                order += Array(start..<body) + [index]
                if let other = bars[index + 1..<lastBar(from: index, of: bars)].first(where: { $0.ending != nil }) {
                    throw .bar(.ending(number: other.ending ?? 0, expected: nil), location: other.location)
                }
                return index + 1
            }
        }
        throw .bar(.unclosedRepeat, location: bars[start].location)
    }

    /// Whether the ending that begins at `start` has its own ":|".
    private static func isClosed(from start: Int, of bars: [WrittenBar]) -> Bool {
        let last = lastBar(from: start, of: bars)
        return bars[start..<last].contains { $0.closesRepeat }
    }

    /// Where the next repeat opens, or the chart ends.
    private static func lastBar(from start: Int, of bars: [WrittenBar]) -> Int {
        bars[(start + 1)...].firstIndex { $0.opensRepeat } ?? bars.count
    }
}
