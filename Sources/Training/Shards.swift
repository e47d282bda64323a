import Recurrent

/// How a batch's rows are cut into shards, whose gradients are added in one order whoever computes them.
///
/// The shards lie in a tree over their numbers, each half of a range under it. A node's sum is that of its left half plus that of its
/// right half: so the bits of the total depend on the shards alone. See ``ExchangePlan`` for who adds what.
struct Shards {
    /// The rows of each.
    let rows: [Range<Int>]
    let ranks: (any Ranks)?
    private let plan: ExchangePlan

    /// - Parameter numbers: How many a gradient has.
    init(_ count: Int, batch: Int, numbers: Int, ranks: (any Ranks)?) {
        let count = min(count, batch)
        rows = (0..<count).map { $0 * batch / count..<($0 + 1) * batch / count }
        self.ranks = ranks
        plan = ExchangePlan(shards: count, numbers: numbers, rank: ranks?.rank ?? 0, of: ranks?.count ?? 1)
    }

    /// Which rank computes a shard.
    func owner(_ shard: Int) -> Int { plan.owner(shard) }

    /// The shards of this rank.
    var own: [Int] { rows.indices.filter { owner($0) == ranks?.rank ?? 0 } }

    /// The rows of this rank.
    var ownRows: Range<Int> { own.isEmpty ? 0..<0 : rows[own.first!].lowerBound..<rows[own.last!].upperBound }

    /// The sum of all gradients, on all ranks.
    ///
    /// - Parameter gradient: Computes that of one shard; called for those of this rank, in order; nil to give up, which only
    ///   a process that is alone may do.
    func total(_ gradient: (Int) -> [Float]?) -> [Float]? {
        // All that is to be computed comes first, so that nobody waits for this rank meanwhile.
        var sums: [[Float]] = []
        for node in plan.nodes {
            guard let sum = Self.sum(node, gradient) else { return nil }
            sums.append(sum)
        }
        if let ranks { plan.carryOut(&sums, ranks) }
        return sums[0]
    }

    /// The sum of a node whose shards are all this rank's.
    private static func sum(_ node: Range<Int>, _ gradient: (Int) -> [Float]?) -> [Float]? {
        if node.count == 1 { return gradient(node.lowerBound) }
        let middle = ExchangePlan.middle(node)
        guard var left = sum(node.lowerBound..<middle, gradient), let right = sum(middle..<node.upperBound, gradient)
        else { return nil }
        right.add(0..<right.count, to: &left)
        return left
    }
}

/// Which numbers a rank adds, and with whom it exchanges the others, so that all ranks together add a tree of shards.
///
/// Each node's numbers are shared out among the ranks below it. Where two nodes meet, a stretch that lies with one rank on the left and
/// another on the right is halved: the left one adds the first half, the right one the second. So a rank sends and receives about as
/// many numbers as there are, however many ranks there are, and then as many again for the result (Rabenseifner, Optimization of
/// Collective Reduction Operations, ICCS 2004); along the tree of the shards, which is what keeps the bits. All ranks go through the
/// exchanges in the same order, so none waits for one that waits for it.
package struct ExchangePlan {
    /// One exchange with another rank: it gives some numbers of a sum, and adds what it gets to those that it keeps.
    package struct Trade: Equatable {
        var rank: Int
        var kept, given: Range<Int>
        /// Which of this rank's sums are taken and become the result.
        var from, to: Int
    }

    package enum Step: Equatable {
        /// Both halves lie with this rank.
        case add(Range<Int>, from: Int, to: Int)
        case trade(Trade)
    }

    /// The largest nodes of the tree whose shards are all this rank's: it has a sum for each.
    package private(set) var nodes: [Range<Int>] = []
    /// What is to be done to have each rank's part of the total in its first sum. Undone from last to first it tells all to everyone.
    package private(set) var steps: [Step] = []

    private let rank: Int
    private let ranks: Int
    private let shards: Int

    /// Numbers that lie with a rank.
    private struct Stretch {
        var numbers: Range<Int>
        var rank: Int
    }

    package init(shards: Int, numbers: Int, rank: Int, of ranks: Int) {
        (self.rank, self.ranks, self.shards) = (rank, ranks, shards)
        _ = visit(0..<shards, numbers)
    }

    /// Which rank computes a shard.
    func owner(_ shard: Int) -> Int { shard * ranks / shards }

    static func middle(_ node: Range<Int>) -> Int { (node.lowerBound + node.upperBound) / 2 }

    /// Plans a node.
    ///
    /// - Returns: where its numbers lie, in order, and which sum of this rank has its part of them; nil for none.
    private mutating func visit(_ node: Range<Int>, _ numbers: Int) -> (stretches: [Stretch], sum: Int?) {
        let first = owner(node.lowerBound)
        if owner(node.upperBound - 1) == first {
            if first == rank { nodes.append(node) }
            return ([Stretch(numbers: 0..<numbers, rank: first)], first == rank ? nodes.count - 1 : nil)
        }
        let middle = Self.middle(node)
        let left = visit(node.lowerBound..<middle, numbers)
        let right = visit(middle..<node.upperBound, numbers)
        let sum = left.sum ?? right.sum
        var stretches: [Stretch] = []
        func append(_ numbers: Range<Int>, _ rank: Int) {
            guard !numbers.isEmpty else { return }
            if let last = stretches.last, last.rank == rank, last.numbers.upperBound == numbers.lowerBound {
                stretches[stretches.count - 1].numbers = last.numbers.lowerBound..<numbers.upperBound
            } else {
                stretches.append(Stretch(numbers: numbers, rank: rank))
            }
        }
        var (l, r) = (left.stretches[...], right.stretches[...])
        var start = 0
        while let one = l.first, let other = r.first {
            let end = min(one.numbers.upperBound, other.numbers.upperBound)
            if one.rank == other.rank {
                append(start..<end, one.rank)
                if one.rank == rank { steps.append(.add(start..<end, from: right.sum!, to: left.sum!)) }
            } else {
                let half = start + (end - start + 1) / 2
                append(start..<half, one.rank)
                append(half..<end, other.rank)
                if one.rank == rank {
                    steps.append(
                        .trade(
                            Trade(rank: other.rank, kept: start..<half, given: half..<end, from: left.sum!, to: sum!)))
                } else if other.rank == rank {
                    steps.append(
                        .trade(
                            Trade(rank: one.rank, kept: half..<end, given: start..<half, from: right.sum!, to: sum!)))
                }
            }
            start = end
            if one.numbers.upperBound == end { l.removeFirst() }
            if other.numbers.upperBound == end { r.removeFirst() }
        }
        return (stretches, sum)
    }

    /// Adds the sums of all ranks into the first of this one's: first each rank its part of the numbers, then they tell each other.
    ///
    /// - Parameter sums: Those of `nodes`.
    package func carryOut(_ sums: inout [[Float]], _ ranks: any Ranks) {
        var received: [Float] = []
        func exchange(_ trade: Trade, _ sent: Range<Int>, of numbers: [Float], for count: Int) {
            if received.count != count { received = [Float](repeating: 0, count: count) }
            ranks.exchange(sent, of: numbers, to: trade.rank, for: &received, from: trade.rank)
        }
        for step in steps {
            switch step {
            case .add(let range, let from, let to): sums[from].add(range, to: &sums[to])
            case .trade(let trade):
                exchange(trade, trade.given, of: sums[trade.from], for: trade.kept.count)
                if trade.from != trade.to {
                    sums[trade.to].replaceSubrange(trade.kept, with: sums[trade.from][trade.kept])
                }
                // The sum of two numbers is the same either way round.
                received.add(0..<received.count, to: &sums[trade.to], at: trade.kept.lowerBound)
            }
        }
        for case .trade(let trade) in steps.reversed() {
            exchange(trade, trade.kept, of: sums[0], for: trade.given.count)
            sums[0].replaceSubrange(trade.given, with: received)
        }
    }
}
