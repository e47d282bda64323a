import BenchCommand
import FoundationEssentials
import Recurrent
import Testing

/// Runs of the built command. None depends on how fast anything is.
@Suite(.serialized) struct BenchTests {
    private struct Found: Decodable {
        struct Line: Decodable {
            var name: String
            var value: Double
            var gigaflops: Double?
            var ceiling: Double?
            var torch: Double?
            var ratio: Double?
        }
        var figures: [Line]
    }

    private func figures(_ arguments: [String]) throws -> [Found.Line] {
        let run = try BuiltCommand(["--quick", "--json"] + arguments)
        #expect(run.status == 0, "\(run.output)")
        // Where the machine is slow, a line of progress may come first.
        let object = run.output.drop { $0 != "{" }
        return try JSONDecoder().decode(Found.self, from: Data(object.utf8)).figures
    }

    @Test func trainingIsMeasuredAgainstTheCeiling() throws {
        let lines = try figures(["--only", "train/lstm/1x64"])
        #expect(lines.map(\.name) == ["train/lstm/1x64/v78", "train/lstm/1x64/v78/bf16"])
        let line = try #require(lines.first)
        // Nothing is faster than the ceiling: what is counted are whole updates.
        #expect(lines.allSatisfy { ($0.gigaflops ?? 0) < 1.5 * ($0.ceiling ?? .infinity) })
        #expect(line.value > 0 && line.ceiling ?? 0 > 0 && line.torch == nil)
        // 3 × (8 · 64² + 2 · 64 · 78) operations a token
        #expect(abs((line.gigaflops ?? 0) / (line.value * 128_256e-9) - 1) < 1e-6)
    }

    @Test func samplingIsMeasured() throws {
        let lines = try figures(["--only", "sample/lstm/2x256/fp32/t1", "--only", "2x256/b64"])
        #expect(lines.map(\.name) == ["sample/lstm/2x256/fp32/t1", "sample/lstm/2x256/b64"])
        #expect(lines.allSatisfy { $0.value > 0 && $0.gigaflops == nil })
    }

    @Test("Two threads are measured beside one, training and sampling") func team() throws {
        let lines = try figures(["--threads", "2", "--only", "team"])
        #expect(lines.map(\.name) == ["team/updates", "team/texts"])
        #expect(lines.allSatisfy { $0.value > 0 && $0.value < 20 })
    }

    @Test("Controls are measured beside temperature alone") func controls() throws {
        let lines = try figures(["--only", "controls/lstm/1x256/v65"])
        #expect(lines.map(\.name) == ["controls/lstm/1x256/v65"] && lines[0].value.isFinite)
    }

    @Test("Busy processes run beside it, and end with it however it ends") func busy() throws {
        let run = try BuiltCommand(["--quick", "--busy", "2", "--only", "sample/lstm/2x256/int8/t1"])
        #expect(run.status == 0 && run.output.contains("beside 2 busy processes\n"))
        let stopped = try BuiltCommand(["--busy", "1", "--only", "train"], interrupting: { $0.contains("measuring") })
        #expect(stopped.status == 130)
        #expect(try BuiltCommand(["--busy", "-1"]).status == 64)
        let live = try BuiltCommand(["--live", "--solos", "d", "--model", "m", "--busy", "2"])
        #expect(live.output.contains("--busy has no meaning with --live"))
    }

    @Test func startAndMemoryAreMeasured() throws {
        let lines = try figures(["--only", "start"])
        #expect(lines.map(\.name) == ["start/first-character", "start/memory", "start/learning-memory"])
        #expect(lines[0].value > 0 && lines[0].value < 60)
        #expect(lines.dropFirst().allSatisfy { $0.value > 1e6 })
    }

    @Test("Ctrl-C ends it with status 130") func interruption() throws {
        // A line of progress comes after five seconds at the latest where there is no terminal.
        let run = try BuiltCommand(["--only", "train"], interrupting: { $0.contains("measuring") })
        #expect(run.status == 130)
        #expect(run.output.hasSuffix("woodshed-bench: stopped\n"))
    }

    @Test("PyTorch takes its turns", .enabled(if: hasTorch, "python3 has no PyTorch")) func torch() throws {
        let lines = try figures(["--against-torch", "--only", "train/lstm/1x64", "--only", "2x256/b64"])
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { ($0.torch ?? 0) > 0 && ($0.ratio ?? 0) > 0 })
    }

    @Test("PyTorch trains and samples every cell it has", .enabled(if: hasTorch, "python3 has no PyTorch"))
    func counterpart() throws {
        let torch = try Torch()
        #expect(torch.about.version?.isEmpty == false && torch.about.capability?.isEmpty == false)
        for cell in [CellKind.lstm, .gruReset, .rnn] {
            for kind in [TorchTask.Kind.training, .sampling] {
                for embedding in kind == .training ? [nil, 3] : [nil] {
                    let workload = Workload(
                        cell: cell, hidden: 8, layers: 2, batch: 2, time: 3, vocabulary: 5, embedding: embedding)
                    let task = try #require(TorchTask(kind, workload, threads: 1))
                    let ready = try torch.ask(.prepare(task))
                    #expect(ready.tokens == (kind == .training ? 6 : 8))
                    #expect(ready.variant?.hasPrefix("1 thread") == true)
                    let durations = try #require(try torch.ask(.work(seconds: 0.01)).durations)
                    #expect(!durations.isEmpty && durations.allSatisfy { $0 > 0 })
                }
            }
        }
    }
}
