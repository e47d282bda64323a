import CKernels
import Commands

import Recurrent

/// What the processor can do at most: multiply-adds in registers, nothing else, of single precision or of pairs of bfloat16.
struct Ceiling {
    /// The instruction set that it is measured with, the widest there is.
    static var instructionSet: String { unsafe String(cString: ck_ceiling_instruction_set()) }

    private let threads: Int
    private let precision: Precision
    /// Enough for a twentieth of a second.
    private let rounds: UInt64
    /// The operations of that many rounds on one thread.
    private let operations: Double

    /// - Parameter precision: Of bfloat16 where the processor multiplies pairs of them, else as for single precision, with which
    ///   they are then multiplied.
    init(threads: Int, precision: Precision = .float32) {
        self.threads = threads
        self.precision = precision
        var rounds: UInt64 = 1 << 16
        while true {
            let start = Environment.seconds()
            let operations = Self.run(rounds, precision)
            let seconds = Environment.seconds() - start
            if seconds >= 0.01 {
                let factor = max(1, (0.05 / seconds).rounded())
                self.rounds = rounds * UInt64(factor)
                self.operations = Double(operations) * factor
                return
            }
            rounds *= 2
        }
    }

    /// 10⁹ floating-point operations a second, all threads together.
    func measure() -> Double {
        let (rounds, precision) = (rounds, precision)
        let start = Environment.seconds()
        let ran = onThreads(threads) { _ = Self.run(rounds, precision) }
        return Double(ran) * operations / (Environment.seconds() - start) * 1e-9
    }

    private static func run(_ rounds: UInt64, _ precision: Precision) -> UInt64 {
        var sum: Float = 0
        return precision == .float32 ? unsafe ck_ceiling_f32(rounds, &sum) : unsafe ck_ceiling_bf16(rounds, &sum)
    }
}
