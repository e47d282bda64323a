/// Some characters as ranges of their values, so that it is known at once whether a stretch has any of them.
struct CharacterRanges: Sendable {
    /// In ascending order, apart from each other.
    private var ranges: [ClosedRange<UInt32>]

    private static let last: UInt32 = 0x10FFFF

    init(_ characters: TextPattern.Characters) {
        var all: [ClosedRange<UInt32>] = []
        for item in characters.items {
            switch item {
            case .range(let range): all.append(range)
            case .digit(let isIn): all += Self.chosen(Self.digits, isIn)
            case .word(let isIn): all += Self.chosen(Self.words, isIn)
            case .space(let isIn): all += Self.chosen(Self.spaces, isIn)
            }
        }
        all.sort { $0.lowerBound < $1.lowerBound }
        ranges = []
        for range in all {
            if let before = ranges.last, range.lowerBound <= before.upperBound + 1 {
                ranges[ranges.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        if characters.isNegated { ranges = Self.complement(ranges) }
    }

    /// Whether any of some values is in it.
    func meets(_ values: ClosedRange<UInt32>) -> Bool {
        // The first range that does not end before them.
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < values.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= values.upperBound
    }

    private static func chosen(_ ranges: [ClosedRange<UInt32>], _ isIn: Bool) -> [ClosedRange<UInt32>] {
        isIn ? ranges : complement(ranges)
    }

    private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var rest: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if start < range.lowerBound { rest.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        if start <= last { rest.append(start...last) }
        return rest
    }

    /// Those of each class, found once where they are asked for.
    private static let digits = found(.digit(true))
    private static let words = found(.word(true))
    private static let spaces = found(.space(true))

    private static func found(_ item: TextPattern.Characters.Item) -> [ClosedRange<UInt32>] {
        let characters = TextPattern.Characters(items: [item])
        var ranges: [ClosedRange<UInt32>] = []
        var start: UInt32?
        var value: UInt32 = 0
        while value <= last + 1 {
            let isIn = Unicode.Scalar(value).map(characters.contains) ?? false
            if isIn, start == nil { start = value }
            if !isIn, let first = start {
                ranges.append(first...value - 1)
                start = nil
            }
            value += 1
        }
        return ranges
    }
}
