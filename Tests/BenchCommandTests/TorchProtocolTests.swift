import BenchCommand
import Recurrent
import Testing

@Suite struct TorchProtocolTests {
    private func workload(_ cell: CellKind) -> Workload {
        Workload(cell: cell, hidden: 8, layers: 2, batch: 3, time: 4, vocabulary: 5)
    }

    @Test func requestsAreLines() throws {
        let task = try #require(TorchTask(.training, workload(.lstm), threads: 2))
        #expect(
            TorchRequest.prepare(task).line
                == #"{"request":"prepare","task":{"batch":3,"cell":"LSTM","hidden":8,"kind":"training","layers":2,"#
                + #""threads":2,"time":4,"vocabulary":5}}"# + "\n")
        #expect(TorchRequest.work(seconds: 0.5).line == #"{"request":"work","seconds":0.5}"# + "\n")
        var autocast = task
        autocast.autocast = true
        #expect(TorchRequest.prepare(autocast, slot: 1).line.contains(#""task":{"autocast":true,"batch":3"#))
        #expect(TorchRequest.work(seconds: 0.5, slot: 1).line == #"{"request":"work","seconds":0.5,"slot":1}"# + "\n")
    }

    @Test("PyTorch has some of the cells", arguments: CellKind.allCases) func cells(cell: CellKind) {
        let names: [CellKind: String] = [.lstm: "LSTM", .gruReset: "GRU", .rnn: "RNN"]
        #expect(TorchTask(.sampling, workload(cell), threads: 1)?.cell == names[cell])
    }

    @Test func replies() throws {
        let ready = try #require(TorchReply(line: #"{"variant": "2 threads", "tokens": 12}"#))
        #expect(ready.variant == "2 threads" && ready.tokens == 12 && ready.error == nil)
        #expect(TorchReply(line: #"{"durations": [0.5, 1]}"#)?.durations == [0.5, 1])
        #expect(TorchReply(line: #"{"error": "no torch"}"#)?.error == "no torch")
    }

    @Test("What is no reply is passed over", arguments: ["", "Intel MKL WARNING", "[1]", "{", #"{"tokens": "x"}"#])
    func noise(line: String) {
        #expect(TorchReply(line: line) == nil)
    }
}
