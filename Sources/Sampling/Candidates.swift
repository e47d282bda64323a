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
    /// Whether the weights are those of the candidates in their present order, but for some more that come after them.
    private var isWeighed = false
    /// What the logits are to be divided by when they become weights.
    package var temperature = 1.0 { didSet { isWeighed = false } }

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
        isWeighed = false
        idsAscend = true
        temperature = 1
    }

    /// Makes room for so many tokens.
    package mutating func reserve(_ count: Int) { keys.reserveCapacity(count) }

    /// Adds a token with a finite logit, each with a higher id than the last. −0 counts as 0.
    package mutating func append(_ token: Int, logit: Float) {
        keys.append(Self.key(token, logit))
    }

    private static func key(_ token: Int, _ logit: Float) -> UInt64 {
        let bits = (logit + 0).bitPattern
        let descending = bits & 0x8000_0000 != 0 ? bits : ~bits ^ 0x8000_0000
        return UInt64(descending) << 32 | UInt64(token)
    }

    /// Changes the logits of some tokens; what is too large for a number stays the largest that is one.
    ///
    /// - Parameters:
    ///   - tokens: Those that may change, each once.
    ///   - change: Returns the logit as it is for all others.
    /// - Complexity: O(log V) for each of `tokens` before anything is sorted, O(V) afterwards.
    package mutating func adjust(_ tokens: [Int32], _ change: (Int, Float) -> Double) {
        var isChanged = false
        if !isSorted, idsAscend {
            for token in tokens {
                guard let rank = rank(of: Int(token)) else { continue }
                adjust(rank, change, &isChanged)
            }
        } else {
            for rank in keys.indices { adjust(rank, change, &isChanged) }
        }
        guard isChanged else { return }
        // Equals need not stand in the order of their ids any more, if they were sorted.
        if isSorted { idsAscend = false }
        isSorted = false
        isWeighed = false
    }

    @inline(__always)
    private mutating func adjust(_ rank: Int, _ change: (Int, Float) -> Double, _ isChanged: inout Bool) {
        let most = Double(Float.greatestFiniteMagnitude)
        let before = keys[rank]
        let new = min(most, max(-most, change(token(rank), logit(rank))))
        let after = Self.key(token(rank), Float(new))
        guard after != before else { return }
        keys[rank] = after
        isChanged = true
    }

    /// Where a token is while the ids ascend; nil where it is not in the running.
    private func rank(of token: Int) -> Int? {
        // Mostly all tokens before it are there.
        if token < keys.count, self.token(token) == token { return token }
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if self.token(middle) < token { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && self.token(low) == token ? low : nil
    }

    /// The most likely token; the lowest id among equals. O(V).
    package var best: Int { Int((keys.min() ?? 0) & 0xFFFF_FFFF) }

    /// Puts the candidates in the total order. O(V).
    package mutating func sort() {
        guard !isSorted else { return }
        // Counting digits pays from some hundred on.
        if idsAscend, keys.count > 160 { radixSort() } else if keys.count > 24 { keys.sort() } else { insertionSort() }
        isSorted = true
        isWeighed = false
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
        isWeighed = false
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
        let total = weigh()
        let logTotal = naturalLogarithm(total)
        let first = score(0)
        func distance(_ rank: Int) -> Double { (logTotal - (score(rank) - first) - entropy).magnitude }
        // The surprise grows with the rank, so that the nearest stand around one place, and those before and after it come in
        // their order; of equally near ones the more likely comes first.
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if logTotal - (score(middle) - first) - entropy < 0 { low = middle + 1 } else { high = middle }
        }
        var (before, after) = (low, low)
        var cumulative = 0.0
        // The last of those before that are kept, where equally near ones are kept in part.
        var hole = before..<before
        search: while before > 0 || after < keys.count {
            if before > 0, after == keys.count || distance(before - 1) <= distance(after) {
                let end = before
                while before > 0, distance(before - 1) == distance(end - 1) { before -= 1 }
                for rank in before..<end {
                    cumulative += weights[rank] / total
                    guard cumulative <= p else {
                        hole = rank + 1..<end
                        break search
                    }
                }
            } else {
                cumulative += weights[after] / total
                after += 1
                guard cumulative <= p else { break }
            }
        }
        keys.removeSubrange(after...)
        if !hole.isEmpty { keys.removeSubrange(hole) }
        if before > 0 { keys.removeSubrange(0..<before) }
        isWeighed = before == 0 && hole.isEmpty
    }

    /// Sorts, weighs each candidate exp((logit − largest) / temperature) in Double, and returns the sum.
    ///
    /// A candidate's probability is its ``weight(_:)`` over that sum. The sum is taken in the total order, so its bits
    /// do not depend on how the candidates came to be sorted.
    package mutating func weigh() -> Double {
        sort()
        guard !keys.isEmpty else { return 0 }
        var total = 0.0
        if isWeighed {
            for rank in keys.indices { total += weights[rank] }
            return total
        }
        while weights.count < keys.count { weights.append(0) }
        let largest = Double(logit(0))
        for rank in keys.indices {
            let weight = exponential((Double(logit(rank)) - largest) / temperature)
            weights[rank] = weight
            total += weight
        }
        isWeighed = true
        return total
    }

    /// The weight that the last ``weigh()`` gave the candidate at `rank`.
    package func weight(_ rank: Int) -> Double { weights[rank] }

    private mutating func insertionSort() {
        guard keys.count > 1 else { return }
        for end in 1..<keys.count {
            let key = keys[end]
            var place = end
            while place > 0, keys[place - 1] > key {
                keys[place] = keys[place - 1]
                place -= 1
            }
            keys[place] = key
        }
    }

    /// Least significant digit first over the logit's four bytes; ids ascend already and the passes are stable.
    private mutating func radixSort() {
        let count = keys.count
        guard let first = keys.first else { return }
        if spare.count > count { spare.removeLast(spare.count - count) }
        while spare.count < count { spare.append(0) }
        // All four digits are counted at once.
        var starts = [1_024 of Int32](repeating: 0)
        for key in keys {
            starts[Int(key >> 32 & 0xFF)] += 1
            starts[Int(256 + (key >> 40 & 0xFF))] += 1
            starts[Int(512 + (key >> 48 & 0xFF))] += 1
            starts[Int(768 + (key >> 56))] += 1
        }
        for pass in 0..<4 {
            let shift = UInt64(32 + 8 * pass)
            let base = 256 * pass
            guard starts[base + Int(first >> shift & 0xFF)] < count else { continue }
            var start: Int32 = 0
            for digit in base..<base + 256 {
                let length = starts[digit]
                starts[digit] = start
                start += length
            }
            for key in keys {
                let digit = base + Int(key >> shift & 0xFF)
                spare[Int(starts[digit])] = key
                starts[digit] += 1
            }
            swap(&keys, &spare)
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
