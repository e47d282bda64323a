/// Anything that scores the next token given the tokens so far.
///
/// A recurrent network conforms by keeping its state between calls; a Markov chain or a table serves just as well.
public protocol LogitSource {
    /// V, the number of tokens; ids are `0 ..< vocabularySize`.
    var vocabularySize: Int { get }

    /// Takes `token` as the newest of the sequence and writes the V scores of its successor.
    ///
    /// - Parameters:
    ///   - token: An id in `0 ..< vocabularySize`.
    ///   - logits: Has V elements; each is overwritten with an unnormalised log-probability (−∞ forbids).
    mutating func advance(_ token: Int, logits: inout [Float])
}
