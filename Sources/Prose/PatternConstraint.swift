public import Sampling

/// A text that a regular expression matches as a whole.
///
/// The pattern becomes an automaton (Thompson 1968, "Regular expression search algorithm") whose states all are followed at
/// once; for each the fewest characters to an end are known, so that a text never runs into its length before it matches. Where
/// words are tokens, only ways that whole words and signs go count, with the spaces that are understood between them.
public struct PatternConstraint: TextConstraint {
    /// Why a pattern cannot be followed.
    public enum Flaw: Error, Equatable, Sendable {
        /// Too many states, as nested repetitions make them.
        case tooLarge(limit: Int)
        /// No text of the model's tokens matches.
        case cannotMatch
    }

    public let rule: String
    /// The fewest characters to a match from the beginning on.
    public let shortest: Int
    private let automaton: PatternAutomaton
    /// What is known of tokens; nil where each is a character.
    private let walk: PatternWalk?
    private var states: [Int32]

    /// The most states of an automaton.
    public static let stateLimit = 20_000

    /// - Parameters:
    ///   - tokenizer: The tokens that a text may have.
    ///   - decoder: What the text begins with; nil for nothing.
    /// - Throws: ``Flaw``.
    public init(
        _ pattern: TextPattern, tokenizer: Tokenizer, after decoder: TokenDecoder? = nil, rule: String = "--regex"
    ) throws(Flaw) {
        let automaton = try PatternAutomaton(pattern, tokenizer)
        let start = automaton.closure([automaton.start])
        let decoder = decoder ?? TokenDecoder(tokenizer)
        self.automaton = automaton
        self.rule = rule
        states = start
        guard let tree = tokenizer.tree else {
            (walk, shortest) = (nil, automaton.needed(start))
            guard shortest < .max else { throw .cannotMatch }
            return
        }
        let walk = try PatternWalk(automaton, tree, areWords: tokenizer.kind == .words)
        self.walk = walk
        shortest =
            decoder.isClear
            ? walk.needed(start, afterWord: decoder.afterWord)
            : decoder.fitting.map { Self.needed(start, automaton, walk, $0, decoder) }.min() ?? .max
        guard shortest < .max else { throw .cannotMatch }
    }

    /// The pattern says nothing of what the text begins with.
    public mutating func read(_ scalar: Unicode.Scalar) -> Bool { true }

    public var allowsEnd: Bool { states.contains(automaton.end) }

    public var isComplete: Bool {
        allowsEnd
            && !states.contains { state in
                automaton.edges[Int(state)].contains { automaton.isAlive($0) }
            }
    }

    public func isComplete(_ decoder: TokenDecoder, room: Int) -> Bool {
        guard allowsEnd, decoder.isClear else { return false }
        // A character that is no token by itself can still be written byte by byte.
        guard let walk, decoder.tokenizer.kind == .words else {
            return !states.contains { state in
                automaton.edges[Int(state)].contains { automaton.isAlive($0) && automaton.distance($0) < room }
            }
        }
        return !walk.steps(states, afterWord: decoder.afterWord).contains { Int($0.needed) <= room }
    }

    public func allows(_ scalar: Unicode.Scalar, left: Int) -> Bool {
        states.contains { state in
            automaton.edges[Int(state)].contains {
                automaton.distance($0) <= left && automaton.sets[$0.set].contains(scalar)
            }
        }
    }

    public func allows(anyOf scalars: ClosedRange<UInt32>, left: Int) -> Bool {
        states.contains { state in
            automaton.edges[Int(state)].contains {
                automaton.distance($0) <= left && automaton.takes(anyOf: scalars, $0)
            }
        }
    }

    public mutating func advance(_ scalar: Unicode.Scalar) { states = automaton.after(states, scalar) }

    public func allowsTokenEnd(afterWord: Bool, room: Int) -> Bool {
        walk.map { $0.needed(states, afterWord: afterWord) <= room } ?? true
    }

    public mutating func restrict(_ mask: inout TokenMask, _ decoder: TokenDecoder, left: Int) {
        let tokenizer = decoder.tokenizer
        var isAllowed = [Bool](repeating: false, count: tokenizer.count)
        if let walk {
            guard decoder.isClear, let tree = tokenizer.tree else {
                return restrictByText(&mask, decoder, left: left)
            }
            let room = left == .max ? .max : left + 1
            for step in walk.steps(states, afterWord: decoder.afterWord) where Int(step.needed) <= room {
                isAllowed[Int(step.token)] = true
            }
            for token in tree.beginnings { isAllowed[token] = allows(token, decoder, left: left) }
        } else {
            var seen: Set<Int> = []
            for state in states {
                for edge in automaton.edges[Int(state)]
                where automaton.distance(edge) <= left && seen.insert(edge.set).inserted {
                    for token in automaton.tokens[edge.set] { isAllowed[token] = true }
                }
            }
        }
        for token in isAllowed.indices
        where !isAllowed[token] && token != Tokenizer.eos && token != Tokenizer.unknown {
            mask.forbid(token, rule: rule)
        }
    }

    /// The fewest characters to a match where a token comes next.
    private static func needed(
        _ start: [Int32], _ automaton: PatternAutomaton, _ walk: PatternWalk, _ token: Int, _ decoder: TokenDecoder
    ) -> Int {
        var (states, decoder, length) = (start, decoder, 0)
        decoder.add(token) { scalar in
            states = automaton.after(states, scalar)
            length += 1
        }
        let rest = walk.needed(states, afterWord: decoder.afterWord)
        return rest == .max ? .max : length + rest
    }
}
