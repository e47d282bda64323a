/// Anything that scores the next tokens of several sequences at a time, each a row of the batch.
///
/// What a row is scored must not depend on the other rows, nor on how many there are.
public protocol BatchLogitSource {
    /// V, the number of tokens; ids are `0 ..< vocabularySize`.
    var vocabularySize: Int { get }

    /// B, the number of rows.
    var rowCount: Int { get }

    /// Takes a token a row as the newest of its sequence and writes the V scores of each one's successor.
    ///
    /// - Parameters:
    ///   - tokens: B ids in `0 ..< vocabularySize`.
    ///   - logits: Made B×V elements if it is not; each is overwritten with an unnormalised log-probability (−∞
    ///     forbids).
    mutating func advance(_ tokens: [Int], logits: inout [Float])

    /// Goes on with these rows in this order, repetitions allowed, and forgets the others.
    ///
    /// - Parameter rows: At least one.
    mutating func select(rows: [Int])
}
