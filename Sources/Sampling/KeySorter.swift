/// Puts the keys of ``Candidates`` in their ascending order, all or the first of them, and keeps the working memory for it.
struct KeySorter: Sendable {
    /// Fewer are sorted whole at once, by comparing: counting digits pays from some hundred on.
    static let fewest = 160

    private var spare: [UInt64] = []

    private mutating func makeRoom(for count: Int) {
        if spare.count > count { spare.removeLast(spare.count - count) }
        while spare.count < count { spare.append(0) }
    }

    /// Sorts a range.
    ///
    /// - Parameter idsAscend: Whether equal logits stand in the order of their ids, so that only the logits need sorting.
    mutating func sort(_ keys: inout [UInt64], _ range: Range<Int>, idsAscend: Bool) {
        if idsAscend, range.count > Self.fewest {
            radixSort(&keys, range)
        } else if range.count > 24 {
            keys[range].sort()
        } else {
            Self.insertionSort(&keys, range)
        }
    }

    /// Brings about the first sixteenth to the front, what comes no later than the eighth of 128 keys, and leaves both parts in
    /// the order in which they stood. Returns where the front ends; nil where it would be too much, or there are few. O(V).
    mutating func gather(_ keys: inout [UInt64]) -> Int? {
        let count = keys.count, sampled = 128
        guard count > Self.fewest else { return nil }
        makeRoom(for: count)
        for index in 0..<sampled { spare[index] = keys[index * count / sampled] }
        spare[0..<sampled].sort()
        let last = spare[sampled / 16]
        return KeyKernels.best.split(&keys, after: last, most: count / 8, spare: &spare)
    }

    private static func insertionSort(_ keys: inout [UInt64], _ range: Range<Int>) {
        for end in range.dropFirst() {
            let key = keys[end]
            var place = end
            while place > range.lowerBound, keys[place - 1] > key {
                keys[place] = keys[place - 1]
                place -= 1
            }
            keys[place] = key
        }
    }

    /// Least significant digit first over the logit's four bytes; ids ascend already and the passes are stable.
    private mutating func radixSort(_ keys: inout [UInt64], _ range: Range<Int>) {
        let count = keys.count
        guard let first = range.first.map({ keys[$0] }) else { return }
        makeRoom(for: count)
        // All four digits are counted at once.
        var starts = [1_024 of Int32](repeating: 0)
        for index in range {
            let key = keys[index]
            starts[Int(key >> 32 & 0xFF)] += 1
            starts[Int(256 + (key >> 40 & 0xFF))] += 1
            starts[Int(512 + (key >> 48 & 0xFF))] += 1
            starts[Int(768 + (key >> 56))] += 1
        }
        var isSwapped = false
        for pass in 0..<4 {
            let shift = UInt64(32 + 8 * pass)
            let base = 256 * pass
            guard starts[base + Int(first >> shift & 0xFF)] < range.count else { continue }
            var start = Int32(range.lowerBound)
            for digit in base..<base + 256 {
                let length = starts[digit]
                starts[digit] = start
                start += length
            }
            Self.deal(keys, range, to: &spare) { (key: UInt64) in
                let digit = base + Int(key >> shift & 0xFF)
                starts[digit] += 1
                return Int(starts[digit]) - 1
            }
            swap(&keys, &spare)
            isSwapped.toggle()
        }
        guard range.count < count, isSwapped else { return }
        // What is not in the range is in the other array.
        swap(&keys, &spare)
        for index in range { keys[index] = spare[index] }
    }

    @inline(__always)
    private static func deal(
        _ keys: [UInt64], _ range: Range<Int>, to spare: inout [UInt64], _ place: (UInt64) -> Int
    ) {
        let from = keys.span
        var to = spare.mutableSpan
        for index in range { to[place(from[index])] = from[index] }
    }

    /// Brings the first `count` of the total order to the front, in order: a heap holds the best seen so far with the
    /// worst of them on top, and is taken apart from that end. O(V + k log k) when few of the rest displace one.
    static func select(_ keys: inout [UInt64], first count: Int) {
        for root in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(&keys, root, count) }
        for index in count..<keys.count where keys[index] < keys[0] {
            keys.swapAt(0, index)
            siftDown(&keys, 0, count)
        }
        for last in stride(from: count - 1, to: 0, by: -1) {
            keys.swapAt(0, last)
            siftDown(&keys, 0, last)
        }
    }

    private static func siftDown(_ keys: inout [UInt64], _ start: Int, _ count: Int) {
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
