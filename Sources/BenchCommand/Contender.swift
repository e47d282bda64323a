import Commands
import Terminal

/// Something that works for as long as it is told, and times each piece of the work.
protocol Contender {
    /// The tokens of a piece.
    var tokensPerPiece: Int { get }

    /// Works for about `seconds`, at least one piece.
    ///
    /// - Returns: the seconds that each piece took.
    mutating func work(seconds: Double) throws -> [Double]
}

/// Ends the program where Ctrl-C was pressed.
///
/// - Throws: `Failure` with status 130.
func checkInterruption() throws(Failure) {
    if Interruption.isRaised { throw Failure(.interrupted, "stopped") }
}
