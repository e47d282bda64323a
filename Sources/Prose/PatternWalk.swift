internal import Synchronization

/// An automaton over the tokens of a vocabulary of words, byte pairs or bytes: which of them may come next, and how many
/// characters a text then needs at least, with them, until it matches.
///
/// The sets of states that occur are numbered as they are met (the subset construction, done lazily), so that all tokens are
/// followed with one look-up for each character of their tree. Copies of a constraint share what was found.
final class PatternWalk: Sendable {
    let automaton: PatternAutomaton
    private let tree: TokenTree
    /// The number of each character that tokens have, and that of each node of the tree.
    private let symbols: [Unicode.Scalar: Int32]
    private let characters: [Unicode.Scalar]
    private let nodeSymbols: [Int32]
    /// The fewest characters from each state to the end by whole tokens, first where a word was written last.
    private let distances: [[Int]]
    private let memory: Mutex<Memory>

    /// A token that may come next, if so many characters can still be written.
    struct Step {
        var token: Int32
        var needed: Int32
    }

    private struct Memory {
        var numbers: [[Int32]: Int32] = [:]
        var sets: [[Int32]] = []
        /// The number of the set after each character; -1 where none is left, -2 where it is not known.
        var next: [[Int32]] = []
        var steps: [Int: [Step]] = [:]
    }

    /// So many sets of states, and lists of tokens, are kept.
    private static let mostSets = 20_000
    private static let mostLists = 64
    /// So many nodes are visited to measure the way to the end.
    private static let mostVisits = 300_000_000

    /// - Throws: `PatternConstraint.Flaw.tooLarge`.
    init(_ automaton: PatternAutomaton, _ tree: TokenTree, areWords: Bool) throws(PatternConstraint.Flaw) {
        self.automaton = automaton
        self.tree = tree
        characters = tree.characters
        let symbols = Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, Int32($0)) })
        self.symbols = symbols
        nodeSymbols = tree.nodes.indices.map { symbols[tree.nodes[$0].scalar] ?? 0 }
        memory = Mutex(Memory())
        // Where every character can be written alone, the way by characters is that by tokens.
        guard areWords else {
            distances = [automaton.distances, automaton.distances]
            return
        }
        let starts = automaton.starts
        let limit = max(500, Self.mostVisits / max(1, 2 * tree.nodes.count))
        guard starts.count <= limit else { throw .tooLarge(limit: limit) }
        distances = Self.measured(automaton, starts, Walker(automaton, tree, symbols, nodeSymbols))
    }

    /// The fewest characters that a text needs from some states on.
    func needed(_ states: [Int32], afterWord: Bool) -> Int {
        states.map { distances[afterWord ? 1 : 0][Int($0)] }.min() ?? .max
    }

    /// The tokens that may come next where nothing is incomplete.
    func steps(_ states: [Int32], afterWord: Bool) -> [Step] {
        memory.withLock { memory in
            if memory.sets.count > Self.mostSets { memory = Memory() }
            let walker = Walker(automaton, tree, symbols, nodeSymbols)
            let start = walker.number(states, &memory)
            let key = 2 * Int(start) + (afterWord ? 1 : 0)
            if let known = memory.steps[key] { return known }
            var steps: [Step] = []
            var needs: [Int: Int] = [:]
            walker.walk(start, afterWord: afterWord, &memory) { set, isWord, length, places, memory in
                let key = 2 * Int(set) + (isWord ? 1 : 0)
                let rest = needs[key] ?? needed(memory.sets[Int(set)], afterWord: isWord)
                needs[key] = rest
                guard rest < .max else { return }
                for place in places {
                    steps.append(Step(token: Int32(tree.order[place]), needed: Int32(clamping: length + rest)))
                }
            }
            if memory.steps.count >= Self.mostLists { memory.steps.removeAll() }
            memory.steps[key] = steps
            return steps
        }
    }

    /// Goes through the tree of the tokens with sets of states.
    private struct Walker {
        let automaton: PatternAutomaton
        let tree: TokenTree
        let symbols: [Unicode.Scalar: Int32]
        let nodeSymbols: [Int32]

        init(
            _ automaton: PatternAutomaton, _ tree: TokenTree, _ symbols: [Unicode.Scalar: Int32], _ nodeSymbols: [Int32]
        ) {
            self.automaton = automaton
            self.tree = tree
            self.symbols = symbols
            self.nodeSymbols = nodeSymbols
        }

        func number(_ states: [Int32], _ memory: inout Memory) -> Int32 {
            if let known = memory.numbers[states] { return known }
            let number = Int32(memory.sets.count)
            memory.numbers[states] = number
            memory.sets.append(states)
            memory.next.append([Int32](repeating: -2, count: tree.characters.count))
            return number
        }

        private func next(_ set: Int32, _ symbol: Int32, _ memory: inout Memory) -> Int32 {
            let known = memory.next[Int(set)][Int(symbol)]
            guard known == -2 else { return known }
            let states = automaton.after(memory.sets[Int(set)], tree.characters[Int(symbol)])
            let found = states.isEmpty ? -1 : number(states, &memory)
            memory.next[Int(set)][Int(symbol)] = found
            return found
        }

        /// Calls `body` with the set after some tokens, whether they are words, their length with the space before them, and
        /// their places in the order of the tree.
        func walk(
            _ start: Int32, afterWord: Bool, _ memory: inout Memory,
            _ body: (Int32, Bool, Int, Range<Int>, inout Memory) -> Void
        ) {
            for (root, hasSpace) in tree.roots(afterWord: afterWord) {
                var set = start
                if hasSpace {
                    guard let space = symbols[" "] else { continue }
                    set = next(start, space, &memory)
                    guard set >= 0 else { continue }
                }
                var open = [(node: root, set: set, length: hasSpace ? 1 : 0)]
                while let (node, set, length) = open.popLast() {
                    for child in tree.nodes[node].children {
                        let after = next(set, nodeSymbols[child], &memory)
                        guard after >= 0 else { continue }
                        let (place, ends) = (tree.nodes[child].tokens.lowerBound, tree.nodes[child].ends)
                        if ends > 0 { body(after, root == TokenTree.words, length + 1, place..<place + ends, &memory) }
                        if !tree.nodes[child].children.isEmpty { open.append((child, after, length + 1)) }
                    }
                }
            }
        }
    }

    /// The fewest characters from each state to the end by whole words and signs: Dijkstra's algorithm from the end.
    private static func measured(_ automaton: PatternAutomaton, _ starts: [Int32], _ walker: Walker) -> [[Int]] {
        struct Way {
            var from: Int32
            var length: Int
        }
        let count = automaton.edges.count
        // A state and whether a word was written last make one number.
        var ways = [[Way]](repeating: [], count: 2 * count)
        var distances = [Int](repeating: .max, count: 2 * count)
        var layers: [[Int32]] = [[]]
        var memory = Memory()
        var isStart = [Bool](repeating: false, count: count)
        for state in starts { isStart[Int(state)] = true }
        for state in starts {
            let closure = automaton.closure([state])
            for afterWord in [0, 1] {
                let here = Int32(2 * Int(state) + afterWord)
                if closure.contains(automaton.end) { layers[0].append(here) }
                var least: [Int: Int] = [:]
                walker.walk(walker.number(closure, &memory), afterWord: afterWord == 1, &memory) {
                    set, isWord, length, _, _ in
                    let key = 2 * Int(set) + (isWord ? 1 : 0)
                    if length < least[key] ?? .max { least[key] = length }
                }
                for (key, length) in least {
                    for target in memory.sets[key / 2] where isStart[Int(target)] {
                        ways[2 * Int(target) + key % 2].append(Way(from: here, length: length))
                    }
                }
                if memory.sets.count > mostSets { memory = Memory() }
            }
        }
        var distance = 0
        while distance < layers.count {
            for place in layers[distance] where distances[Int(place)] == .max {
                distances[Int(place)] = distance
                for way in ways[Int(place)] where distances[Int(way.from)] == .max {
                    let sum = distance + way.length
                    while layers.count <= sum { layers.append([]) }
                    layers[sum].append(way.from)
                }
            }
            layers[distance] = []
            distance += 1
        }
        return [0, 1].map { afterWord in (0..<count).map { distances[2 * $0 + afterWord] } }
    }
}
