import Numerics
import Recurrent
import Testing

@testable import Prose

@Suite struct WordVectorsTests {
    private func vectors(_ entries: [(String, [Float])]) -> WordVectors {
        var vectors = WordVectors(dimension: entries[0].1.count)
        for (word, numbers) in entries { vectors.add(word, numbers) }
        return vectors
    }

    @Test("The nearest words are those of the smallest angle, whatever the lengths") func nearest() throws {
        let some = vectors([("a", [2, 0]), ("b", [0, 1]), ("c", [9, 1]), ("d", [-3, 0]), ("e", [1, 1])])
        let near = try some.nearest(to: "a", count: 3)
        #expect(near.map(\.word) == ["c", "e", "b"])
        #expect((near[1].cosine - 0.5.squareRoot()).magnitude < 1e-12)
        #expect(try some.nearest(to: "a", count: 99).last?.cosine == -1)
        #expect(throws: ProseError.unknownWord("x")) { try some.nearest(to: "x", count: 1) }
        // As Athens is to Greece is Oslo to Norway.
        let lands = vectors([
            ("Athens", [1, 0, 0, 0.1]), ("Greece", [1, 1, 0, 0]), ("Oslo", [0, 0, 1, 0]), ("Norway", [0, 1, 1, 0.1]),
            ("Rome", [1, 0, 0.2, 0]),
        ])
        #expect(try lands.analogy("Athens", "Greece", "Oslo", count: 1).map(\.word) == ["Norway"])
    }

    @Test("Both text formats are read as they were written", arguments: WordVectors.Format.allCases)
    func file(format: WordVectors.Format) throws {
        let some = vectors([("the", [0.1, -2e-7, 3]), ("l\u{e9}", [1.0 / 3, 0, -0.25]), ("2", [1, 2, 3])])
        let read = try WordVectors(Corpus(some.text(format)))
        #expect(read.words == some.words && read.values == some.values && read.dimension == 3)
        let wanted = try WordVectors(Corpus(some.text(format)), wanted: ["2"])
        #expect(wanted.words == ["2"] && wanted["2"].map(Array.init) == [1, 2, 3])
        // Spaces at the ends of lines are nothing.
        #expect(try WordVectors(Corpus("a 1 2 \nb 3 4\r\n")).values == [1, 2, 3, 4])
    }

    @Test(
        "A file that has no vectors is refused with its line",
        arguments: [
            ("a 1 2\nb 1\n", 2), ("a 1 2\nb 1 x\n", 2), ("a\n", 1), ("3 2\na 1 2 3\n", 2), ("1 99999\n", 1),
            ("a 1 nan\n", 1),
        ])
    func refused(text: String, line: Int) throws {
        #expect {
            try WordVectors(Corpus(text))
        } throws: { error in
            guard case .badVectors(_, line, _) = error as? ProseError else { return false }
            return true
        }
    }

    @Test("A network reads known words as their vectors, and the others as before") func network() throws {
        let tokenizer = try Tokenizer(text: "the cat The dog, sat", kind: .words)
        var random = SplitMix64(seed: 1)
        let shape = TextModel.configuration(tokenizer: tokenizer, embeddingSize: 3, hiddenSize: 5, layers: 1)
        let network = try Network(shape, using: &random)
        let some = vectors([("the", [1, 2, 3]), ("cat", [4, 5, 6]), ("zebra", [7, 8, 9])])
        let (reading, share) = some.read(by: network, tokenizer)
        let model = try TextModel(network: reading, tokenizer: tokenizer)
        let now = try WordVectors(model)
        #expect(now["the"].map(Array.init) == [1, 2, 3] && now["The"].map(Array.init) == [1, 2, 3])
        #expect(now["cat"].map(Array.init) == [4, 5, 6])
        #expect(now["dog"] == (try WordVectors(TextModel(network: network, tokenizer: tokenizer)))["dog"])
        #expect(share == 3.0 / 5)
        #expect(throws: ProseError.noVectors(tokens: "characters")) {
            let tokenizer = try Tokenizer(text: "ab")
            let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 5, layers: 1)
            _ = try WordVectors(TextModel(network: Network(shape, using: &random), tokenizer: tokenizer))
        }
    }

    @Test("Skip-gram finds the words that are used alike, the same every time") func skipGram() throws {
        var random = SplitMix64(seed: 4)
        let kinds = [["cat", "dog", "cow"], ["red", "blue", "green"], ["runs", "sleeps", "eats"]]
        var text = ""
        for _ in 0..<1_500 {
            let words = kinds.map { $0[Int(random.next() % 3)] }
            text += "the \(words[1]) \(words[0]) \(words[2]) away.\n"
        }
        let corpus = try Corpus(text)
        let tokenizer = Tokenizer(corpus, layout: .document, kind: .words)
        var learner = SkipGram()
        (learner.dimension, learner.window, learner.epochs, learner.subsampling) = (12, 1, 12, 0)
        let found = try #require(try learner.vectors(corpus, tokenizer) { _ in true })
        for kind in kinds {
            let near = try found.nearest(to: kind[0], count: 2).map(\.word)
            #expect(Set(near) == Set(kind.dropFirst()), "\(kind[0]): \(near)")
        }
        let again = try learner.vectors(corpus, tokenizer) { _ in true }
        #expect(again?.values == found.values)
        learner.seed = 2
        #expect(try learner.vectors(corpus, tokenizer) { _ in true }?.values != found.values)
        #expect(try learner.vectors(corpus, tokenizer) { _ in false } == nil)
    }

    @Test("Words that are no neighbours are drawn with their frequency to the power of three quarters") func noise() {
        let noise = SkipGram.Noise([16, 0, 81, 1])
        // 8, 0, 27 and 1 of 36.
        let counts = (0..<36_000).reduce(into: [0, 0, 0, 0]) { counts, step in
            counts[noise.draw((Double(step) + 0.5) / 36_000)] += 1
        }
        #expect(counts == [8_000, 0, 27_000, 1_000])
    }

    @Test("A map has the directions in which words differ most; t-SNE keeps neighbours together") func map() throws {
        var random = SplitMix64(seed: 9)
        func near(_ centre: [Float]) -> [Float] { centre.map { $0 + Float(random.next() >> 40) * 0x1p-24 * 0.2 } }
        var entries: [(String, [Float])] = []
        for index in 0..<12 {
            entries.append(("x\(index)", near([4, 0, 0, 0])))
            entries.append(("y\(index)", near([0, 4, 0, 0])))
            entries.append(("<z\(index)>", near([0, 0, 0, 4])))
        }
        let some = vectors(entries)
        for kind in VectorMap.Kind.allCases {
            let map = VectorMap(some, count: 36, kind: kind)
            func distance(_ one: Int, _ other: Int) -> Double {
                let (x, y) = (map.points[one].x - map.points[other].x, map.points[one].y - map.points[other].y)
                return (x * x + y * y).squareRoot()
            }
            let alike = (1..<12).map { distance(0, 3 * $0) }.max() ?? 0
            let others = (0..<36).filter { $0 % 3 != 0 }.map { distance(0, $0) }.min() ?? 0
            #expect(alike < others, "\(kind): \(alike) and \(others)")
            #expect(map.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
            let picture = map.svg(title: "a & b")
            #expect(picture == VectorMap(some, count: 36, kind: kind).svg(title: "a & b"))
            #expect(picture.contains("&lt;z0&gt;") && picture.contains("a &amp; b") && !picture.contains("<z0>"))
        }
        #expect(VectorMap(vectors([("a", [1, 2])]), count: 5, kind: .tsne).points.count == 1)
        #expect(
            VectorMap(vectors([("a", [1]), ("b", [1]), ("c", [1]), ("d", [1]), ("e", [1])]), count: 5, kind: .tsne)
                .points.count == 5)
    }
}
