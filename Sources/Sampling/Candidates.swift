internal import Numerics

/// The tokens still in the running for one draw, most likely first once sorted.
///
/// Each is one 64-bit key whose ascending order is the chain's total order: logit descending, then id ascending. The
/// upper half is the logit's bits, turned so that they descend; the lower half is the id. The working arrays are kept
/// from draw to draw, so that a draw allocates nothing.
package struct Candidates: Sendable {
    private var keys: [UInt64] = []
    private var spare: [UInt64] = []
    private var weights: [Double] = []
    private var isSorted = false
    /// Whether equals stand in the order of their ids, as they were appended or sorted.
    private var idsAscend = true
    /// The distance of each candidate's surprise from the entropy, and its rank.
    private var distances: [(distance: Double, rank: Int)] = []
    /// What the logits are to be divided by when they become weights.
    package var temperature = 1.0

    package init() {}

    /// The number of tokens in the running.
    package var count: Int { keys.count }

    /// The id of the candidate at `rank`.
    package func token(_ rank: Int) -> Int { Int(keys[rank] & 0xFFFF_FFFF) }

    /// The logit of the candidate at `rank`.
    package func logit(_ rank: Int) -> Float { Self.logit(of: keys[rank]) }

    private static func logit(of key: UInt64) -> Float {
        let descending = UInt32(truncatingIfNeeded: key >> 32)
        let bits = descending & 0x8000_0000 != 0 ? descending : ~descending ^ 0x8000_0000
        return Float(bitPattern: bits)
    }

    /// Empties the set, at temperature 1.
    package mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        isSorted = false
        idsAscend = true
        temperature = 1
    }

    /// Adds a token with a finite logit, each with a higher id than the last. −0 counts as 0.
    package mutating func append(_ token: Int, logit: Float) {
        keys.append(Self.key(token, logit))
    }

    private static func key(_ token: Int, _ logit: Float) -> UInt64 {
        let bits = (logit + 0).bitPattern
        let descending = bits & 0x8000_0000 != 0 ? bits : ~bits ^ 0x8000_0000
        return UInt64(descending) << 32 | UInt64(token)
    }

    /// Changes logits; what is too large for a number stays the largest that is one. O(V).
    package mutating func adjust(_ change: (Int, Float) -> Double) {
        let most = Double(Float.greatestFiniteMagnitude)
        var isChanged = false
        for rank in keys.indices {
            let before = keys[rank]
            let new = min(most, max(-most, change(token(rank), logit(rank))))
            let after = Self.key(token(rank), Float(new))
            guard after != before else { continue }
            keys[rank] = after
            isChanged = true
        }
        guard isChanged else { return }
        // Equals need not stand in the order of their ids any more, if they were sorted.
        if isSorted { idsAscend = false }
        isSorted = false
    }

    /// The most likely token; the lowest id among equals. O(V).
    package var best: Int { Int((keys.min() ?? 0) & 0xFFFF_FFFF) }

    /// Puts the candidates in the total order. O(V).
    package mutating func sort() {
        guard !isSorted else { return }
        if idsAscend { radixSort() } else { keys.sort() }
        isSorted = true
    }

    /// Keeps the first `count` (at least 1) of the total order, sorted, without sorting what falls away.
    package mutating func keepFirst(_ count: Int) {
        precondition(count >= 1, "\(count) candidates to keep")
        guard count < keys.count else { return }
        if isSorted || count > keys.count / 8 {
            sort()
        } else {
            selectAndSortFirst(count)
            isSorted = true
        }
        keys.removeSubrange(count...)
    }

    /// Takes away the first `count` of the total order, which must leave one.
    package mutating func dropFirst(_ count: Int) {
        precondition(count < keys.count, "\(count) of \(keys.count) candidates to drop")
        sort()
        keys.removeSubrange(0..<count)
    }

    /// The logit of the candidate at `rank`, divided by the temperature so far.
    package func score(_ rank: Int) -> Double { Double(logit(rank)) / temperature }

    /// Keeps the candidates whose score is at most so far below the highest; at least one.
    package mutating func keep(atLeast distance: Double) {
        guard let highest = keys.min() else { return }
        let least = Double(Self.logit(of: highest)) / temperature + distance
        if isSorted {
            let kept = keys.indices.first { score($0) < least } ?? keys.count
            keepFirst(max(1, kept))
        } else {
            keys.removeAll { $0 != highest && Double(Self.logit(of: $0)) / temperature < least }
        }
    }

    /// The entropy of the distribution in nats.
    package mutating func entropy() -> Double {
        let total = weigh()
        // H = ln Σ w − Σ w ln w / Σ w, where ln w is the distance of the scores.
        var sum = 0.0
        for rank in keys.indices where weights[rank] > 0 { sum += weights[rank] * (score(rank) - score(0)) }
        return max(0, naturalLogarithm(total) - sum / total)
    }

    /// Keeps the candidates whose surprise is nearest the entropy, in this order until their probabilities come above p; at
    /// least one.
    package mutating func keepNearestToEntropy(until p: Double) {
        let entropy = entropy()
        let total = weights.reduce(0, +)
        let logTotal = naturalLogarithm(total)
        distances.removeAll(keepingCapacity: true)
        for rank in keys.indices {
            distances.append(((logTotal - (score(rank) - score(0)) - entropy).magnitude, rank))
        }
        distances.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.rank < $1.rank }
        var (cumulative, kept) = (0.0, 0)
        repeat {
            cumulative += weights[distances[kept].rank] / total
            kept += 1
        } while kept < distances.count && cumulative <= p
        for index in 0..<kept { spareKey(index, keys[distances[index].rank]) }
        keys.replaceSubrange(0..., with: spare[0..<kept])
        keys.sort()
    }

    private mutating func spareKey(_ index: Int, _ key: UInt64) {
        if spare.count < keys.count { spare = [UInt64](repeating: 0, count: keys.count) }
        spare[index] = key
    }

    /// Sorts, weighs each candidate exp((logit − largest) / temperature) in Double, and returns the sum.
    ///
    /// A candidate's probability is its ``weight(_:)`` over that sum. The sum is taken in the total order, so its bits
    /// do not depend on how the candidates came to be sorted.
    package mutating func weigh() -> Double {
        sort()
        weights.removeAll(keepingCapacity: true)
        guard !keys.isEmpty else { return 0 }
        let largest = Double(logit(0))
        var total = 0.0
        for rank in keys.indices {
            let weight = exponential((Double(logit(rank)) - largest) / temperature)
            weights.append(weight)
            total += weight
        }
        return total
    }

    /// The weight that the last ``weigh()`` gave the candidate at `rank`.
    package func weight(_ rank: Int) -> Double { weights[rank] }

    /// Least significant digit first over the logit's four bytes; ids ascend already and the passes are stable.
    private mutating func radixSort() {
        if spare.count < keys.count { spare = [UInt64](repeating: 0, count: keys.count) }
        let count = keys.count
        guard let first = keys.first else { return }
        for shift in stride(from: UInt64(32), to: 64, by: 8) {
            var starts = [256 of Int](repeating: 0)
            for key in keys { starts[Int(key >> shift & 0xFF)] += 1 }
            guard starts[Int(first >> shift & 0xFF)] < count else { continue }
            var start = 0
            for digit in starts.indices {
                let length = starts[digit]
                starts[digit] = start
                start += length
            }
            for index in 0..<count {
                let digit = Int(keys[index] >> shift & 0xFF)
                spare[starts[digit]] = keys[index]
                starts[digit] += 1
            }
            keys.replaceSubrange(0..<count, with: spare[0..<count])
        }
    }

    /// Brings the first `count` of the total order to the front, in order: a heap holds the best seen so far with the
    /// worst of them on top, and is taken apart from that end. O(V + k log k) when few of the rest displace one.
    private mutating func selectAndSortFirst(_ count: Int) {
        for root in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(root, count) }
        for index in count..<keys.count where keys[index] < keys[0] {
            keys.swapAt(0, index)
            siftDown(0, count)
        }
        for last in stride(from: count - 1, to: 0, by: -1) {
            keys.swapAt(0, last)
            siftDown(0, last)
        }
    }

    private mutating func siftDown(_ start: Int, _ count: Int) {
        var root = start
        while true {
            var child = 2 * root + 1
            guard child < count else { return }
            if child + 1 < count, keys[child + 1] > keys[child] { child += 1 }
            guard keys[child] > keys[root] else { return }
            keys.swapAt(root, child)
            root = child
        }
    }
}
