import Jazz

/// A division of music into what is learned from and what is held out to measure by, as indices.
package struct MusicSplit: Sendable, Equatable {
    package private(set) var training: [Int]
    package private(set) var validation: [Int]
    /// Whether the end of every piece is held out, rather than whole pieces; both lists then have all of them.
    package private(set) var isCut = false

    /// The fraction that is held out.
    package static let fraction = 0.1

    /// Holds out groups, in their order, until `wanted` is reached; the last is always learned from.
    ///
    /// - Parameter weight: What a piece counts towards `wanted`.
    package init(_ groups: [[Int]], wanted: Double, weight: (Int) -> Int) {
        training = []
        validation = []
        var held = 0
        for (index, group) in groups.enumerated() {
            if Double(held) < wanted, index < groups.count - 1 {
                held += group.reduce(0) { $0 + weight($1) }
                validation += group
            } else {
                training += group
            }
        }
    }

    /// Holds out the end of each of `count` pieces.
    package init(cutting count: Int) {
        training = Array(0..<count)
        validation = training
        isCut = true
    }

    /// One of `count` divisions of so many pieces that together hold out every group once.
    ///
    /// - Precondition: `count` is 2 or above and `fold` below it.
    package init(_ groups: [[Int]], fold: Int, of count: Int, among pieces: Int, weight: (Int) -> Int) {
        precondition(count > 1 && (0..<count).contains(fold), "fold \(fold) of \(count)")
        let held = Set(Players.parts(groups, count: count, weight: weight)[fold])
        training = (0..<pieces).filter { !held.contains($0) }
        validation = held.sorted()
    }

    /// The same division, each list in ascending order.
    package var inOrder: MusicSplit {
        var split = self
        split.training.sort()
        split.validation.sort()
        return split
    }
}
