#if MPI
    internal import CMPI
#endif
package import Training

/// The processes that `mpirun` started, as ``Ranks``.
///
/// Only the build with the package trait `MPI` has it; any other is alone.
package enum Cluster {
    /// Does the same in each of the processes, or in this one where it is alone.
    ///
    /// - Parameters:
    ///   - begin: Called where there are several.
    ///   - wait: Called where something is wrong in another process than the first. What is wrong for all is said once: the first
    ///     process to end ends the others.
    ///   - body: Is told the processes; nil for this one alone.
    package static func together(
        begin: () -> Void, wait: () -> Void, _ body: ((any Ranks)?) throws -> Void
    ) throws {
        let ranks = self.begin()
        if ranks != nil { begin() }
        do {
            try body(ranks)
        } catch {
            if let ranks, ranks.rank != 0 { wait() }
            throw error
        }
    }

    #if MPI
        /// Begins to speak with the other processes; to be called once, before anything else.
        private static func begin() -> (any Ranks)? {
            cmpi_begin()
            return MessagePassing(rank: Int(cmpi_rank()), count: Int(cmpi_count()))
        }

        /// How many of the processes run on this machine.
        package static var neighbours: Int { Int(cmpi_neighbours()) }

        /// Waits for the other processes and takes leave of them.
        package static func end() { cmpi_end() }
    #else
        private static func begin() -> (any Ranks)? { nil }
        package static var neighbours: Int { 1 }
        package static func end() {}
    #endif
}

#if MPI
    private struct MessagePassing: Ranks {
        let rank: Int
        let count: Int

        /// MPI counts in 32 bits.
        private static let most = 1 << 28

        func exchange(
            _ sent: Range<Int>, of numbers: [Float], to next: Int, for received: inout [Float], from previous: Int
        ) {
            precondition(
                sent.lowerBound >= 0 && sent.upperBound <= numbers.count, "numbers \(sent) of \(numbers.count)")
            let count = received.count
            unsafe numbers.withUnsafeBufferPointer { numbers in
                unsafe received.withUnsafeMutableBufferPointer { received in
                    // What one sends in pieces the other receives in the same; they lie within the arrays.
                    for start in stride(from: 0, to: max(1, sent.count, count), by: Self.most) {
                        let (out, back) = (min(start, sent.count), min(start, count))
                        unsafe cmpi_exchange(
                            numbers.baseAddress.map { unsafe $0 + sent.lowerBound + out },
                            Int32(min(Self.most, sent.count - out)), Int32(next),
                            received.baseAddress.map { unsafe $0 + back },
                            Int32(min(Self.most, count - back)), Int32(previous))
                    }
                }
            }
        }

        /// What is short travels with its length in one message of so many bytes: over a network each costs its time.
        private static let short = 64

        /// The length, and as many of the first bytes as there is room for.
        private static func head(_ bytes: [UInt8]) -> [UInt8] {
            let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
            let start = length + bytes.prefix(short - 4)
            return start + [UInt8](repeating: 0, count: short - start.count)
        }

        private static func length(_ head: [UInt8]) -> Int { head[..<4].reversed().reduce(0) { $0 << 8 | Int($1) } }

        func broadcast(_ bytes: inout [UInt8]) {
            var head = Self.head(bytes)
            unsafe head.withUnsafeMutableBytes { unsafe Self.broadcast($0) }
            let length = Self.length(head)
            if length <= Self.short - 4 {
                bytes = Array(head[4..<4 + length])
                return
            }
            if bytes.count != length { bytes = [UInt8](repeating: 0, count: length) }
            unsafe bytes.withUnsafeMutableBytes { unsafe Self.broadcast($0) }
        }

        private static func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
            for start in unsafe stride(from: 0, to: bytes.count, by: most) {
                unsafe cmpi_broadcast(bytes.baseAddress! + start, Int32(min(most, bytes.count - start)))
            }
        }

        func gather(_ bytes: [UInt8]) -> [[UInt8]] {
            let heads = exchange(Self.head(bytes), most: Self.short)
            let lengths = heads.map(Self.length)
            let most = lengths.max()!
            if most <= Self.short - 4 { return zip(heads, lengths).map { Array($0[4..<4 + $1]) } }
            let all = exchange(bytes + [UInt8](repeating: 0, count: most - bytes.count), most: most)
            return zip(all, lengths).map { Array($0[..<$1]) }
        }

        private func exchange(_ bytes: [UInt8], most: Int) -> [[UInt8]] {
            var all = [UInt8](repeating: 0, count: most * count)
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe all.withUnsafeMutableBufferPointer { all in
                    unsafe cmpi_gather(bytes.baseAddress!, Int32(most), all.baseAddress!)
                }
            }
            return (0..<count).map { Array(all[$0 * most..<($0 + 1) * most]) }
        }
    }
#endif
