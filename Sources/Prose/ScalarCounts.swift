/// How often each character occurs in a text.
struct ScalarCounts: Sendable {
    /// The counts of the characters of the Basic Multilingual Plane.
    static let lowCount = 65_536
    /// By scalar value, below `lowCount`.
    private(set) var low: [Int]
    /// By scalar value, from `lowCount` on.
    private(set) var high: [UInt32: Int]

    init(low: [Int], high: [UInt32: Int]) {
        precondition(low.count == Self.lowCount, "\(low.count) counts")
        self.low = low
        self.high = high
    }

    subscript(scalar: Unicode.Scalar) -> Int {
        Int(scalar.value) < Self.lowCount ? low[Int(scalar.value)] : high[scalar.value] ?? 0
    }

    /// The characters that occur, in the order of their values, with their counts.
    var present: [(scalar: Unicode.Scalar, count: Int)] {
        var all: [(scalar: Unicode.Scalar, count: Int)] = []
        for (value, count) in low.enumerated() where count > 0 {
            if let scalar = Unicode.Scalar(UInt32(value)) { all.append((scalar, count)) }
        }
        for (value, count) in high.sorted(by: { $0.key < $1.key }) {
            if let scalar = Unicode.Scalar(value) { all.append((scalar, count)) }
        }
        return all
    }
}
