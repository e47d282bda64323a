import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

@Suite struct TextScoreTests {
    private func model(_ layout: TextLayout) throws -> TextModel {
        let tokenizer = try Tokenizer(Corpus("abcde é<&\n"), layout: layout)
        var random = SplitMix64(seed: 3)
        let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 11, layers: 2)
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
    }

    /// ln p of a text, worked out step by step.
    private func plain(_ model: TextModel, _ text: String, ends: Bool) -> Double {
        var (model, sum) = (model, 0.0)
        var logits = [Float](repeating: 0, count: model.vocabularySize)
        for token in model.tokens(prompt: "") { model.advance(token, logits: &logits) }
        for token in model.tokenizer.tokens(text) + (ends ? [Tokenizer.eos] : []) {
            let largest = logits.max() ?? 0
            let total = logits.reduce(0) { $0 + exponential(Double($1 - largest)) }
            sum += Double(logits[token] - largest) - naturalLogarithm(total)
            model.advance(token, logits: &logits)
        }
        return sum
    }

    @Test("A text's probability is the product of its characters', the end's included where texts end")
    func product() throws {
        for (layout, ends) in [(TextLayout.document, false), (.lines, true), (.separated, true)] {
            let model = try model(layout)
            var moved = model
            var logits = [Float](repeating: 0, count: model.vocabularySize)
            moved.advance(3, logits: &logits)
            for reader in [model, moved] {
                let score = reader.score("bad cabé", ends: true)
                #expect((score.logProbability - plain(model, "bad cabé", ends: ends)).magnitude < 1e-6)
                #expect(score.count == (ends ? 9 : 8))
                #expect(score.tokens.map(\.text) == "bad cabé".unicodeScalars.map { String($0) })
                #expect((score.perplexity - exponential(-score.logProbability / Double(score.count))).magnitude < 1e-9)
            }
        }
        // The accent may be typed on its own.
        let model = try model(.lines)
        #expect(model.score("e\u{301}", ends: true).bits == model.score("é", ends: true).bits)
    }

    @Test("A corpus is scored text by text; unknown characters count sixteen bits") func corpus() throws {
        let lines = try model(.lines)
        let score = lines.score(try Corpus("ab\n\ncd e\n"))
        #expect(
            (score.logProbability - plain(lines, "ab", ends: true) - plain(lines, "cd e", ends: true)).magnitude < 1e-6)
        let separated = try model(.separated)
        let parted = separated.score(try Corpus("ab\n***\ncd\nb\n"), separator: "***")
        #expect(
            (parted.logProbability - plain(separated, "ab", ends: true) - plain(separated, "cd\nb", ends: true))
                .magnitude
                < 1e-6)
        let unknown = try model(.document).score("aZb", ends: false)
        #expect(unknown.unknown == 1 && unknown.tokens[1].bits == 16)
        #expect(TextScore().bitsPerCharacter == 0)
    }

    @Test("A page has every character, and none that a browser would obey") func page() throws {
        let score = try model(.document).score("a<b &\u{7}\ncé", ends: false)
        let page = SurprisePage(score, title: "<t>&\u{202E}").html
        #expect(page.contains("<title>&lt;t&gt;&amp;\u{FFFD}</title>"))
        let start = try #require(page.range(of: "<pre>"))
        var isTag = false
        let text = page[start...].filter { character in
            if character == "<" { isTag = true }
            defer { if character == ">" { isTag = false } }
            return !isTag
        }
        #expect(text.hasPrefix("a&lt;b &amp;\u{FFFD}\ncé"), "\(text)")
        let lines = SurprisePage(score, title: "").lines(columns: 4, colour: false)
        #expect(lines[0] == "a<b " && lines[1].count == 4 && lines[2].hasSuffix("⏎"))
        #expect(!SurprisePage(score, title: "").lines(columns: 80, colour: true).joined().contains("\u{7}"))
    }
}

extension String {
    fileprivate func range(of part: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(part) }.map { index($0, offsetBy: part.count) }
    }
}

@Suite struct CorpusCheckTests {
    @Test("Repeats, leaks, rare characters and separators are seen") func flaws() throws {
        let fresh = (0..<90).map { "line number \($0 * 7919 % 997) of the text\n" }.joined()
        let plain = CorpusCheck(try Corpus(fresh))
        #expect(plain.repeatedLines == 0 && plain.leakedCharacters == 0 && plain.separator == nil)
        #expect(plain.lines == 90 && plain.controls == 0)
        let copied = CorpusCheck(try Corpus(fresh + fresh.prefix(200) + "\u{7}ü\u{FFFD}"))
        #expect(copied.repeatedLines >= 6 && copied.leakedCharacters > 100)
        #expect(copied.rare.prefix(3).map(\.scalar) == ["\u{7}", "ü", "\u{FFFD}"])
        #expect(copied.controls == 1 && copied.replacements == 1)
        let parted = (0..<30).map { "Cake \($0)\nflour \($0 * 31 % 100) g\n***\n" }.joined()
        #expect(CorpusCheck(try Corpus(parted)).separator == "***")
    }

    @Test("The simple model comes to the entropy of what it cannot foresee, and to little of what it can") func loss()
        throws
    {
        var random = SplitMix64(seed: 5)
        let letters = Array("abcdefgh")
        let noise = String((0..<20_000).map { _ in letters[Int(random.next() % 8)] })
        let unforeseen = try #require(CorpusCheck(try Corpus(noise)).ngramLoss)
        #expect(2.07..<2.3 ~= unforeseen)
        let regular = String((0..<20_000).map { letters[$0 % 8] })
        let foreseen = try #require(CorpusCheck(try Corpus(regular)).ngramLoss)
        #expect(foreseen < 0.05)
        #expect(CorpusCheck(try Corpus("short")).ngramLoss == nil)
    }
}
