import Commands
import Glibc
import Recurrent
import Training

extension Report.Surroundings {
    /// This machine, as it is now.
    static func here(threads: Int, torch: TorchReply?, busy: Int) -> Self {
        let about = torch.map { [$0.version, $0.capability, $0.libraries].compactMap { $0 }.joined(separator: ", ") }
        return Self(
            version: Bench.version, cores: Processors.available, processor: processor, kernels: Kernels.chosen.name,
            instructionSet: Ceiling.instructionSet,
            ceilings: ceilings(threads, .float32), torch: about, bfloat16Ceilings: ceilings(threads, .bfloat16),
            busy: busy)
    }

    private static func ceilings(_ threads: Int, _ precision: Precision) -> [Double] {
        (1...max(1, min(threads, 2))).map { count in
            let ceiling = Ceiling(threads: count, precision: precision)
            return Statistics.median((0..<5).map { _ in ceiling.measure() }) ?? 0
        }
    }

    /// The processor's name as Linux has it, or the architecture.
    private static var processor: String {
        guard let file = unsafe fopen("/proc/cpuinfo", "re") else { return "an unknown processor" }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 4_096)
        // fgets writes at most line.count bytes, the final zero included.
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
            return text[text.index(after: colon)...].split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        }
        return "an unknown processor"
    }
}
