/// Learns byte-pair encoding: joins the most frequent neighbours, over and over.
///
/// Of a long text some stretches from all over it are read, so that time and memory have a bound.
struct BytePairs {
    /// The sequences that were joined, in order.
    private(set) var joined: [[UInt8]] = []

    private struct Pair: Hashable {
        var left, right: Int32
    }

    /// A pair of neighbours in the heap; what it says of its number may be out of date.
    private struct Entry {
        var count: Int
        var pair: Pair

        /// The more frequent one first, the earlier made among equals.
        func isBefore(_ other: Entry) -> Bool {
            if count != other.count { return count > other.count }
            return (pair.left, pair.right) < (other.pair.left, other.pair.right)
        }
    }

    private var words: [(parts: [Int32], count: Int)] = []
    private var counts: [Pair: Int] = [:]
    private var places: [Pair: [Int32]] = [:]
    private var heap: [Entry] = []
    private var known: [[UInt8]: Int32] = [:]
    private var pieces: [[UInt8]] = (0...255).map { [UInt8($0)] }

    /// So many characters are read at most.
    static let mostRead = 16 << 20
    private static let stretch = 1 << 16

    /// - Parameter limit: The most sequences to join.
    /// - Complexity: O(n log n) for n characters read.
    init(_ corpus: Corpus, layout: TextLayout, limit: Int, mostRead: Int = BytePairs.mostRead) {
        var units: [[UInt8]: Int] = [:]
        var reader = ByteUnits()
        let count = corpus.characterCount
        let stretches = count <= mostRead ? 1 : max(1, mostRead / Self.stretch)
        let length = min(count, stretches == 1 ? mostRead : Self.stretch)
        for stretch in 0..<stretches {
            let start = stretches == 1 ? 0 : (count - length) / (stretches - 1) * stretch
            corpus.forEachValue(start..<start + length) { value in
                if WordTable.endsDocument(value, layout) {
                    reader.finish { units[$0, default: 0] += 1 }
                } else {
                    reader.add(value) { units[$0, default: 0] += 1 }
                }
            }
            reader.finish { units[$0, default: 0] += 1 }
        }
        // The order of a dictionary is not the same every time.
        for (unit, count) in units.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where unit.count > 1 {
            words.append((unit.map { Int32($0) }, count))
        }
        for index in words.indices { add(words[index].parts, words[index].count, at: Int32(index)) }
        for (pair, count) in counts { push(Entry(count: count, pair: pair)) }
        // What occurs once is no pattern.
        while joined.count < limit, let best = pop(), best.count > 1 { join(best.pair) }
    }

    private mutating func add(_ parts: [Int32], _ count: Int, at index: Int32) {
        for place in 1..<max(1, parts.count) {
            let pair = Pair(left: parts[place - 1], right: parts[place])
            counts[pair, default: 0] += count
            if places[pair]?.last != index { places[pair, default: []].append(index) }
        }
    }

    private mutating func join(_ pair: Pair) {
        let piece = pieces[Int(pair.left)] + pieces[Int(pair.right)]
        // The same sequence may come about in two ways.
        let new = known[piece] ?? Int32(pieces.count)
        if new == pieces.count {
            pieces.append(piece)
            known[piece] = new
            joined.append(piece)
        }
        var changed: Set<Pair> = []
        // A word may be noted more than once; once it is changed, the pair is not in it any more.
        for index in places.removeValue(forKey: pair) ?? [] {
            let (parts, count) = words[Int(index)]
            var shorter: [Int32] = []
            var place = 0
            while place < parts.count {
                if place + 1 < parts.count, parts[place] == pair.left, parts[place + 1] == pair.right {
                    shorter.append(new)
                    place += 2
                } else {
                    shorter.append(parts[place])
                    place += 1
                }
            }
            guard shorter.count < parts.count else { continue }
            for place in 1..<parts.count {
                let old = Pair(left: parts[place - 1], right: parts[place])
                counts[old, default: 0] -= count
                changed.insert(old)
            }
            words[Int(index)].parts = shorter
            add(shorter, count, at: index)
            for place in 1..<max(1, shorter.count) {
                changed.insert(Pair(left: shorter[place - 1], right: shorter[place]))
            }
        }
        counts[pair] = nil
        for other in changed where other != pair {
            if let count = counts[other], count > 0 {
                push(Entry(count: count, pair: other))
            } else {
                counts[other] = nil
            }
        }
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The most frequent pair there is.
    private mutating func pop() -> Entry? {
        while let first = heap.first {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
            var root = 0
            while 2 * root + 1 < heap.count {
                var child = 2 * root + 1
                if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
                guard heap[child].isBefore(heap[root]) else { break }
                heap.swapAt(root, child)
                root = child
            }
            if counts[first.pair] == first.count { return first }
        }
        return nil
    }
}
