/// Watches a line as it is invented, and says which intervals would copy too much.
package struct CopyGuard: Sendable {
    /// A stretch of the line that stands in the index, up to its last note.
    struct Run: Sendable {
        /// Where in the index the last eight notes stand.
        var position: Int
        /// Notes in common so far.
        var notes: Int
    }

    private let index: CopyIndex
    private let mostNotes: Int
    private var intervals: [Int] = []
    /// The copies that the last note belongs to, by ascending position.
    private(set) var runs: [Run] = []

    /// - Parameter mostNotes: The most notes in a row that the line may have in common with a solo, at least eight.
    package init(_ index: CopyIndex, mostNotes: Int) {
        precondition(mostNotes >= CopyIndex.runNotes, "a limit of \(mostNotes) notes")
        self.index = index
        self.mostNotes = mostNotes
    }

    /// Whether an interval would make one of the runs longer than is allowed.
    package func forbids(interval: Int) -> Bool {
        guard intervals.count >= CopyIndex.runIntervals - 1, runs.contains(where: { $0.notes >= mostNotes }) else {
            return false
        }
        let hash = CopyIndex.hash(intervals.suffix(CopyIndex.runIntervals - 1) + [CopyIndex.clamped(interval)])
        return runs.contains { $0.notes >= mostNotes && index.hash(after: $0.position) == hash }
    }

    /// Notes the interval that was played.
    package mutating func accept(interval: Int) {
        intervals.append(CopyIndex.clamped(interval))
        if intervals.count > 64 { intervals.removeFirst(intervals.count - CopyIndex.runIntervals) }
        guard intervals.count >= CopyIndex.runIntervals else { return }
        let before = runs
        var found: [Run] = []
        var next = before.startIndex
        index.forEachPosition(of: CopyIndex.hash(intervals.suffix(CopyIndex.runIntervals))) { position in
            while next < before.endIndex, before[next].position + 1 < position { next += 1 }
            let goesOn =
                next < before.endIndex && before[next].position + 1 == position
                && index.hash(after: before[next].position) != nil
            found.append(Run(position: position, notes: goesOn ? before[next].notes + 1 : CopyIndex.runNotes))
        }
        runs = found
    }
}
