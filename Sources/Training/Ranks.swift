/// The processes that train one network together: each computes the gradients of its shards of every batch.
///
/// All of them make the same calls in the same order, as those of MPI (Message Passing Interface Forum, MPI 3.1) have it.
package protocol Ranks: Sendable {
    /// This process, 0…count − 1.
    var rank: Int { get }
    var count: Int { get }
    /// Sends numbers to one other process, which receives them.
    func send(_ numbers: [Float], to rank: Int)
    func receive(_ numbers: inout [Float], from rank: Int)
    /// Gives the numbers of rank 0 to all.
    func broadcast(_ numbers: inout [Float])
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
    func gathered(_ numbers: [Double]) -> [Double] {
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

/// How a batch's rows are cut into shards, whose gradients are added in one order whoever computes them.
///
/// The shards lie in a tree over their numbers, each half of a range under it. A node's sum is that of its left half plus that
/// of its right half, and lies with the rank that has its first shard: so the bits of the total depend on the shards alone.
struct Shards {
    /// The rows of each.
    let rows: [Range<Int>]
    let ranks: (any Ranks)?

    init(_ count: Int, batch: Int, ranks: (any Ranks)?) {
        let count = min(count, batch)
        rows = (0..<count).map { $0 * batch / count..<($0 + 1) * batch / count }
        self.ranks = ranks
    }

    /// Which rank computes a shard.
    func owner(_ shard: Int) -> Int { shard * (ranks?.count ?? 1) / rows.count }

    var own: [Int] { rows.indices.filter { owner($0) == ranks?.rank ?? 0 } }

    /// The sum of all gradients, on all ranks.
    ///
    /// - Parameter gradient: computes that of one shard; called for those of this rank, in order; nil to give up, which only
    ///   a process that is alone may do.
    func total(count: Int, _ gradient: (Int) -> [Float]?) -> [Float]? {
        let sum = total(rows.indices, count: count, gradient)
        guard let ranks else { return sum }
        var all = sum ?? [Float](repeating: 0, count: count)
        ranks.broadcast(&all)
        return all
    }

    private func total(_ part: Range<Int>, count: Int, _ gradient: (Int) -> [Float]?) -> [Float]? {
        let own = ranks?.rank ?? 0
        guard owner(part.lowerBound) <= own, own <= owner(part.upperBound - 1) else { return nil }
        if part.count == 1 { return gradient(part.lowerBound) }
        let middle = (part.lowerBound + part.upperBound) / 2
        var left = total(part.lowerBound..<middle, count: count, gradient)
        var right = total(middle..<part.upperBound, count: count, gradient)
        let (first, second) = (owner(part.lowerBound), owner(middle))
        if first != second, let ranks {
            if own == second, let right { ranks.send(right, to: first) }
            guard own == first else { return nil }
            right = [Float](repeating: 0, count: count)
            ranks.receive(&right!, from: second)
        }
        guard let right, left != nil else { return nil }
        for index in left!.indices { left![index] += right[index] }
        return left
    }
}
