/// A time signature as the band counts it. Times are in ticks, 480 to a quarter note.
///
///     Meter("7/8 (2+2+3)")!.pulseLengths      // [480, 480, 720]
public struct Meter: Hashable, Sendable, CustomStringConvertible {
    /// Ticks in a quarter note.
    public static let ticksPerQuarter = 480
    /// 4/4.
    public static let common = Meter(beats: 4, unit: 4)!
    /// The metres that are played, in words.
    public static let understood =
        "1 to 12 halves or quarters, such as 3/4, and 2 to 12 eighths, such as 6/8; a grouping in brackets, as in 7/8 (2+2+3), "
        + "is of twos, threes and fours"

    /// Beats in a bar: the upper number.
    public let beats: Int
    /// The note that is one beat, as a fraction of a whole note: the lower number.
    public let unit: Int
    /// The beats of each group, where they are not grouped as usual: 2, 3 and 2 in 7/8 (2+3+2).
    public let grouping: [Int]?

    /// A time signature of 1…12 halves or quarters, or of 2…12 eighths; nil for any other.
    ///
    /// - Parameter grouping: Groups of 2…4 beats that come to a bar; nil for the usual ones.
    public init?(beats: Int, unit: Int, grouping: [Int]? = nil) {
        switch unit {
        case 2, 4: guard (1...12).contains(beats) else { return nil }
        case 8: guard (2...12).contains(beats) else { return nil }
        default: return nil
        }
        if let grouping {
            guard grouping.allSatisfy({ (2...4).contains($0) }), grouping.reduce(0, +) == beats else { return nil }
        }
        self.beats = beats
        self.unit = unit
        // Said or not, the usual grouping is the same metre.
        self.grouping = unit == 8 && grouping == Self.usualEighths(beats) ? nil : grouping
    }

    /// The time signature written as "4/4", "7/8 (2+2+3)" or "2+2+3/8"; nil if it is not understood.
    public init?(_ text: String) {
        let plain = text.filter { !$0.isWhitespace }
        let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, plain.count <= 40 else { return nil }
        func groups(_ text: Substring) -> [Int]? {
            let numbers = text.split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
            return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
        }
        var (upper, lower) = (parts[0], parts[1])
        var grouping: [Int]?
        if let open = lower.firstIndex(of: "(") {
            guard lower.last == ")", let read = groups(lower[lower.index(after: open)...].dropLast()) else {
                return nil
            }
            grouping = read
            lower = lower[..<open]
        }
        if upper.first == "(", upper.last == ")" { upper = upper.dropFirst().dropLast() }
        guard let sum = groups(upper), sum.allSatisfy({ (0...12).contains($0) }), let unit = Int(lower) else {
            return nil
        }
        guard sum.count == 1 || grouping == nil else { return nil }
        self.init(beats: sum.reduce(0, +), unit: unit, grouping: sum.count > 1 ? sum : grouping)
    }

    /// How eighths are grouped unless told: in threes where they can be, else twos before a last three, and 8 as 3+3+2.
    private static func usualEighths(_ beats: Int) -> [Int] {
        switch beats {
        case 5: [3, 2]
        case 8: [3, 3, 2]
        case 10: [3, 3, 2, 2]
        case 11: [3, 3, 3, 2]
        case _ where beats % 3 == 0: Array(repeating: 3, count: beats / 3)
        case _ where beats % 2 == 0: Array(repeating: 2, count: beats / 2)
        default: Array(repeating: 2, count: (beats - 3) / 2) + [3]
        }
    }

    /// Ticks in one beat.
    public var beatTicks: Int { 4 * Self.ticksPerQuarter / unit }

    /// Ticks in a bar.
    public var barTicks: Int { beats * beatTicks }

    /// Whether three eighths make each felt pulse (6/8, 9/8, 12/8).
    public var isCompound: Bool { unit == 8 && pulseLengths.allSatisfy { $0 == 3 * beatTicks } }

    /// Whether eighths are counted, which then are even.
    public var countsEighths: Bool { unit == 8 }

    /// The ticks of each felt pulse of a bar: quarters, or twos and threes of eighths as they are grouped.
    public var pulseLengths: [Int] {
        guard unit == 8 else { return Array(repeating: Self.ticksPerQuarter, count: barTicks / Self.ticksPerQuarter) }
        return (grouping ?? Self.usualEighths(beats)).flatMap { $0 == 4 ? [2, 2] : [$0] }.map { $0 * beatTicks }
    }

    /// Where each felt pulse begins, in ticks from the bar line.
    public var pulseStarts: [Int] {
        var start = 0
        return pulseLengths.map { length in
            defer { start += length }
            return start
        }
    }

    /// Felt pulses in a bar.
    public var pulses: Int { pulseLengths.count }

    /// The pulses of each group, as far as the metre itself says: of quarters and halves that are grouped; nil else.
    public var pulseGroups: [Int]? {
        guard let grouping, unit != 8 else { return nil }
        return grouping.flatMap { unit == 2 ? Array(repeating: 2, count: $0) : [$0] }
    }

    /// The beats on which chords enter that are spread evenly over the bar, the earlier the longer, and at the beginning of a
    /// group where there is one nearby.
    ///
    /// - Parameter count: 1…``beats`` chords.
    public func evenBeats(_ count: Int) -> [Int] {
        let even = (0..<count).map { ($0 * beats + count - 1) / count }
        var places: [Int]
        if unit == 8 {
            places = pulseStarts.map { $0 / beatTicks }
            if grouping == nil, isCompound, count <= places.count {
                return (0..<count).map { places[($0 * places.count + count - 1) / count] }
            }
        } else if let grouping {
            places = [0]
            for group in grouping.dropLast() { places.append(places[places.count - 1] + group) }
        } else {
            return even
        }
        guard count <= places.count else { return even }
        // Each on the free place nearest to where it would be, the later of two; those to come must find room.
        var chosen: [Int] = []
        var first = 0
        for index in 0..<count {
            let last = places.count - (count - index)
            let wanted = index * beats
            let place = (first...last).min {
                (abs(places[$0] * count - wanted), -$0) < (abs(places[$1] * count - wanted), -$1)
            }
            chosen.append(places[place ?? first])
            first = (place ?? first) + 1
        }
        return chosen
    }

    /// The time signature without its grouping, "7/8", as it stands on paper.
    public var signature: String { "\(beats)/\(unit)" }

    /// "4/4", "7/8 (2+3+2)".
    public var description: String {
        grouping.map { "\(signature) (\($0.map(String.init).joined(separator: "+")))" } ?? signature
    }
}
