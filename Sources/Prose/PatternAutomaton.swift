/// A nondeterministic automaton over the characters of a vocabulary.
struct PatternAutomaton: Sendable {
    struct Edge: Sendable {
        var set: Int
        var target: Int32
    }

    private(set) var edges: [[Edge]] = []
    private var jumps: [[Int32]] = []
    private(set) var sets: [TextPattern.Characters] = []
    /// The tokens of each set, where a token is a character; else nothing.
    private(set) var tokens: [[Int]] = []
    /// The same sets where characters are written byte by byte; else nothing.
    private var ranges: [CharacterRanges] = []
    /// Whether a text can have a character of each set.
    private var isUsable: [Bool] = []
    /// The fewest characters from each state to the end; `Int.max` where none lead there.
    private(set) var distances: [Int] = []
    private(set) var start: Int32 = 0
    private(set) var end: Int32 = 0

    init(_ pattern: TextPattern, _ tokenizer: Tokenizer) throws(PatternConstraint.Flaw) {
        start = try state()
        end = try add(pattern.root, from: start)
        switch tokenizer.table {
        case .characters(let table):
            tokens = sets.map { set in
                let known = table.characters
                return known.indices.filter { set.contains(known[$0]) }.map { $0 + Tokenizer.specials.count }
            }
            isUsable = tokens.map { !$0.isEmpty }
        case .words:
            let known = tokenizer.tree?.characters ?? []
            isUsable = sets.map { set in known.contains { set.contains($0) } }
        case .bytes:
            // Any character can be written byte by byte.
            ranges = sets.map { CharacterRanges($0) }
            isUsable = ranges.map { $0.meets(0...0x10FFFF) }
        }
        measure()
    }

    /// Whether a text can take an edge and match.
    func isAlive(_ edge: Edge) -> Bool { distances[Int(edge.target)] < .max && isUsable[edge.set] }

    private mutating func state() throws(PatternConstraint.Flaw) -> Int32 {
        guard edges.count < PatternConstraint.stateLimit else {
            throw .tooLarge(limit: PatternConstraint.stateLimit)
        }
        edges.append([])
        jumps.append([])
        return Int32(edges.count - 1)
    }

    /// Adds what matches a node after a state; returns the state after it.
    private mutating func add(_ node: TextPattern.Node, from first: Int32) throws(PatternConstraint.Flaw) -> Int32 {
        switch node {
        case .one(let characters):
            let set = sets.firstIndex(of: characters) ?? sets.count
            if set == sets.count { sets.append(characters) }
            let target = try state()
            edges[Int(first)].append(Edge(set: set, target: target))
            return target
        case .sequence(let parts):
            var last = first
            for part in parts { last = try add(part, from: last) }
            return last
        case .choice(let parts):
            let last = try state()
            for part in parts {
                let begin = try state()
                jumps[Int(first)].append(begin)
                jumps[Int(try add(part, from: begin))].append(last)
            }
            return last
        case .repetition(let part, let least, let most):
            var last = first
            for _ in 0..<least { last = try add(part, from: last) }
            let after = try state()
            if let most {
                jumps[Int(last)].append(after)
                for _ in 0..<(most - least) {
                    last = try add(part, from: last)
                    jumps[Int(last)].append(after)
                }
            } else {
                let loop = try state()
                jumps[Int(last)].append(loop)
                jumps[Int(loop)].append(after)
                jumps[Int(try add(part, from: loop))].append(loop)
            }
            return after
        }
    }

    /// Whether an edge takes any of some characters, where they are written byte by byte.
    func takes(anyOf scalars: ClosedRange<UInt32>, _ edge: Edge) -> Bool { ranges[edge.set].meets(scalars) }

    /// The fewest characters after one that an edge takes.
    func distance(_ edge: Edge) -> Int { distances[Int(edge.target)] }

    /// The fewest characters to the end from some states.
    func needed(_ states: [Int32]) -> Int { states.map { distances[Int($0)] }.min() ?? .max }

    /// The states that a text can be in after its last character, or before its first.
    var starts: [Int32] {
        var isStart = [Bool](repeating: false, count: edges.count)
        isStart[Int(start)] = true
        for edge in edges.joined() { isStart[Int(edge.target)] = true }
        return isStart.indices.filter { isStart[$0] }.map { Int32($0) }
    }

    /// The states after a character, in ascending order.
    func after(_ states: [Int32], _ scalar: Unicode.Scalar) -> [Int32] {
        var next: [Int32] = []
        for state in states {
            for edge in edges[Int(state)] where sets[edge.set].contains(scalar) { next.append(edge.target) }
        }
        return closure(next)
    }

    /// The states that are reached without a character, in ascending order.
    func closure(_ some: [Int32]) -> [Int32] {
        var seen = Set(some)
        var open = Array(seen)
        while let state = open.popLast() {
            for next in jumps[Int(state)] where seen.insert(next).inserted { open.append(next) }
        }
        return seen.sorted()
    }

    private mutating func measure() {
        distances = [Int](repeating: .max, count: edges.count)
        var (jumpsTo, edgesTo) = (
            [[Int32]](repeating: [], count: edges.count), [[Int32]](repeating: [], count: edges.count)
        )
        for state in edges.indices {
            for target in jumps[state] { jumpsTo[Int(target)].append(Int32(state)) }
            for edge in edges[state] where isUsable[edge.set] { edgesTo[Int(edge.target)].append(Int32(state)) }
        }
        var (layer, distance) = ([end], 0)
        while !layer.isEmpty {
            var open = layer
            var found: [Int32] = []
            while let state = open.popLast() {
                guard distances[Int(state)] == .max else { continue }
                distances[Int(state)] = distance
                found.append(state)
                open += jumpsTo[Int(state)]
            }
            layer = found.flatMap { edgesTo[Int($0)] }.filter { distances[Int($0)] == .max }
            distance += 1
        }
    }
}
