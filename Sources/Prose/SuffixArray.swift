/// The suffixes of a text in ascending order, by induced sorting (Nong, Zhang and Chan 2009, "Linear suffix array construction
/// by almost pure induced-sorting").
enum SuffixArray {
    /// The places where the suffixes of `text` begin, in the order of the suffixes; a suffix stands before those that it
    /// begins.
    ///
    /// - Parameters:
    ///   - text: Symbols in `0 ..< symbols`.
    /// - Complexity: O(n) time; some 10 bytes of memory for each of the n symbols beside the result.
    static func sorted(_ text: [Int32], symbols: Int) -> [Int32] {
        let count = text.count
        guard count > 1 else { return count == 1 ? [0] : [] }
        // An S suffix is smaller than the next, an L suffix larger; the end of the text is smaller than anything.
        var isSmaller = [Bool](repeating: false, count: count)
        for place in stride(from: count - 2, through: 0, by: -1) {
            isSmaller[place] =
                text[place] < text[place + 1] || (text[place] == text[place + 1] && isSmaller[place + 1])
        }
        func isLeftmost(_ place: Int) -> Bool { place > 0 && isSmaller[place] && !isSmaller[place - 1] }
        var sizes = [Int32](repeating: 0, count: symbols)
        for symbol in text { sizes[Int(symbol)] += 1 }

        var array = [Int32](repeating: -1, count: count)
        let leftmost = (0..<count).filter(isLeftmost).map { Int32($0) }
        induce(leftmost, text, isSmaller, sizes, &array)
        guard leftmost.count > 1 else { return array }

        // The stretches between leftmost S suffixes are sorted now: equals get the same name.
        var names = [Int32](repeating: -1, count: count)
        var (name, previous) = (Int32(-1), -1)
        for entry in array where isLeftmost(Int(entry)) {
            let place = Int(entry)
            if previous < 0 || !areSame(previous, place, text, isSmaller) { name += 1 }
            names[place] = name
            previous = place
        }
        let order: [Int32]
        if Int(name) + 1 == leftmost.count {
            order = array.filter { isLeftmost(Int($0)) }
        } else {
            let reduced = leftmost.map { names[Int($0)] }
            order = sorted(reduced, symbols: Int(name) + 1).map { leftmost[Int($0)] }
        }
        for index in array.indices { array[index] = -1 }
        induce(order, text, isSmaller, sizes, &array)
        return array
    }

    /// Whether the stretches from two leftmost S suffixes to the next ones are the same.
    private static func areSame(_ one: Int, _ other: Int, _ text: [Int32], _ isSmaller: [Bool]) -> Bool {
        var length = 0
        while true {
            let (a, b) = (one + length, other + length)
            guard a < text.count, b < text.count, text[a] == text[b], isSmaller[a] == isSmaller[b] else { return false }
            if length > 0 {
                let ends = isSmaller[a] && !isSmaller[a - 1]
                guard ends == (isSmaller[b] && !isSmaller[b - 1]) else { return false }
                if ends { return true }
            }
            length += 1
        }
    }

    /// Sorts all suffixes, given the order of the leftmost S suffixes: these give the L suffixes, and those the S suffixes.
    private static func induce(
        _ leftmost: [Int32], _ text: [Int32], _ isSmaller: [Bool], _ sizes: [Int32], _ array: inout [Int32]
    ) {
        var ends = [Int32](repeating: 0, count: sizes.count)
        func setEnds() {
            var end: Int32 = 0
            for symbol in sizes.indices {
                end += sizes[symbol]
                ends[symbol] = end
            }
        }
        setEnds()
        for place in leftmost.reversed() {
            let symbol = Int(text[Int(place)])
            ends[symbol] -= 1
            array[Int(ends[symbol])] = place
        }
        var starts = [Int32](repeating: 0, count: sizes.count)
        var start: Int32 = 0
        for symbol in sizes.indices {
            starts[symbol] = start
            start += sizes[symbol]
        }
        func putLarger(_ place: Int) {
            let symbol = Int(text[place])
            array[Int(starts[symbol])] = Int32(place)
            starts[symbol] += 1
        }
        putLarger(text.count - 1)
        for index in array.indices {
            let place = Int(array[index])
            if place > 0, !isSmaller[place - 1] { putLarger(place - 1) }
        }
        setEnds()
        for index in array.indices.reversed() {
            let place = Int(array[index])
            guard place > 0, isSmaller[place - 1] else { continue }
            let symbol = Int(text[place - 1])
            ends[symbol] -= 1
            array[Int(ends[symbol])] = Int32(place - 1)
        }
    }
}
