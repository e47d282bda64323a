import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

private let verse = """
    "Don't go," she said -- twice!  The sea, the SEA; 12 ships' bells.
    Où? L'été... the sea\tand the   sky (the sky) don't. A sea of bells, a sky of ships!

    — Go, said the sea.\n
    """

private func model(_ kind: Tokenizer.Kind, layout: TextLayout = .document) throws -> TextModel {
    let tokenizer = try Tokenizer(Corpus(verse), layout: layout, kind: kind, limit: kind == .bpe ? 290 : nil)
    var random = SplitMix64(seed: 5)
    let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 12, layers: 1)
    return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
}

/// What a model writes by a pattern; a dead end throws.
private func written(
    _ model: TextModel, _ pattern: String, prompt: String = "", maximum: Int, count: Int = 8
) throws -> [(text: String, reason: StopReason)] {
    let limits = try LengthLimits(maximum: maximum)
    let constraint = try PatternConstraint(
        TextPattern(pattern), tokenizer: model.tokenizer, after: model.decoder(after: prompt))
    let rules = try TextConstraints([constraint], tokenizer: model.tokenizer, prompt: prompt, limits: limits)
    var texts = [(text: String, reason: StopReason)](repeating: ("", .interrupted), count: count)
    try model.write(
        count: count, prompt: prompt, limits: limits, seed: 4, constraints: rules,
        deliver: {
            texts[$0].text.unicodeScalars.append($1)
            return nil
        }, end: { texts[$0].reason = $1 })
    return texts
}

/// Whether a pattern matches a text of any characters.
private func matches(_ pattern: String, _ text: String) throws -> Bool {
    var constraint = try PatternConstraint(TextPattern(pattern), tokenizer: Tokenizer(text: "a", kind: .bytes))
    for scalar in text.unicodeScalars {
        guard constraint.allows(scalar, left: .max) else { return false }
        constraint.advance(scalar)
    }
    return constraint.allowsEnd
}

@Suite struct PatternTokensTests {
    @Test(
        "A text of any tokens matches its pattern, and never runs into a dead end or its length",
        arguments: Tokenizer.Kind.allCases, [TextLayout.document, .lines])
    func allMatch(kind: Tokenizer.Kind, layout: TextLayout) throws {
        let model = try model(kind, layout: layout)
        let patterns = [
            "[a-z]+( [a-z]+){1,3}[.!]", "(a|the) (sea|sky)(, [a-z ]+)?\\.", ".{5,9}", "(said|[a-z]{3} [a-z]{2})*!",
            "[^a-z]*s[^ ]+ of [a-z]+", "(the )+sea", "\"?\\w+'\\w+[ ,.]", "(a (s|b)[a-z]*,? ){2}a sky",
        ]
        for pattern in patterns {
            let shortest = try PatternConstraint(TextPattern(pattern), tokenizer: model.tokenizer).shortest
            for maximum in [shortest, shortest + 1, shortest + 3, shortest + 30] {
                for (text, reason) in try written(model, pattern, maximum: maximum) {
                    #expect(try matches(pattern, text), "\(pattern) does not match \(text)")
                    #expect(text.unicodeScalars.count <= maximum && reason != .interrupted)
                }
            }
        }
    }

    @Test("Where words are tokens, only ways of whole words count, with the spaces between them") func words() throws {
        let model = try model(.words)
        func shortest(_ pattern: String, after prompt: String = "") throws -> Int {
            try PatternConstraint(
                TextPattern(pattern), tokenizer: model.tokenizer, after: model.decoder(after: prompt)
            ).shortest
        }
        #expect(try shortest("[a-z]+") == 1)
        #expect(try shortest("[b-z]+") == 2)
        #expect(try shortest("s[a-z]+( s[a-z]+){2}") == 11)
        #expect(try shortest("the( (ships|bells))?,") == 4)
        // The prompt's last word may be the beginning of a longer one, and a space is understood after a whole one.
        #expect(try shortest("ips", after: "the sh") == 3)
        #expect(try shortest(" sky", after: "the") == 4)
        for pattern in ["seas", "sk", "thesea", "[B-RT]{3}", "é"] {
            #expect(throws: PatternConstraint.Flaw.cannotMatch, "\(pattern)") { try shortest(pattern) }
        }
        #expect(throws: PatternConstraint.Flaw.cannotMatch) { try shortest("ipsa", after: "the sh") }
        for (text, reason) in try written(model, "ips of \\w+", prompt: "the sh", maximum: 20) {
            #expect(text.hasPrefix("ips of ") && reason != .interrupted)
        }
    }

    @Test("Characters beyond ASCII are followed from their first byte on", arguments: [Tokenizer.Kind.bytes, .bpe])
    func bytes(kind: Tokenizer.Kind) throws {
        let model = try model(kind)
        for (text, reason) in try written(model, "[é漢😀]{3}", maximum: 3) {
            #expect(text.unicodeScalars.count == 3 && text.allSatisfy { "é漢😀".contains($0) } && reason != .interrupted)
        }
        for (text, _) in try written(
            model, "\\d[^\\x00-\\x7f]?".replacing("\\x00-\\x7f", with: "\\u{1}-\\u{7f}"), maximum: 2)
        {
            #expect(try matches("\\d.?", text))
        }
        let limits = try LengthLimits(maximum: 9)
        let rules = try TextConstraints([Acrostic("漢é")], tokenizer: model.tokenizer, prompt: "", limits: limits)
        var text = String.UnicodeScalarView()
        _ = try model.write(limits: limits, seed: 2, constraints: rules) {
            text.append($0)
            return nil
        }
        #expect(text.first == "漢" && String(text).contains { "\né\nÉ".contains($0) })
    }

    @Test("A pattern that has matched ends the text where nothing more has room", arguments: Tokenizer.Kind.allCases)
    func ends(kind: Tokenizer.Kind) throws {
        let texts = try written(model(kind), "sea( of bells and the ships)?", maximum: 12)
        #expect(texts.allSatisfy { $0.text == "sea" && $0.reason == .constraint })
    }

    @Test("Acrostics name the letter that nothing begins with") func impossible() throws {
        #expect(try Acrostic("sq").impossible(model(.words).tokenizer) == "q")
        #expect(try Acrostic("so").impossible(model(.words).tokenizer) == nil)
        #expect(try Acrostic("sz").impossible(model(.characters).tokenizer) == "z")
        #expect(try Acrostic("漢").impossible(model(.bytes).tokenizer) == nil)
    }

    @Test(
        "The likeliest text keeps to its length in characters, and goes on with the prompt's last word",
        arguments: Tokenizer.Kind.allCases)
    func beams(kind: Tokenizer.Kind) throws {
        let model = try model(kind, layout: .lines)
        for maximum in [1, 4, 9, 30] {
            let found = try model.likeliest(
                BeamSearch(width: 4), prompt: "the sh", limits: LengthLimits(maximum: maximum), shouldStop: { false })
            #expect(!found.isEmpty && found.allSatisfy { $0.text.unicodeScalars.count <= maximum })
            guard kind == .words else { continue }
            #expect(
                found.allSatisfy { $0.text.hasPrefix("ips") || $0.text.hasPrefix("e") })
        }
    }
}
