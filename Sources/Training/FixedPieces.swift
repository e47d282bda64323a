/// Cuts an array into pieces whose borders depend on its length alone, so that sums over them come out the same
/// whichever thread computed which.
struct FixedPieces {
    private static let length = 16_384

    /// The length of the array.
    var count: Int

    /// The number of pieces.
    var pieces: Int { (count + Self.length - 1) / Self.length }

    /// Runs `body` with each piece's number and range, on this thread alone where there is no pool.
    func forEach(on pool: WorkerPool?, _ body: @escaping @Sendable (Int, Range<Int>) -> Void) {
        let count = count
        let run = { @Sendable (piece: Int) in
            body(piece, piece * Self.length..<min(count, (piece + 1) * Self.length))
        }
        if let pool, pieces > 1 {
            pool.perform(pieces, run)
        } else {
            for piece in 0..<pieces { run(piece) }
        }
    }
}
