internal import Numerics

/// The tokens still in the running for one draw, most likely first once sorted.
///
/// Each is one 64-bit key whose ascending order is the chain's total order: logit descending, then id ascending. The
/// upper half is the logit's bits, turned so that they descend; the lower half is the id. The working arrays are kept
/// from draw to draw, so that a draw allocates nothing.
///
/// Of a large vocabulary the likeliest are put in order first, and the others only where they are asked for: a draw seldom
/// looks so far.
package struct Candidates: Sendable {
    private var keys: [UInt64] = []
    private var sorter = KeySorter()
    /// The first key of the total order, where it is known before anything is sorted.
    private var likeliest: UInt64?
    /// How many at the front stand in the total order, before all others.
    private var sortedCount = 0
    /// Whether what is not sorted stands in the order of its ids, as it was appended.
    private var idsAscend = true
    /// The weights of so many at the front.
    private var weights: [Double] = []
    private var weighedCount = 0
    /// The sum of all weights, once it is known.
    private var total: Double?
    /// What the logits are to be divided by when they become weights.
    package var temperature = 1.0 { didSet { forgetWeights() } }

    private var isSorted: Bool { sortedCount == keys.count }

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
        begin()
    }

    /// Replaces the set, at temperature 1, by all tokens with these logits.
    ///
    /// - Returns: Whether all are finite; the set is of no use otherwise.
    package mutating func fill(_ logits: Span<Float>) -> Bool {
        let count = logits.count
        if keys.count > count { keys.removeLast(keys.count - count) }
        while keys.count < count { keys.append(0) }
        begin()
        let (first, isFinite) = KeyKernels.best.write(logits, to: &keys)
        likeliest = first
        return isFinite
    }

    private mutating func begin() {
        likeliest = nil
        sortedCount = 0
        idsAscend = true
        temperature = 1
    }

    private mutating func forgetWeights() {
        weighedCount = 0
        total = nil
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
        if sortedCount == 0, idsAscend {
            for token in tokens {
                guard let rank = rank(of: Int(token)) else { continue }
                adjust(rank, change, &isChanged)
            }
        } else {
            for rank in keys.indices { adjust(rank, change, &isChanged) }
        }
        guard isChanged else { return }
        // The ids need not ascend any more, if some were sorted.
        if sortedCount > 0 { idsAscend = false }
        likeliest = nil
        sortedCount = 0
        forgetWeights()
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
    package var best: Int { Int(first & 0xFFFF_FFFF) }

    /// The first key of the total order.
    private var first: UInt64 { (sortedCount > 0 ? keys.first : likeliest ?? keys.min()) ?? 0 }

    /// Puts the candidates in the total order. O(V).
    package mutating func sort() { sort(to: keys.count) }

    /// Puts what is not sorted of the first `end` in order, all of which come before the rest.
    private mutating func sort(to end: Int) {
        sorter.sort(&keys, sortedCount..<end, idsAscend: idsAscend)
        sortedCount = end
    }

    /// Sorts until the candidate at `rank` stands in its place: about the likeliest sixteenth first, and all where that is not
    /// enough.
    private mutating func sort(reaching rank: Int) {
        if sortedCount == 0, rank < keys.count / 8, let end = sorter.gather(&keys) { sort(to: end) }
        if sortedCount <= rank { sort() }
    }

    /// Keeps the first `count` (at least 1) of the total order, sorted, without sorting what falls away.
    package mutating func keepFirst(_ count: Int) {
        precondition(count >= 1, "\(count) candidates to keep")
        guard count < keys.count else { return }
        if count > sortedCount {
            if sortedCount > 0 || count > keys.count / 8 { sort() } else { KeySorter.select(&keys, first: count) }
        }
        keys.removeSubrange(count...)
        sortedCount = count
        weighedCount = min(weighedCount, count)
        total = nil
    }

    /// Takes away the first `count` of the total order, which must leave one.
    package mutating func dropFirst(_ count: Int) {
        precondition(count < keys.count, "\(count) of \(keys.count) candidates to drop")
        sort()
        keys.removeSubrange(0..<count)
        sortedCount = keys.count
        forgetWeights()
    }

    /// The logit of the candidate at `rank`, divided by the temperature so far.
    package func score(_ rank: Int) -> Double { Self.score(keys[rank], temperature) }

    @inline(__always)
    private static func score(_ key: UInt64, _ temperature: Double) -> Double {
        // Mostly nothing has been divided yet, and a division takes as long as all the rest.
        let logit = Double(logit(of: key))
        return temperature == 1 ? logit : logit / temperature
    }

    /// Keeps the candidates whose score is at most so far below the highest; at least one.
    package mutating func keep(atLeast distance: Double) {
        guard !keys.isEmpty else { return }
        let first = first
        let least = Self.score(first, temperature) + distance
        if sortedCount > 0 {
            var kept = 0
            while kept < keys.count {
                if kept == sortedCount { sort() }
                guard score(kept) >= least else { break }
                kept += 1
            }
            keepFirst(max(1, kept))
        } else {
            let temperature = temperature
            keys.removeAll { $0 != first && Self.score($0, temperature) < least }
            total = nil
        }
    }

    /// The entropy of the distribution in nats.
    package mutating func entropy() -> Double {
        sort()
        let total = weigh()
        return entropy(total, naturalLogarithm(total))
    }

    private func entropy(_ total: Double, _ logTotal: Double) -> Double {
        // H = ln Σ w − Σ w ln w / Σ w, where ln w is the distance of the scores.
        var sum = 0.0
        for rank in keys.indices where weights[rank] > 0 { sum += weights[rank] * (score(rank) - score(0)) }
        return max(0, logTotal - sum / total)
    }

    /// Keeps the candidates whose surprise is nearest the entropy, in this order until their probabilities come above p; at
    /// least one.
    package mutating func keepNearestToEntropy(until p: Double) {
        sort()
        let total = weigh()
        let logTotal = naturalLogarithm(total)
        let entropy = entropy(total, logTotal)
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
        sortedCount = keys.count
        forgetWeights()
    }

    /// The sum of the weights exp((logit − largest) / temperature), in Double.
    ///
    /// A candidate's probability is its ``weight(_:)`` over that sum. It is taken in the total order where all are sorted or
    /// are soon sorted, and in the order of the ids in four lanes otherwise.
    package mutating func weigh() -> Double {
        if let total { return total }
        guard !keys.isEmpty else { return 0 }
        if keys.count <= KeySorter.fewest { sort() }
        var sum = 0.0
        if isSorted {
            weigh(to: keys.count)
            for rank in keys.indices { sum += weights[rank] }
        } else {
            sum = KeyKernels.best.weightSum(keys, largest: Self.logit(of: first), temperature: temperature)
        }
        total = sum
        return sum
    }

    /// Weighs what stands in its place up to there.
    private mutating func weigh(to end: Int) {
        guard weighedCount < end else { return }
        while weights.count < keys.count { weights.append(0) }
        KeyKernels.best.weigh(
            keys, weighedCount..<end, largest: logit(0), temperature: temperature, to: &weights)
        weighedCount = end
    }

    /// The weight of the candidate at `rank` in the total order.
    package mutating func weight(_ rank: Int) -> Double {
        if rank >= weighedCount {
            // Some at a time: most walks go on.
            if rank >= sortedCount { sort(reaching: min(rank + 63, keys.count - 1)) }
            weigh(to: min(sortedCount, rank + 64))
        }
        return weights[rank]
    }
}
