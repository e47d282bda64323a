import Prose
import Testing
import Training

@Suite struct CorpusTokensTests {
    /// A text of some thousand characters of one to four bytes, with all kinds of line ends.
    private static func text(seed: UInt64, plain: Bool) -> String {
        var random = SplitMix(state: seed)
        var text = String.UnicodeScalarView()
        let rare: [Unicode.Scalar] = [
            "é", "ß", "\r", "字", "€", "😀", "𝄞", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10FFFF}",
        ]
        for _ in 0..<9_000 {
            switch random.next() % 16 {
            case 0: text.append("\n")
            case 1 where !plain: text.append(contentsOf: "\r\n".unicodeScalars)
            case 2 where !plain: text.append(rare[Int(random.next() % UInt64(rare.count))])
            default: text.append(Unicode.Scalar(UInt8(32 + random.next() % 95)))
            }
        }
        return String(text)
    }

    @Test(
        "A window anywhere has the tokens of its characters", arguments: [true, false], [TextLayout.document, .lines])
    func windows(plain: Bool, layout: TextLayout) throws {
        let seed = UInt64.random(in: .min ... .max)
        let text = Self.text(seed: seed, plain: plain)
        let corpus = try Corpus(text)
        let tokenizer = Tokenizer(corpus, layout: layout)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: layout, holdOut: .last)
        // What the text is without any of the means under test.
        var plainText = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
            plainText.append(scalar == "\r" ? "\n" : scalar)
        }
        let tokens = tokenizer.tokens(String(plainText)).map { Int32($0) }
        var expected: [[Int32]]
        switch layout {
        case .document: expected = [[0] + tokens.dropLast(tokens.count / 10)]
        case .lines, .separated:
            let lines = plainText.split(separator: "\n").map { String(String.UnicodeScalarView($0)) }
            expected = lines.dropLast(lines.count / 10).map {
                [0] + tokenizer.tokens($0).map { Int32($0) } + [0]
            }
        }
        try #require(split.training.lengths == expected.map { $0.count - 1 }, "seed \(seed)")
        #expect(split.training.sequences(pieces: 64) == expected, "seed \(seed)")
        var random = SplitMix(state: seed)
        for _ in 0..<300 {
            let sequence = Int(random.next() % UInt64(expected.count))
            let start = Int(random.next() % UInt64(expected[sequence].count - 1))
            let end = min(expected[sequence].count - 1, start + Int(random.next() % 70))
            var inputs: [Int32] = []
            var targets: [Int32] = []
            split.training.read(sequence: sequence, steps: start..<end, inputs: &inputs, targets: &targets)
            #expect(inputs == Array(expected[sequence][start..<end]), "seed \(seed)")
            #expect(
                targets == Array(expected[sequence][start..<end].dropFirst())
                    + expected[sequence][end..<end + 1].filter { _ in end > start }, "seed \(seed)")
        }
    }

    @Test("Targets are counted as they will be asked for", arguments: [TextLayout.document, .lines], HoldOut.allCases)
    func counts(layout: TextLayout, holdOut: HoldOut) throws {
        let corpus = try Corpus(Self.text(seed: 3, plain: false))
        let tokenizer = Tokenizer(corpus, layout: layout, limit: 50)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: layout, holdOut: holdOut)
        for part in [split.training, split.validation] {
            var counts = [Int](repeating: 0, count: tokenizer.count)
            for target in part.targets() where target >= 0 { counts[Int(target)] += 1 }
            #expect(part.targetCounts() == counts)
            #expect(counts[Tokenizer.unknown] > 0)
        }
    }
}

/// A small generator whose seed a failing test can tell.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
