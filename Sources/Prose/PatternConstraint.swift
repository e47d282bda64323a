public import Sampling

/// A text that a regular expression matches as a whole.
///
/// The pattern becomes an automaton (Thompson 1968, "Regular expression search algorithm") whose states all are followed at
/// once; for each the fewest characters to an end are known, so that a text never runs into its length before it matches.
public struct PatternConstraint: TextConstraint {
    /// Why a pattern cannot be followed.
    public enum Flaw: Error, Equatable, Sendable {
        /// Too many states, as nested repetitions make them.
        case tooLarge(limit: Int)
        /// No text of the model's characters matches.
        case cannotMatch
    }

    public let rule: String
    private let automaton: Automaton
    private var states: [Int32]

    /// The most states of an automaton.
    public static let stateLimit = 20_000

    /// - Parameters:
    ///   - tokenizer: The characters that a text may have.
    /// - Throws: ``Flaw``.
    public init(_ pattern: TextPattern, tokenizer: Tokenizer, rule: String = "--regex") throws(Flaw) {
        automaton = try Automaton(pattern, tokenizer)
        self.rule = rule
        states = automaton.closure([automaton.start])
        guard shortest < .max else { throw .cannotMatch }
    }

    /// The fewest characters to a match from here.
    public var shortest: Int { states.map { automaton.distances[Int($0)] }.min() ?? .max }

    /// The pattern says nothing of what the text begins with.
    public mutating func read(_ scalar: Unicode.Scalar) -> Bool { true }

    public var allowsEnd: Bool { states.contains(automaton.end) }

    public var isComplete: Bool {
        allowsEnd
            && !states.contains { state in
                automaton.edges[Int(state)].contains { automaton.isAlive($0) }
            }
    }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        states.contains { state in
            automaton.edges[Int(state)].contains {
                automaton.distances[Int($0.target)] <= left && automaton.sets[$0.set].contains(scalar)
            }
        }
    }

    public mutating func advance(_ scalar: Unicode.Scalar) {
        var next: [Int32] = []
        for state in states {
            for edge in automaton.edges[Int(state)] where automaton.sets[edge.set].contains(scalar) {
                next.append(edge.target)
            }
        }
        states = automaton.closure(next)
    }

    public var needsWholeCharacters: Bool { true }

    public mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        let tokenizer = decoder.tokenizer
        guard tokenizer.tree == nil else { return restrictByText(&mask, decoder, left: left) }
        var isAllowed = [Bool](repeating: false, count: tokenizer.count)
        var seen: Set<Int> = []
        for state in states {
            for edge in automaton.edges[Int(state)]
            where automaton.distances[Int(edge.target)] <= left && seen.insert(edge.set).inserted {
                for token in automaton.tokens[edge.set] { isAllowed[token] = true }
            }
        }
        for token in isAllowed.indices
        where !isAllowed[token] && token != Tokenizer.eos && token != Tokenizer.unknown {
            mask.forbid(token, rule: rule)
        }
    }
}

/// A nondeterministic automaton over the characters of a vocabulary.
private struct Automaton: Sendable {
    struct Edge: Sendable {
        var set: Int
        var target: Int32
    }

    private(set) var edges: [[Edge]] = []
    private var jumps: [[Int32]] = []
    private(set) var sets: [TextPattern.Characters] = []
    /// The tokens of each set.
    private(set) var tokens: [[Int]] = []
    /// The fewest characters from each state to the end; `Int.max` where none lead there.
    private(set) var distances: [Int] = []
    private(set) var start: Int32 = 0
    private(set) var end: Int32 = 0

    init(_ pattern: TextPattern, _ tokenizer: Tokenizer) throws(PatternConstraint.Flaw) {
        start = try state()
        end = try add(pattern.root, from: start)
        // Of byte pairs and bytes, those that are a character; only whether there is one counts there.
        let characters = tokenizer.characters
        tokens = sets.map { set in
            characters.indices.filter { set.contains(characters[$0]) }.map { $0 + Tokenizer.specials.count }
        }
        measure()
    }

    func isAlive(_ edge: Edge) -> Bool { distances[Int(edge.target)] < .max && !tokens[edge.set].isEmpty }

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
            for edge in edges[state] where !tokens[edge.set].isEmpty { edgesTo[Int(edge.target)].append(Int32(state)) }
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
