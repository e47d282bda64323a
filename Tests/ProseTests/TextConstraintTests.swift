import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

private let letters = "abcdefgh EÉ.,-1234\n"

private func model(_ layout: TextLayout = .document) throws -> TextModel {
    let tokenizer = try Tokenizer(Corpus(letters), layout: layout)
    var random = SplitMix64(seed: 8)
    let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 10, layers: 1)
    return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
}

/// What a model writes by some rules.
private func written(
    _ rules: [any TextConstraint], _ maximum: Int, layout: TextLayout = .document, prompt: String = "", count: Int = 20
) throws -> [(text: String, reason: StopReason)] {
    let model = try model(layout)
    let limits = try LengthLimits(maximum: maximum)
    let rules = try TextConstraints(rules, tokenizer: model.tokenizer, prompt: prompt, limits: limits)
    var texts = [(text: String, reason: StopReason)](repeating: ("", .interrupted), count: count)
    try model.write(
        count: count, prompt: prompt, limits: limits, seed: 4, constraints: rules,
        deliver: {
            texts[$0].text.unicodeScalars.append($1); return nil
        }, end: { texts[$0].reason = $1 })
    return texts
}

@Suite struct TextPatternTests {
    /// Whether a pattern matches a text as a whole.
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        var constraint = try PatternConstraint(TextPattern(pattern), tokenizer: Tokenizer(text: letters))
        for scalar in text.unicodeScalars {
            guard constraint.allows(scalar, left: .max) else { return false }
            constraint.advance(scalar)
        }
        return constraint.allowsEnd
    }

    @Test(
        "Patterns match what they say",
        arguments: [
            ("abc", ["abc"], ["ab", "abcd", ""]), ("a|bc", ["a", "bc"], ["ab", "c", "abc"]),
            ("a*b+c?", ["b", "aabbc", "bc"], ["a", "ac", "bcc"]), ("(ab){2}", ["abab"], ["ab", "ababab"]),
            ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]), ("a{2,}", ["aa", "aaaaa"], ["a"]), ("a{0}b", ["b"], ["ab"]),
            ("[a-c1]+", ["abc1"], ["d", ""]), ("[^a-c]+", ["de1 \n"], ["a"]), (".", ["a", "É"], ["\n", ""]),
            ("\\d{2}\\s\\w", ["12 a", "34\nÉ"], ["1 a", "12a"]), ("\\D\\S\\W", ["a1."], ["1aa", "a .", "a1a"]),
            ("a\\.b\\u{c9}", ["a.bÉ"], ["axbÉ"]), ("[\\]a-]+", ["a-a"], ["b"]), ("[]a]", ["a"], ["b"]),
            ("^(?:a|b)c$", ["ac", "bc"], ["a", "c"]), ("(a|b|)c", ["ac", "bc", "c"], ["abc"]),
            ("(a*)*b", ["b", "aaab"], ["a"]), ("((a|b)*c){2}", ["cc", "abcbac"], ["c", "ccc"]),
            ("a\\nb", ["a\nb"], ["ab"]),
        ] as [(String, [String], [String])])
    func match(pattern: String, yes: [String], no: [String]) throws {
        for text in yes { #expect(try matches(pattern, text), "\(pattern) should match \(text)") }
        for text in no { #expect(try !matches(pattern, text), "\(pattern) should not match \(text)") }
    }

    @Test(
        "What is no pattern says where, and why",
        arguments: [
            ("", 1, "empty"), ("a(b", 4, "missing"), ("a)b", 2, "closes nothing"), ("[ab", 1, "not closed"),
            ("*a", 1, "nothing before"), ("a{2", 4, "}"), ("a{3,2}", 6, "less than"), ("a{1001}", 7, "too many"),
            ("a\\", 3, "last \\"), ("(?=a)", 2, "only (?: )"), ("a^b", 2, "beginning"), ("a$b", 2, "end"),
            ("\\q", 2, "not understood"), ("[b-a]", 4, "range"), ("\\u{110000}", 3, "number"), ("a{x}", 3, "number"),
        ] as [(String, Int, String)])
    func flaws(pattern: String, place: Int, words: String) {
        #expect {
            _ = try TextPattern(pattern)
        } throws: { error in
            guard let flaw = error as? TextPattern.Flaw else { return false }
            return flaw.place == place && flaw.description.contains(words)
        }
    }

    @Test("Random patterns of any kind are read or refused, and none takes long") func anything() {
        var random = SplitMix64(seed: 1)
        let pieces = Array("ab()[]{}|*+?.^$\\-,12dwu")
        for _ in 0..<800 {
            let text = String(
                (0..<Int(random.next() % 12)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] })
            guard let pattern = try? TextPattern(text) else { continue }
            _ = try? PatternConstraint(pattern, tokenizer: Tokenizer(text: letters))
        }
        #expect(throws: TextPattern.Flaw.self) { try TextPattern(String(repeating: "(", count: 5_000)) }
        #expect(throws: PatternConstraint.Flaw.tooLarge(limit: PatternConstraint.stateLimit)) {
            try PatternConstraint(TextPattern("((a{900}){900}){900}"), tokenizer: Tokenizer(text: letters))
        }
        #expect(throws: PatternConstraint.Flaw.cannotMatch) {
            try PatternConstraint(TextPattern("a+Z"), tokenizer: Tokenizer(text: letters))
        }
    }
}

@Suite struct TextConstraintTests {
    @Test(
        "A text matches its pattern within its length, however it is drawn", arguments: [TextLayout.document, .lines])
    func pattern(layout: TextLayout) throws {
        let pattern = try TextPattern("[a-d]+(,[a-d]{2,}){2,3}\\.?")
        let constraint = try PatternConstraint(pattern, tokenizer: model(layout).tokenizer)
        #expect(constraint.shortest == 7)
        for maximum in [7, 8, 12, 40] {
            for (text, _) in try written([constraint], maximum, layout: layout) {
                var check = constraint
                for scalar in text.unicodeScalars {
                    #expect(check.allows(scalar, left: .max))
                    check.advance(scalar)
                }
                #expect(check.allowsEnd, "\(text)")
                #expect(text.unicodeScalars.count <= maximum)
            }
        }
        let whole = try written([try PatternConstraint(TextPattern("ab?c\\."), tokenizer: model().tokenizer)], 40)
        #expect(whole.allSatisfy { $0.reason == .constraint && ["ac.", "abc."].contains($0.text) })
    }

    @Test("Lines have the length and the number that were asked for") func lines() throws {
        for (text, reason) in try written([LineLength(3...7), LineCount(4)], 60) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(reason == .constraint && lines.count == 4)
            #expect(lines.allSatisfy { 3...7 ~= $0.unicodeScalars.count }, "\(text)")
        }
        // The last characters are line ends, where there is no room for more.
        for (text, _) in try written([LineCount(6)], 8) { #expect(text.count { $0 == "\n" } >= 5) }
        for (text, _) in try written([LineLength(0...4)], 9, layout: .lines) { #expect(text.unicodeScalars.count <= 4) }
        #expect(throws: ProseError.promptForbidden(rule: "--line-length", character: 5)) {
            try written([LineLength(0...4)], 9, prompt: "abcde")
        }
    }

    @Test("Lines begin with the letters of a word, in either case") func acrostic() throws {
        for (text, reason) in try written([Acrostic("É be")], 40) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(reason == .constraint || reason == .length)
            let first = lines.prefix(3).compactMap { $0.first.map { $0.lowercased() } }
            #expect(first == ["é", "b", "e"], "\(text)")
            #expect(lines.count <= 4)
        }
        for (text, _) in try written([Acrostic("abcd")], 7) { #expect(text == "a\nb\nc\nd") }
        let goesOn = try written([Acrostic("ab")], 9, prompt: "a1")
        #expect(goesOn.allSatisfy { ($0.text.split(separator: "\n").last?.first).map { $0 == "b" } ?? false })
        #expect(throws: ProseError.promptForbidden(rule: "--acrostic", character: 1)) {
            try written([Acrostic("ab")], 9, prompt: "b")
        }
    }

    @Test("What is banned is not written: letters in both cases, words on their own, passages as they are") func bans()
        throws
    {
        let texts = try written([Ban(["É", "ab", "a", ". ", "--", "dé"])], 400)
        for (text, _) in texts {
            #expect(!text.contains("É") && !text.contains("a") && !text.contains(". ") && !text.contains("--"))
        }
        #expect(texts.contains { $0.text.contains("E") && $0.text.contains(".") && $0.text.contains("-") })
        let isWord: (Character) -> Bool = { $0.isLetter || $0.isNumber }
        var free = 0
        for (text, _) in try written([Ban(["ef", "b1"])], 600, count: 40) {
            let words = text.split { !isWord($0) }.map { $0.lowercased() }
            #expect(!words.contains("ef") && !words.contains("b1"), "\(text)")
            free += words.count { $0.contains("ef") || $0.contains("b1") }
        }
        #expect(free > 0)
        // A text that could end with the word goes on to another one, or does not begin it.
        for (text, _) in try written([Ban(["ab"])], 2, count: 60) { #expect(text.lowercased() != "ab") }
    }

    @Test("Rules that leave nothing are named") func named() throws {
        #expect {
            _ = try written([LineLength(2...3), Ban(["\n"])], 40)
        } throws: { "\($0)" == "nothing may follow: all is forbidden by --line-length and --ban; ask for less" }
    }
}
