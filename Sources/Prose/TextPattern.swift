/// A regular expression over characters, as a tree.
///
/// Literals, `.` (no line's end), classes `[a-z]` and `[^…]`, `\d \w \s` and their capitals, `\n \t \r \u{e9}`, groups `( )` and
/// `(?: )`, `|`, `* + ? {n} {n,} {n,m}`. A text is matched as a whole, so `^` at the beginning and `$` at the end change
/// nothing.
public struct TextPattern: Sendable {
    /// Some characters.
    struct Characters: Sendable, Equatable {
        enum Item: Sendable, Equatable {
            case range(ClosedRange<UInt32>)
            case digit(Bool), word(Bool), space(Bool)
        }
        var items: [Item]
        var isNegated = false

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            items.contains { item in
                switch item {
                case .range(let range): range.contains(scalar.value)
                case .digit(let isIn): (scalar.properties.generalCategory == .decimalNumber) == isIn
                case .word(let isIn):
                    (scalar.properties.isAlphabetic || scalar == "_" || scalar.properties.numericType == .decimal)
                        == isIn
                case .space(let isIn): scalar.properties.isWhitespace == isIn
                }
            } != isNegated
        }
    }

    indirect enum Node: Sendable, Equatable {
        case one(Characters)
        case sequence([Node])
        case choice([Node])
        case repetition(Node, least: Int, most: Int?)
    }

    /// Why a pattern cannot be used.
    public struct Flaw: Error, Equatable, Sendable, CustomStringConvertible {
        /// The number of the character, from 1 on.
        public let place: Int
        /// What is wrong there.
        public let description: String
    }

    let root: Node

    /// The largest number in braces.
    static let mostRepetitions = 1_000
    private static let deepest = 100

    /// - Throws: ``Flaw``.
    public init(_ text: String) throws(Flaw) {
        var parser = Parser(scalars: Array(text.unicodeScalars))
        guard !parser.scalars.isEmpty else { throw Flaw(place: 1, description: "it is empty") }
        if parser.next == "^" { parser.place += 1 }
        root = try parser.choice(depth: 0)
        if parser.next == ")" { throw parser.flaw("this ) closes nothing") }
        guard parser.next == nil else { throw parser.flaw("this cannot be read") }
    }

    private struct Parser {
        let scalars: [Unicode.Scalar]
        var place = 0

        var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

        func flaw(_ text: String) -> Flaw { Flaw(place: place + 1, description: text) }

        mutating func choice(depth: Int) throws(Flaw) -> Node {
            guard depth < TextPattern.deepest else { throw flaw("groups are nested too deeply") }
            var all = [try sequence(depth: depth)]
            while next == "|" {
                place += 1
                all.append(try sequence(depth: depth))
            }
            return all.count == 1 ? all[0] : .choice(all)
        }

        mutating func sequence(depth: Int) throws(Flaw) -> Node {
            var parts: [Node] = []
            while let scalar = next, scalar != "|", scalar != ")" {
                if scalar == "$" {
                    guard place == scalars.count - 1 else { throw flaw("$ can only be the end of the pattern") }
                    place += 1
                    break
                }
                parts.append(try repeated(atom(scalar, depth: depth)))
            }
            return parts.count == 1 ? parts[0] : .sequence(parts)
        }

        mutating func repeated(_ node: Node) throws(Flaw) -> Node {
            var node = node
            while let scalar = next {
                switch scalar {
                case "*": node = .repetition(node, least: 0, most: nil)
                case "+": node = .repetition(node, least: 1, most: nil)
                case "?": node = .repetition(node, least: 0, most: 1)
                case "{":
                    let (least, most) = try bounds()
                    node = .repetition(node, least: least, most: most)
                default: return node
                }
                place += 1
            }
            return node
        }

        /// Reads what stands in braces, up to the closing one.
        mutating func bounds() throws(Flaw) -> (Int, Int?) {
            place += 1
            let least = try number()
            var most: Int? = least
            if next == "," {
                place += 1
                most = next == "}" ? nil : try number()
            }
            guard next == "}" else { throw flaw("{ needs a number or two, and }") }
            if let most, most < least { throw flaw("\(most) is less than \(least)") }
            return (least, most)
        }

        mutating func number() throws(Flaw) -> Int {
            var digits = ""
            while let scalar = next, "0"..."9" ~= scalar {
                digits.unicodeScalars.append(scalar)
                place += 1
            }
            guard let number = Int(digits) else { throw flaw("{ needs a number or two, and }; a { itself is \\{") }
            guard number <= TextPattern.mostRepetitions else {
                throw flaw("\(digits) repetitions are too many; there may be \(TextPattern.mostRepetitions)")
            }
            return number
        }

        mutating func atom(_ scalar: Unicode.Scalar, depth: Int) throws(Flaw) -> Node {
            switch scalar {
            case "(":
                place += 1
                if next == "?" {
                    guard place + 1 < scalars.count, scalars[place + 1] == ":" else {
                        throw flaw("of groups with (? only (?: ) is understood")
                    }
                    place += 2
                }
                let node = try choice(depth: depth + 1)
                guard next == ")" else { throw flaw("a ) is missing") }
                place += 1
                return node
            case "[": return .one(try set())
            case ".":
                place += 1
                return .one(Characters(items: [.range(0x0A...0x0A)], isNegated: true))
            case "\\": return .one(Characters(items: [try escape()]))
            case "*", "+", "?", "{": throw flaw("there is nothing before this \(scalar) to repeat")
            case "^": throw flaw("^ can only be the beginning of the pattern")
            default:
                place += 1
                return .one(Characters(items: [.range(scalar.value...scalar.value)]))
            }
        }

        mutating func escape() throws(Flaw) -> Characters.Item {
            place += 1
            guard let scalar = next else { throw flaw("there is nothing after the last \\") }
            place += 1
            func one(_ value: UInt32) -> Characters.Item { .range(value...value) }
            switch scalar {
            case "d": return .digit(true)
            case "D": return .digit(false)
            case "w": return .word(true)
            case "W": return .word(false)
            case "s": return .space(true)
            case "S": return .space(false)
            case "n": return one(0x0A)
            case "t": return one(0x09)
            case "r": return one(0x0D)
            case "u":
                let end = scalars[place...].firstIndex(of: "}")
                guard next == "{", let end,
                    let value = UInt32(String(String.UnicodeScalarView(scalars[place + 1..<end])), radix: 16),
                    Unicode.Scalar(value) != nil
                else { throw flaw("after \\u there must be a character's number: \\u{e9}") }
                place = end + 1
                return one(value)
            case "0"..."9", "a"..."z", "A"..."Z":
                place -= 1
                throw flaw("\\\(scalar) is not understood")
            default: return one(scalar.value)
            }
        }

        mutating func set() throws(Flaw) -> Characters {
            let start = place
            place += 1
            var set = Characters(items: [])
            if next == "^" {
                set.isNegated = true
                place += 1
            }
            var isFirst = true
            while true {
                guard let scalar = next else {
                    place = start
                    throw flaw("this [ is not closed")
                }
                if scalar == "]", !isFirst { break }
                isFirst = false
                let item = try setItem(scalar)
                guard case .range(let low) = item, next == "-", place + 1 < scalars.count, scalars[place + 1] != "]"
                else {
                    set.items.append(item)
                    continue
                }
                place += 1
                guard case .range(let high) = try setItem(scalars[place]), low.lowerBound <= high.upperBound else {
                    place -= 1
                    throw flaw("this range has no end, or ends before it begins")
                }
                set.items.append(.range(low.lowerBound...high.upperBound))
            }
            place += 1
            return set
        }

        mutating func setItem(_ scalar: Unicode.Scalar) throws(Flaw) -> Characters.Item {
            if scalar == "\\" { return try escape() }
            place += 1
            return .range(scalar.value...scalar.value)
        }
    }
}
