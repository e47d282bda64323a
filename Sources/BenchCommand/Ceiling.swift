import CKernels
import Commands

/// What the processor can do at most in single precision: multiply-adds in registers, nothing else.
struct Ceiling {
    /// The instruction set that it is measured with, the widest there is.
    static var instructionSet: String { unsafe String(cString: ck_ceiling_instruction_set()) }

    private let threads: Int
    /// Enough for a twentieth of a second.
    private let rounds: UInt64
    /// The operations of that many rounds on one thread.
    private let operations: Double

    init(threads: Int) {
        self.threads = threads
        var rounds: UInt64 = 1 << 16
        while true {
            let start = Environment.seconds()
            let operations = Self.run(rounds)
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
        let rounds = rounds
        let start = Environment.seconds()
        let ran = onThreads(threads) { _ = Self.run(rounds) }
        return Double(ran) * operations / (Environment.seconds() - start) * 1e-9
    }

    private static func run(_ rounds: UInt64) -> UInt64 {
        var sum: Float = 0
        return unsafe ck_ceiling_f32(rounds, &sum)
    }
}
