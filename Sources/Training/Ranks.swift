/// The processes that train one network together: each computes the gradients of its shards of every batch.
///
/// All of them make the same calls in the same order, as those of MPI (Message Passing Interface Forum, MPI 3.1) have it.
package protocol Ranks: Sendable {
    /// This process, 0…count − 1.
    var rank: Int { get }
    var count: Int { get }
    /// Sends some of the numbers to one process while another, which may be the same, sends as many as `received` has.
    func exchange(
        _ sent: Range<Int>, of numbers: [Float], to next: Int, for received: inout [Float], from previous: Int)
    /// Gives the bytes of rank 0 to all; they may be of any number.
    func broadcast(_ bytes: inout [UInt8])
    /// Gives the bytes of each rank to all, by rank.
    func gather(_ bytes: [UInt8]) -> [[UInt8]]
}

extension Ranks {
    /// The value that rank 0 has.
    package func agreed(_ value: Double) -> Double {
        var bytes = Self.bytes(value.bitPattern)
        broadcast(&bytes)
        return Double(bitPattern: Self.number(bytes[...]))
    }

    /// Whether it is true of any rank.
    package func any(_ isTrue: Bool) -> Bool { gather([isTrue ? 1 : 0]).contains([1]) }

    /// The numbers of each rank, one after the other.
    package func gathered(_ numbers: [Double]) -> [Double] {
        gather(numbers.flatMap { Self.bytes($0.bitPattern) }).flatMap { bytes in
            stride(from: 0, to: bytes.count, by: 8).map { Double(bitPattern: Self.number(bytes[$0..<$0 + 8])) }
        }
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
