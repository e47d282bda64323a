import FoundationEssentials
import Recurrent

/// What is said to PyTorch's program: a JSON object on a line of its standard input.
package enum TorchRequest: Sendable, Equatable {
    /// Make a network and find the fastest form of it.
    case prepare(TorchTask, slot: Int? = nil)
    /// Work for so many seconds at what was prepared, under this number where there are several.
    case work(seconds: Double, slot: Int? = nil)

    /// The line, its end included.
    package var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let message =
            switch self {
            case .prepare(let task, let slot): Message(request: "prepare", task: task, slot: slot)
            case .work(let seconds, let slot): Message(request: "work", seconds: seconds, slot: slot)
            }
        // Strings and finite numbers always have a JSON form.
        let data = (try? encoder.encode(message)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Message: Encodable {
        var request: String
        var task: TorchTask?
        var seconds: Double?
        var slot: Int?
    }
}

/// The work that PyTorch is given.
package struct TorchTask: Sendable, Equatable, Encodable {
    package enum Kind: String, Sendable, Encodable { case training, sampling }

    package var kind: Kind
    /// As `torch.nn` has it: LSTM, GRU or RNN.
    package var cell: String
    package var hidden: Int
    package var layers: Int
    package var batch: Int
    package var time: Int
    package var vocabulary: Int
    package var embedding: Int?
    /// The threads it may use at most.
    package var threads: Int
    /// Whether it trains under autocast, in bfloat16; nil for single precision.
    package var autocast: Bool?

    /// - Returns: nil where PyTorch has no such cell.
    package init?(_ kind: Kind, _ workload: Workload, threads: Int) {
        guard let module = workload.cell.torchModule else { return nil }
        cell = module
        self.kind = kind
        (hidden, layers, batch, time) = (workload.hidden, workload.layers, workload.batch, workload.time)
        (vocabulary, embedding) = (workload.vocabulary, workload.embedding)
        self.threads = threads
    }
}

/// What PyTorch's program answers: a JSON object on a line of its standard output.
package struct TorchReply: Sendable, Equatable, Decodable {
    /// Why it cannot; the other fields are then nil.
    package var error: String?
    /// At the start: version, instruction set and libraries of PyTorch.
    package var version: String?
    package var capability: String?
    package var libraries: String?
    /// After `prepare`: the fastest form, in words, and the tokens of a piece of work.
    package var variant: String?
    package var tokens: Int?
    /// After `work`: the seconds of each piece.
    package var durations: [Double]?

    /// One that says nothing.
    package init() {}

    /// Reads a line; nil where it is none of that.
    package init?(line: some StringProtocol) {
        guard let reply = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)) else { return nil }
        self = reply
    }
}
