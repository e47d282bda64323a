/// Vectors in the text formats of word2vec and GloVe: a line for each word, the word and its numbers with spaces between them;
/// word2vec has a line with the number of words and that of the numbers before all.
extension WordVectors {
    /// The most numbers that are read.
    private static let limit = 1 << 28

    /// How vectors are written.
    public enum Format: String, CaseIterable, Sendable { case word2vec, glove }

    /// The vectors of a file.
    ///
    /// - Parameter wanted: The words to read; nil for all.
    /// - Throws: `ProseError.badVectors`, which names the line.
    /// - Complexity: O(n); memory for the words that are wanted.
    public init(_ corpus: Corpus, wanted: Set<String>? = nil) throws(ProseError) {
        var found: WordVectors?
        var (number, failure) = (0, nil as ProseError?)
        var line = String.UnicodeScalarView()
        func end() {
            number += 1
            defer { line = String.UnicodeScalarView() }
            guard failure == nil, !line.isEmpty else { return }
            do throws(ProseError) { try Self.take(line, number, &found, wanted, corpus.name) } catch { failure = error }
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if value == 0x0A { end() } else { line.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        }
        end()
        if let failure { throw failure }
        guard let found else { throw .badVectors(file: corpus.name, line: 1, reason: "has no vectors") }
        self = found
    }

    private static func take(
        _ line: String.UnicodeScalarView, _ number: Int, _ vectors: inout WordVectors?, _ wanted: Set<String>?,
        _ file: String
    ) throws(ProseError) {
        let parts = line.split(separator: " ")
        guard let first = parts.first else { return }
        if number == 1, parts.count == 2, let count = Int(String(first)), count >= 0,
            let size = Int(String(parts[1])), size >= 1
        {
            guard size <= 16_384 else {
                throw .badVectors(
                    file: file, line: number, reason: "says that vectors have \(size) numbers; at most 16384")
            }
            vectors = WordVectors(dimension: size)
            return
        }
        if vectors == nil {
            guard parts.count > 1, parts.count <= 16_385 else {
                throw .badVectors(file: file, line: number, reason: "is not a word and its numbers")
            }
            vectors = WordVectors(dimension: parts.count - 1)
        }
        let size = vectors?.dimension ?? 0
        guard parts.count == size + 1 else {
            throw .badVectors(
                file: file, line: number, reason: "has \(parts.count - 1) numbers; those before have \(size)")
        }
        let word = String(String.UnicodeScalarView(first)).composed
        guard wanted?.contains(word) ?? true else { return }
        var numbers: [Float] = []
        for part in parts.dropFirst() {
            guard let value = Float(String(String.UnicodeScalarView(part))), value.isFinite else {
                throw .badVectors(file: file, line: number, reason: "has something that is no number")
            }
            numbers.append(value)
        }
        vectors?.add(word, numbers)
        guard (vectors?.values.count ?? 0) <= limit else {
            throw .badVectors(file: file, line: number, reason: "makes more than \(limit) numbers; cut the file")
        }
    }

    /// The vectors as a file has them.
    public func text(_ format: Format) -> String {
        var text = format == .word2vec ? "\(words.count) \(dimension)\n" : ""
        for (index, word) in words.enumerated() {
            text += word
            for value in values[index * dimension..<(index + 1) * dimension] { text += " \(value)" }
            text += "\n"
        }
        return text
    }
}
