import BenchCommand
import FoundationEssentials
import Testing

@Suite struct ReportTests {
    private var report: Report {
        var training = Figure(
            name: "train/lstm", title: "lstm 2 × 256", group: .training, threads: 2, value: 95_000,
            unit: .tokensPerSecond)
        training.gigaflops = 228
        training.ceiling = 275
        training.torch = 43_000
        training.torchVariant = "2 threads"
        training.ratio = 2.2
        training.goals = [.ratio(2)]
        let memory = Figure(name: "start/memory", title: "peak memory", group: .start, value: 2_097_152, unit: .bytes)
        return Report(
            surroundings: .init(
                version: "1.0", cores: 2, processor: "a processor", kernels: "avx2", instructionSet: "AVX2",
                ceilings: [137.2, 270.9],
                torch: "2.13.0, AVX512, oneDNN"), figures: [training, memory])
    }

    @Test func text() {
        #expect(
            report.text == """
                woodshed 1.0, 2 cores of a processor, avx2 kernels
                fp32 ceiling with AVX2, GFLOP/s: 137 on 1 thread, 271 on 2 threads
                PyTorch 2.13.0, AVX512, oneDNN

                Start and memory
                what            here
                peak memory  2.0 MiB

                Training, tokens a second
                what          threads    here  PyTorch   ratio  GFLOP/s  of ceiling  goal
                lstm 2 × 256        2  95,000   43,000  2.20 ×    228.0        83 %  ≥ 2.0 × ok

                """)
    }

    @Test("Autocast has columns of its own, and the load beside it is told") func autocast() {
        var report = report
        (report.figures[0].autocast, report.figures[0].autocastRatio) = (71_000, 1.34)
        (report.surroundings.busy, report.surroundings.bfloat16Ceilings) = (1, [300, 600])
        #expect(report.text.contains("beside 1 busy process\n"))
        #expect(report.text.contains("bf16 ceiling without tiles, GFLOP/s: 300 on 1 thread, 600 on 2 threads\n"))
        #expect(report.text.contains("PyTorch   ratio  autocast  its ratio"))
        #expect(report.text.contains("43,000  2.20 ×    71,000     1.34 ×"))
        #expect(
            Figure(name: "c", title: "c", group: .controls, value: 0.185, unit: .slower).unit.text(0.185)
                == "19 % more time")
    }

    @Test func markdown() {
        #expect(report.markdown.hasPrefix("- woodshed 1.0, 2 cores of a processor, avx2 kernels\n- fp32 ceiling"))
        #expect(
            report.markdown.contains(
                "\n### Start and memory\n\n| what | here |\n|---|---:|\n| peak memory | 2.0 MiB |\n"))
    }

    @Test func json() throws {
        struct Readable: Decodable {
            struct Line: Decodable {
                var name: String
                var value: Double
                var unit: String
                var ratio: Double?
            }
            var figures: [Line]
            var surroundings: [String: Value]
        }
        enum Value: Decodable {
            case any
            init(from decoder: any Decoder) throws { self = .any }
        }
        let read = try JSONDecoder().decode(Readable.self, from: Data(report.json.utf8))
        #expect(read.figures.map(\.name) == ["train/lstm", "start/memory"])
        #expect(read.figures.map(\.value) == [95_000, 2_097_152])
        #expect(read.figures.map(\.unit) == ["tokens/s", "bytes"])
        #expect(read.figures.map(\.ratio) == [2.2, nil])
        #expect(read.surroundings.keys.contains("ceilings"))
        #expect(report.json.hasSuffix("}\n"))
    }
}
