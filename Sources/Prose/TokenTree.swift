/// The texts of tokens as a tree, one character a node, so that a rule about characters is asked once for all tokens that
/// begin alike.
final class TokenTree: Sendable {
    /// A character, after those of the nodes above it.
    struct Node: Sendable {
        var scalar: Unicode.Scalar
        /// The tokens that begin with these characters, as places in `order`; the first `ends` of them end here.
        var tokens: Range<Int>
        var ends = 0
        var children: Range<Int> = 0..<0
    }

    /// The nodes, parents before children; the first is the root of words, the second that of all else.
    let nodes: [Node]
    /// The tokens in the order of their texts.
    let order: [Int]
    /// Tokens of bytes that begin within a character.
    let fragments: [Int]
    /// Tokens that end within a character; what they complete of it is not in the tree.
    let beginnings: [Int]
    /// The length of the longest text.
    let depth: Int
    /// The characters of the texts, and the space that is understood between words, each once, in ascending order.
    let characters: [Unicode.Scalar]

    static let words = 0
    static let others = 1

    /// nil where each token is a character.
    init?(_ table: Tokenizer.Table) {
        var texts: [[(text: [Unicode.Scalar], token: Int)]] = [[], []]
        var (fragments, beginnings): ([Int], [Int]) = ([], [])
        switch table {
        case .characters: return nil
        case .words(let table):
            for (index, text) in table.texts.enumerated() {
                texts[table.isWord[index] ? Self.words : Self.others].append(
                    (text.compactMap { Unicode.Scalar($0) }, index + Tokenizer.specials.count))
            }
        case .bytes(let table):
            for (index, piece) in table.pieces.enumerated() {
                let token = index + Tokenizer.specials.count
                guard piece[0] & 0xC0 != 0x80, RawText.Decoder.length(piece[0]) != nil else {
                    fragments.append(token)
                    continue
                }
                var decoder = RawText.Decoder(isText: !table.holdsAnyBytes)
                var text: [Unicode.Scalar] = []
                for byte in piece { decoder.add(byte) { text.append($0) } }
                if !decoder.rest.isEmpty { beginnings.append(token) }
                texts[Self.others].append((text, token))
            }
        }
        var order: [Int] = []
        var nodes: [Node] = []
        var starts: [Int] = []
        for kind in texts.indices {
            texts[kind].sort { one, other in
                one.text != other.text ? one.text.lexicographicallyPrecedes(other.text) : one.token < other.token
            }
            starts.append(order.count)
            order += texts[kind].map(\.token)
            nodes.append(Node(scalar: "\u{0}", tokens: starts[kind]..<order.count))
        }
        let all = texts.flatMap { $0.map(\.text) }
        var level = [0, 1]
        var depth = 0
        while !level.isEmpty {
            var next: [Int] = []
            for index in level {
                let range = nodes[index].tokens
                var place = range.lowerBound
                while place < range.upperBound, all[place].count == depth { place += 1 }
                nodes[index].ends = place - range.lowerBound
                let first = nodes.count
                while place < range.upperBound {
                    let scalar = all[place][depth]
                    let start = place
                    while place < range.upperBound, all[place][depth] == scalar { place += 1 }
                    next.append(nodes.count)
                    nodes.append(Node(scalar: scalar, tokens: start..<place))
                }
                nodes[index].children = first..<nodes.count
            }
            level = next
            if !next.isEmpty { depth += 1 }
        }
        self.nodes = nodes
        self.order = order
        self.fragments = fragments
        self.beginnings = beginnings
        self.depth = depth
        characters = Set(all.joined() + [" "]).sorted()
    }

    /// The node below one that a character leads to.
    func child(of node: Int, _ scalar: Unicode.Scalar) -> Int? {
        nodes[node].children.first { nodes[$0].scalar == scalar }
    }

    /// Where the next token may begin, and the space that stands before it if it is a word after a word.
    func roots(afterWord: Bool) -> [(node: Int, space: Bool)] { [(Self.words, afterWord), (Self.others, false)] }

    /// The tokens whose text begins so.
    func tokens(beginningWith text: [Unicode.Scalar], afterWord: Bool) -> [Int] {
        var found: [Int] = []
        for (root, hasSpace) in roots(afterWord: afterWord) {
            var rest = text[...]
            if hasSpace, let first = rest.popFirst(), first != " " { continue }
            var node: Int? = root
            while let at = node, let next = rest.popFirst() { node = child(of: at, next) }
            if let node { found += order[nodes[node].tokens] }
        }
        return found
    }

    func begins(with text: [Unicode.Scalar], afterWord: Bool) -> Bool {
        !text.isEmpty && !tokens(beginningWith: text, afterWord: afterWord).isEmpty
    }
}
