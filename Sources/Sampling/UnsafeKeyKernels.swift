internal import CKernels

/// What a draw does with each of V scores, by the vector kernels of one instruction set (`CKernels/vector/draw.h`), with the
/// length of every argument checked. The bits of a result do not depend on which set it is.
@safe struct KeyKernels: @unchecked Sendable {
    private let table: UnsafePointer<ck_kernels>

    /// The best for this processor.
    static let best = unsafe KeyKernels(table: ck_kernels_named(nil))

    private init(table: UnsafePointer<ck_kernels>) {
        unsafe self.table = unsafe table
    }

    /// Those for an instruction set, as `Kernels` of `Recurrent` names them; nil where the processor has not got it.
    init?(named name: String) {
        guard let table = unsafe ck_kernels_named(name) else { return nil }
        unsafe self.table = unsafe table
    }

    /// Writes the key of each score, whose id is its place.
    ///
    /// - Returns: The least key, and whether all scores are finite; the keys are of no use otherwise.
    func write(_ logits: Span<Float>, to keys: inout [UInt64]) -> (first: UInt64, isFinite: Bool) {
        precondition(keys.count == logits.count, "\(keys.count) keys for \(logits.count) logits")
        return unsafe keys.withUnsafeMutableBufferPointer { keys in
            unsafe logits.withUnsafeBufferPointer { logits in
                guard let from = logits.baseAddress, let to = keys.baseAddress else { return (UInt64.max, true) }
                let result = unsafe table.pointee.key_scores(logits.count, from, to)
                return (result.first, result.finite != 0)
            }
        }
    }

    /// Writes the weight exp((logit − largest) / temperature) of the keys in a range, none of whose logits is larger, to the same
    /// places.
    func weigh(
        _ keys: [UInt64], _ range: Range<Int>, largest: Float, temperature: Double, to weights: inout [Double]
    ) {
        precondition(
            range.upperBound <= keys.count && range.upperBound <= weights.count, "\(range) of \(keys.count) keys")
        unsafe keys.withUnsafeBufferPointer { keys in
            unsafe weights.withUnsafeMutableBufferPointer { weights in
                guard let from = keys.baseAddress, let to = weights.baseAddress else { return }
                unsafe table.pointee.weigh(
                    range.count, from + range.lowerBound, Double(largest), temperature, to + range.lowerBound)
            }
        }
    }

    /// The sum of the weights of all keys, in four lanes.
    func weightSum(_ keys: [UInt64], largest: Float, temperature: Double) -> Double {
        unsafe keys.withUnsafeBufferPointer { keys in
            guard let from = keys.baseAddress else { return 0 }
            return unsafe table.pointee.weight_sum(keys.count, from, Double(largest), temperature)
        }
    }

    /// Brings the keys up to `last` to the front and leaves both parts in their order. Needs as many of `spare` as keys.
    ///
    /// - Returns: How many they are; nil, with nothing moved, where they are more than `most`.
    func split(_ keys: inout [UInt64], after last: UInt64, most: Int, spare: inout [UInt64]) -> Int? {
        precondition(spare.count >= keys.count, "room for \(spare.count) of \(keys.count) keys")
        let kept = unsafe keys.withUnsafeMutableBufferPointer { keys in
            unsafe spare.withUnsafeMutableBufferPointer { spare in
                guard let from = keys.baseAddress, let front = spare.baseAddress else { return 0 }
                return unsafe table.pointee.split_keys(keys.count, from, last, most, front)
            }
        }
        return kept < 0 ? nil : kept
    }
}
