import ArgumentParser
import Commands
import Prose
import Terminal

/// How vectors are learned from texts.
struct SkipGramArguments: ParsableArguments {
    @Option(number: "The numbers of a vector. (default: \(SkipGram().dimension))", value: "number")
    var dimensions: Int?

    @Option(
        number: "The neighbours of a word to each side that it predicts. (default: \(SkipGram().window))",
        value: "words")
    var window: Int?

    @Option(number: "Words that are no neighbours, for each that is. (default: \(SkipGram().negative))", value: "words")
    var negative: Int?

    @Option(
        number: "How often the texts are read. (default: \(SkipGram.fewestEpochs), and more for a short text)",
        value: "number")
    var epochs: Int?

    @Option(
        number: "The most different words and signs. (default: \(Tokenizer.defaultLimit(.words)))", value: "number")
    var vocabulary: Int?

    @Option(
        number: "Decides every draw: the same seed, the same vectors. (default: \(SkipGram().seed))", value: "number")
    var seed: UInt64?

    /// The options that were given, by name.
    var given: [String] {
        [
            (dimensions != nil, "--dimensions"), (window != nil, "--window"), (negative != nil, "--negative"),
            (epochs != nil, "--epochs"), (vocabulary != nil, "--vocabulary"), (seed != nil, "--seed"),
        ].filter(\.0).map(\.1)
    }

    func validate() throws {
        let bounds: [(String, Int?, Int)] = [
            ("--dimensions", dimensions, 16_384), ("--window", window, 1_000), ("--negative", negative, 1_000),
            ("--epochs", epochs, 1_000_000), ("--vocabulary", vocabulary, Tokenizer.largest),
        ]
        for (name, value, most) in bounds {
            guard let value, !(1...most ~= value) else { continue }
            throw ValidationError("\(name) is \(value); it must be 1 to \(NumberText.grouped(most))")
        }
    }

    /// What learns them.
    var skipGram: SkipGram {
        var skipGram = SkipGram()
        skipGram.dimension = dimensions ?? skipGram.dimension
        skipGram.window = window ?? skipGram.window
        skipGram.negative = negative ?? skipGram.negative
        skipGram.epochs = epochs ?? skipGram.epochs
        skipGram.seed = seed ?? skipGram.seed
        return skipGram
    }
}
