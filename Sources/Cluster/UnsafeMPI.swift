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

        func send(_ numbers: [Float], to rank: Int) {
            unsafe numbers.withUnsafeBufferPointer { numbers in
                for start in stride(from: 0, to: numbers.count, by: Self.most) {
                    unsafe cmpi_send(
                        numbers.baseAddress! + start, Int32(min(Self.most, numbers.count - start)), Int32(rank))
                }
            }
        }

        func receive(_ numbers: inout [Float], from rank: Int) {
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                for start in stride(from: 0, to: numbers.count, by: Self.most) {
                    unsafe cmpi_receive(
                        numbers.baseAddress! + start, Int32(min(Self.most, numbers.count - start)), Int32(rank))
                }
            }
        }

        func broadcast(_ numbers: inout [Float]) {
            unsafe numbers.withUnsafeMutableBytes { unsafe Self.broadcast($0) }
        }

        func broadcast(_ bytes: inout [UInt8]) {
            var count = [Float(bytes.count & 0xFFFF), Float(bytes.count >> 16)]
            broadcast(&count)
            let length = Int(count[0]) | Int(count[1]) << 16
            if bytes.count != length { bytes = [UInt8](repeating: 0, count: length) }
            unsafe bytes.withUnsafeMutableBytes { unsafe Self.broadcast($0) }
        }

        private static func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
            for start in unsafe stride(from: 0, to: bytes.count, by: most) {
                unsafe cmpi_broadcast(bytes.baseAddress! + start, Int32(min(most, bytes.count - start)))
            }
        }

        func gather(_ bytes: [UInt8]) -> [[UInt8]] {
            // The lengths first, four bytes each; then all of the greatest length.
            let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
            let lengths = exchange(length, most: 4).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
            let most = max(1, lengths.max()!)
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
