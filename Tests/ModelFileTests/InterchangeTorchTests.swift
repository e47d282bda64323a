import ModelFile
import Recurrent
import TestFiles
import Testing

/// States go to and come from PyTorch itself, where Python has it.
@Suite struct InterchangeTorchTests {
    /// Modules of every kind; `logits` prints those of the ids 0…V−1, one after the other, as text.
    private static let script = """
        import sys, torch
        from safetensors.torch import load_file, save_file

        class Net(torch.nn.Module):
            def __init__(self, kind, tokens, embedding, hidden, layers):
                super().__init__()
                if embedding:
                    self.embedding = torch.nn.Embedding(tokens, embedding)
                module = getattr(torch.nn, kind)(embedding or tokens, hidden, layers, batch_first=True)
                setattr(self, kind.lower(), module)
                self.recurrent = [module]
                self.linear = torch.nn.Linear(hidden, tokens)
                self.tokens, self.embedded = tokens, bool(embedding)

            def forward(self, ids):
                one_hot = torch.nn.functional.one_hot(ids, self.tokens).to(self.linear.weight.dtype)
                y, _ = self.recurrent[0](self.embedding(ids) if self.embedded else one_hot)
                return self.linear(y)

        def logits(net, path):
            with torch.no_grad():
                values = net.double()(torch.arange(net.tokens)[None]).flatten().tolist()
            open(path, "w").write("\\n".join(map(repr, values)))

        folder, kind = sys.argv[2], sys.argv[3]
        net = Net(kind, *map(int, sys.argv[4:8]))
        if sys.argv[1] == "save":
            torch.manual_seed(int(sys.argv[8]))
            for p in net.parameters():
                torch.nn.init.uniform_(p, -1, 1)
            net.to(getattr(torch, sys.argv[9]))
            save_file(net.state_dict(), folder + "/state")
        else:
            net.load_state_dict(load_file(folder + "/state"), strict=True)
        logits(net, folder + "/logits")
        """

    private static let shapes: [(kind: String, cell: CellKind, embedding: Int, layers: Int)] = [
        ("LSTM", .lstm, 0, 1), ("LSTM", .lstm, 4, 3), ("GRU", .gruReset, 0, 2), ("GRU", .gruReset, 9, 1),
        ("RNN", .rnn, 0, 1), ("RNN", .rnn, 5, 2),
    ]
    private static let tokens = 11
    private static let hidden = 13

    private func run(_ mode: String, _ shape: Int, in directory: TemporaryDirectory, _ rest: String = "") -> Int32 {
        let (kind, _, embedding, layers) = Self.shapes[shape]
        directory.store(Array(Self.script.utf8), as: "net.py")
        return shell(
            "python3 '\(directory["net.py"])' \(mode) '\(directory.path)' \(kind) \(Self.tokens) \(embedding) "
                + "\(Self.hidden) \(layers) \(rest)")
    }

    private func error(of network: Network, in directory: TemporaryDirectory) throws -> Double {
        let expected = String(decoding: try #require(directory.content("logits")), as: UTF8.self)
            .split(separator: "\n").compactMap { Double($0) }
        try #require(expected.count == Self.tokens * Self.tokens)
        let engine = StepEngine(network)
        var state = network.zeroState(batch: 1)
        var logits: [Float] = []
        var error = 0.0
        for id in 0..<Self.tokens {
            engine.step([Int32(id)], state: &state, logits: &logits)
            for (found, value) in zip(logits, expected[id * Self.tokens..<(id + 1) * Self.tokens]) {
                error = max(error, abs(Double(found) - value))
            }
        }
        return error
    }

    @Test(
        "PyTorch's logits are those of the network imported",
        .enabled(if: PythonInterchangeTests.hasTorch, "needs python3 with torch and safetensors"),
        arguments: 0..<6)
    func imported(shape: Int) throws {
        let directory = TemporaryDirectory()
        let type = ["float64", "float32", "bfloat16", "float16"][shape % 4]
        try #require(run("save", shape, in: directory, "\(100 + shape) \(type)") == 0)
        let network = try Interchange.network(TensorFile.read(directory["state"]), name: "state")
        #expect(network.configuration.cell == Self.shapes[shape].cell)
        #expect(network.configuration.layers == Self.shapes[shape].layers)
        #expect(try error(of: network, in: directory) < 1e-5)
    }

    @Test(
        "A network exported loads strictly, and has the same logits there",
        .enabled(if: PythonInterchangeTests.hasTorch, "needs python3 with torch and safetensors"),
        arguments: 0..<6)
    func exported(shape: Int) throws {
        let directory = TemporaryDirectory()
        let (_, cell, embedding, layers) = Self.shapes[shape]
        var random = SystemRandomNumberGenerator()
        let network = try Network(
            NetworkConfiguration(
                cell: cell, inputSizes: [Self.tokens], embeddingSize: embedding == 0 ? nil : embedding,
                hiddenSize: Self.hidden, layers: layers, outputSize: Self.tokens), using: &random)
        try Interchange.state(of: network, vocabulary: [], name: "m").write(to: directory["state"])
        try #require(run("load", shape, in: directory) == 0)
        #expect(try error(of: network, in: directory) < 1e-5)
    }
}
