import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

/// A text of a few letters and lines, in which much occurs more than once.
private func text(_ count: Int, seed: UInt64, letters: String = "abé\n") -> String {
    var random = SplitMix64(seed: seed)
    let letters = Array(letters.unicodeScalars)
    var scalars = String.UnicodeScalarView()
    while scalars.count < count {
        let copied = Int(random.next() % 4) == 0 ? Array(scalars.suffix(40).prefix(Int(random.next() % 12))) : []
        scalars.append(contentsOf: copied + [letters[Int(random.next() % UInt64(letters.count))]])
    }
    return String(String.UnicodeScalarView(scalars.prefix(count)))
}

@Suite struct SuffixArrayTests {
    @Test("Suffixes come in the order of a plain sort") func order() {
        var random = SplitMix64(seed: 3)
        for round in 0..<400 {
            let symbols = 1 + Int(random.next() % 5)
            let count = round < 30 ? round : Int(random.next() % 300)
            let text = (0..<count).map { _ in Int32(random.next() % UInt64(symbols)) }
            let plain = text.indices.sorted { text[$0...].lexicographicallyPrecedes(text[$1...]) }
            #expect(SuffixArray.sorted(text, symbols: symbols).map { Int($0) } == plain, "\(text)")
        }
        for text in [
            [Int32](repeating: 0, count: 200), (0..<200).map { Int32($0 % 2) }, (0..<99).map { Int32(98 - $0) },
        ] {
            let plain = text.indices.sorted { text[$0...].lexicographicallyPrecedes(text[$1...]) }
            #expect(SuffixArray.sorted(text, symbols: 200).map { Int($0) } == plain)
        }
    }
}

@Suite struct PassageIndexTests {
    /// The longest end of a text that stands in another, looked for everywhere.
    private func longestEnd(_ text: [UInt32], in corpus: [UInt32], most: Int) -> Int {
        (0...min(most, text.count)).last { length in
            length == 0
                || corpus.indices.contains { corpus[$0...].starts(with: text.suffix(length)) }
        } ?? 0
    }

    @Test("The longest copied end is found, and what follows it in the corpus") func longest() throws {
        for seed in 0..<6 as Range<UInt64> {
            let corpus = try Corpus(text(300, seed: seed))
            let characters = corpus.text.unicodeScalars.map(\.value)
            let index = try PassageIndex(corpus)
            let written = text(200, seed: seed + 100).unicodeScalars.map(\.value)
            for end in 1...written.count {
                let newest = Array(written[..<end])
                let found = index.longestEnd(of: newest, most: 9)
                #expect(found.length == longestEnd(newest, in: characters, most: 9))
                let place = found.end - found.length..<found.end
                #expect(characters[place].elementsEqual(newest.suffix(found.length)))
                var followers: Set<UInt32> = []
                index.forEachFollower(of: newest, length: found.length, candidates: [97, 98, 233, 10]) {
                    followers.insert($0)
                }
                let expected = Set(
                    characters.indices.filter {
                        characters[$0...].starts(with: newest.suffix(found.length))
                            && $0 + found.length < characters.count
                    }.map { characters[$0 + found.length] })
                #expect(followers == expected)
            }
        }
    }

    @Test("What is kept is read again; a flipped bit, another corpus or less of it is not") func kept() throws {
        let corpus = try Corpus(text(500, seed: 1))
        let bytes = try PassageIndex(corpus).encoded
        let index = try #require(PassageIndex(bytes, of: corpus))
        #expect(index.encoded == bytes)
        #expect(PassageIndex(bytes, of: try Corpus(text(500, seed: 2))) == nil)
        for place in stride(from: 0, to: bytes.count, by: 37) {
            var damaged = bytes
            damaged[place] ^= 4
            #expect(PassageIndex(damaged, of: corpus) == nil)
            #expect(PassageIndex(Array(bytes[..<place]), of: corpus) == nil)
        }
    }

    @Test("A meter finds the longest passage and where it stands") func meter() throws {
        let corpus = try Corpus("one line\nanother line of it\nthe last one\n")
        var meter = CopyMeter(try PassageIndex(corpus))
        for scalar in "xx other line of course".unicodeScalars { meter.add(scalar) }
        #expect(meter.longest.text == "other line of ")
        #expect(meter.longestCount == 14)
        #expect(corpus.text(meter.longest.place..<meter.longest.place + 14) == "other line of ")
        #expect(corpus.line(of: meter.longest.place) == 2)
    }
}

@Suite struct CopyGuardTests {
    private func model(_ corpus: Corpus, layout: TextLayout = .document) throws -> TextModel {
        let tokenizer = Tokenizer(corpus, layout: layout)
        var random = SplitMix64(seed: 5)
        let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 12, layers: 1)
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
    }

    @Test(
        "Never more than so many characters are copied, in a batch or alone; the prompt counts", arguments: [3, 4, 6])
    func bounded(most: Int) throws {
        let corpus = try Corpus(text(3_000, seed: 9, letters: "abcdefgh \n"))
        let characters = corpus.text
        let index = try PassageIndex(corpus)
        let model = try model(corpus)
        let prompt = String(characters.dropFirst(50).prefix(10))
        let limits = try LengthLimits(maximum: 300)
        let rules = try TextConstraints(
            [CopyGuard(index, most: most, tokenizer: model.tokenizer)], tokenizer: model.tokenizer, prompt: prompt,
            limits: limits)
        func longest(_ rules: TextConstraints?) throws -> (written: [String], longest: Int) {
            var written = [String](repeating: prompt, count: 5)
            try model.write(
                count: 5, prompt: prompt, limits: limits, seed: 1, constraints: rules,
                deliver: {
                    written[$0].unicodeScalars.append($1); return nil
                }, end: { _, _ in })
            var longest = 0
            for text in written {
                var meter = CopyMeter(index)
                for scalar in text.unicodeScalars.dropFirst(prompt.unicodeScalars.count - most) { meter.add(scalar) }
                longest = max(longest, meter.longestCount)
            }
            return (written, longest)
        }
        let free = try longest(nil)
        let bounded = try longest(rules)
        #expect(free.longest > most)
        #expect(bounded.longest == most)
        var alone = prompt
        _ = try model.write(prompt: prompt, limits: limits, seed: 1, sequence: 3, constraints: rules) {
            alone.unicodeScalars.append($0)
            return nil
        }
        #expect(alone == bounded.written[3])
    }

    @Test("Where every character would copy too much, the rule is named") func named() throws {
        let corpus = try Corpus("aaab aab ab bb  b a  baaa")
        let model = try model(corpus)
        let limits = try LengthLimits(maximum: 50)
        let rules = try TextConstraints(
            [CopyGuard(PassageIndex(corpus), most: 1, tokenizer: model.tokenizer)], tokenizer: model.tokenizer,
            prompt: "", limits: limits)
        #expect {
            _ = try model.write(limits: limits, seed: 1, constraints: rules) { _ in nil }
        } throws: { "\($0)".contains("forbidden by --max-copy") }
    }
}
