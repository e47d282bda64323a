import ModelFile
import Recurrent
import Testing

@Suite struct InterchangeTests {
    /// Names as people give them, by those of this program.
    static let renamings: [[(String, String)]] = [
        [], [("lstm.", "rnn."), ("gru.", "rnn."), ("embedding.", "encoder."), ("linear.", "decoder.")],
        [
            ("lstm.", "module.net.core."), ("gru.", "module.net.core."), ("rnn.", "module.net.core."),
            ("embedding.", "module.emb."), ("linear.", "module.head.0."),
        ],
        [("lstm.", ""), ("gru.", ""), ("rnn.", "")],
    ]

    static func rename(_ name: String, _ renaming: [(String, String)]) -> String {
        for (old, new) in renaming where name.hasPrefix(old) { return new + name.dropFirst(old.count) }
        return name
    }

    @Test("A state gives PyTorch's logits, whatever its modules are called", arguments: StoredCase.names, 0..<4)
    func imported(name: String, renaming: Int) throws {
        let stored = try StoredCase(named: name)
        let state = stored.state { Self.rename($0, Self.renamings[renaming]) }
        let bytes = try TensorFile(bytes: state.encoded(as: .float64), name: "s")
        let network = try Interchange.network(bytes, name: "s")
        #expect(network.configuration == stored.configuration)
        #expect(stored.error(of: network) < 1e-5)
    }

    @Test("What is exported has PyTorch's names and comes back the same", arguments: StoredCase.names)
    func exported(name: String) throws {
        let stored = try StoredCase(named: name)
        let network = try Interchange.network(stored.state(), name: "s")
        let state = try Interchange.state(of: network, vocabulary: ["a", "\n", "\""], name: "m")
        #expect(Set(state.tensors.map(\.name)) == Set(stored.parameters.keys))
        for tensor in state.tensors { #expect(stored.parameters[tensor.name]?.shape == tensor.shape) }
        #expect(state.metadata == ["vocabulary": #"["a","\n","\""]"#, "format": "pt"])
        let again = try Interchange.network(TensorFile(bytes: state.encoded(), name: "s"), name: "s")
        #expect(again.parameters == network.parameters)
    }

    @Test("Cells that PyTorch does not have are not exported", arguments: CellKind.allCases)
    func cells(cell: CellKind) throws {
        var random = SystemRandomNumberGenerator()
        let configuration = NetworkConfiguration(cell: cell, inputSizes: [3], hiddenSize: 2, outputSize: 3)
        let network = try Network(configuration, using: &random)
        if [.rnn, .gruReset, .lstm].contains(cell) {
            #expect(try Interchange.state(of: network, vocabulary: [], name: "m").tensors.count == 6)
        } else {
            #expect(throws: ModelFileError.misfit(file: "m", .cell(cell.rawValue))) {
                try Interchange.state(of: network, vocabulary: [], name: "m")
            }
        }
    }

    @Test("Networks that read several ids a step are not exported") func fields() throws {
        var random = SystemRandomNumberGenerator()
        let configuration = NetworkConfiguration(inputSizes: [3, 4], hiddenSize: 2, outputSize: 3)
        let network = try Network(configuration, using: &random)
        #expect(throws: ModelFileError.misfit(file: "m", .fields(2))) {
            try Interchange.state(of: network, vocabulary: [], name: "m")
        }
    }

    /// A way to spoil the state of an LSTM of two layers of 5 units, 7 embedded tokens of 3 numbers, and 6 outputs.
    struct Spoiling: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var misfit: ModelFileError.Misfit
        var spoil: @Sendable (inout [NamedTensor]) -> Void

        init(
            _ name: String, _ misfit: ModelFileError.Misfit, _ spoil: @escaping @Sendable (inout [NamedTensor]) -> Void
        ) {
            testDescription = name
            self.misfit = misfit
            self.spoil = spoil
        }
    }

    private static func tensor(_ name: String, _ shape: Int...) -> NamedTensor {
        NamedTensor(name: name, shape: shape, values: [Float](repeating: 0.5, count: shape.reduce(1, *)))
    }

    private static func replace(_ tensor: NamedTensor) -> @Sendable (inout [NamedTensor]) -> Void {
        { tensors in tensors[tensors.firstIndex { $0.name == tensor.name }!] = tensor }
    }

    static let spoilings: [Spoiling] = [
        Spoiling("no recurrent layer", .noRecurrentLayer) { $0.removeAll { $0.name.hasPrefix("lstm") } },
        Spoiling("nothing", .noRecurrentLayer) { $0 = [] },
        Spoiling("two recurrent modules", .severalModules(["decoder.lstm", "lstm"])) {
            $0.append(tensor("decoder.lstm.weight_hh_l0", 20, 5))
        },
        Spoiling("bidirectional", .bidirectional(tensor: "lstm.weight_ih_l0_reverse")) {
            $0.append(tensor("lstm.weight_ih_l0_reverse", 20, 3))
        },
        Spoiling("projection", .projection(tensor: "lstm.weight_hr_l0")) {
            $0.insert(tensor("lstm.weight_hr_l0", 2, 5), at: 0)
        },
        Spoiling("no bias", .missing(tensor: "lstm.bias_ih_l0", expected: [20])) {
            $0.removeAll { $0.name.hasPrefix("lstm.bias") }
        },
        Spoiling("a layer left out", .missing(tensor: "lstm.weight_ih_l2", expected: [20, 5])) {
            $0.append(tensor("lstm.weight_hh_l3", 20, 5))
        },
        Spoiling("no first layer", .missing(tensor: "lstm.weight_hh_l0", expected: [nil, nil])) {
            $0.removeAll { $0.name.hasSuffix("_l0") }
        },
        Spoiling(
            "rows of no cell", .rows(tensor: "lstm.weight_hh_l0", found: [10, 5]),
            replace(tensor("lstm.weight_hh_l0", 10, 5))),
        Spoiling(
            "a recurrent vector", .shape(tensor: "lstm.weight_hh_l0", found: [100], expected: [nil, nil]),
            replace(tensor("lstm.weight_hh_l0", 100))),
        Spoiling(
            "rows of another cell", .shape(tensor: "lstm.weight_ih_l0", found: [20, 3], expected: [15, nil]),
            replace(tensor("lstm.weight_hh_l0", 15, 5))),
        Spoiling(
            "a layer of another width", .shape(tensor: "lstm.weight_ih_l1", found: [20, 6], expected: [20, 5]),
            replace(tensor("lstm.weight_ih_l1", 20, 6))),
        Spoiling(
            "a bias of another length", .shape(tensor: "lstm.bias_hh_l1", found: [19], expected: [20]),
            replace(tensor("lstm.bias_hh_l1", 19))),
        Spoiling(
            "another embedding", .shape(tensor: "lstm.weight_ih_l0", found: [20, 3], expected: [20, 4]),
            replace(tensor("embedding.weight", 7, 4))),
        Spoiling(
            "a linear module of another width", .shape(tensor: "linear.weight", found: [6, 4], expected: [nil, 5]),
            replace(tensor("linear.weight", 6, 4))),
        Spoiling(
            "a linear bias of another length", .shape(tensor: "linear.bias", found: [5], expected: [6]),
            replace(tensor("linear.bias", 5))),
        Spoiling("no linear module", .noLinear(hidden: 5)) { $0.removeAll { $0.name.hasPrefix("linear") } },
        Spoiling("a linear module without bias", .missing(tensor: "linear.bias", expected: [6])) {
            $0.removeAll { $0.name == "linear.bias" }
        },
        Spoiling("a linear module without weight", .missing(tensor: "linear.weight", expected: [6, 5])) {
            $0.removeAll { $0.name == "linear.weight" }
        },
        Spoiling("two linear modules", .severalLinear(["fc", "linear"])) {
            $0 += [tensor("fc.weight", 5, 5), tensor("fc.bias", 5)]
        },
        Spoiling("two embeddings", .severalEmbeddings(["embedding", "positions"])) {
            $0.append(tensor("positions.weight", 9, 3))
        },
        Spoiling("a normalisation", .unknown(tensor: "norm.weight", found: [5])) {
            $0 += [tensor("norm.weight", 5), tensor("norm.bias", 5)]
        },
        Spoiling("a batch normalisation", .unknown(tensor: "bn.running_mean", found: [5])) {
            $0.append(tensor("bn.running_mean", 5))
        },
        Spoiling("an LSTM cell", .unknown(tensor: "cell.weight_hh", found: [20, 5])) {
            $0.append(tensor("cell.weight_hh", 20, 5))
        },
        Spoiling("an empty tensor", .empty(tensor: "x", found: [0, 9_000_000_000_000_000_000])) {
            $0.append(NamedTensor(name: "x", shape: [0, 9_000_000_000_000_000_000], values: []))
        },
    ]

    @Test("What does not fit is told by its name and shapes", arguments: spoilings) func misfits(spoiling: Spoiling)
        throws
    {
        var state = try StoredCase(named: "lstm-embedding").state()
        spoiling.spoil(&state.tensors)
        let bytes = try state.encoded()
        let read = try TensorFile(bytes: bytes, name: "s")
        let error = #expect(throws: ModelFileError.misfit(file: "s", spoiling.misfit)) {
            try Interchange.network(read, name: "s")
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("s: ") && !text.contains("\n") && !text.contains("Optional"))
    }

    @Test("Weights that are no numbers, and networks out of bounds, are refused") func values() throws {
        var state = try StoredCase(named: "lstm-embedding").state()
        let place = try #require(state.tensors.firstIndex { $0.name == "linear.weight" })
        state.tensors[place].values[4] = .nan
        #expect(throws: ModelFileError.notFinite(file: "s", tensor: "linear.weight", index: 4)) {
            try Interchange.network(state, name: "s")
        }
        let deep = (0..<70).flatMap { layer in
            [
                Self.tensor("rnn.weight_ih_l\(layer)", 1, 1), Self.tensor("rnn.weight_hh_l\(layer)", 1, 1),
                Self.tensor("rnn.bias_ih_l\(layer)", 1), Self.tensor("rnn.bias_hh_l\(layer)", 1),
            ]
        }
        let tall = TensorFile(tensors: deep + [Self.tensor("fc.weight", 2, 1), Self.tensor("fc.bias", 2)])
        let error = #expect(throws: ModelFileError.self) { try Interchange.network(tall, name: "s") }
        #expect(error?.description.contains("layers is 70") == true)
    }

    @Test("Tensors lost, renamed, cut or bent give a network or an error, never a trap") func damage() throws {
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<3_000 {
            var tensors = try StoredCase(named: StoredCase.names.randomElement()!).state().tensors
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                guard let index = tensors.indices.randomElement(using: &random) else { continue }
                switch Int.random(in: 0..<6, using: &random) {
                case 0: tensors.remove(at: index)
                case 1:
                    tensors[index].name += ["_l0", "_l9", "_reverse", ".weight", "0", "_l-1", "_l+1"].randomElement()!
                case 2: tensors[index].name = String(tensors[index].name.dropFirst(Int.random(in: 0...12)))
                case 3: tensors[index].shape.reverse()
                case 4: tensors[index].shape = [tensors[index].values.count]
                default:
                    tensors[index] = NamedTensor(
                        name: tensors[index].name, shape: [Int.random(in: 0...2), 2, 1, 3], values: [])
                    tensors[index].values = [Float](repeating: 1, count: tensors[index].shape.reduce(1, *))
                }
            }
            do {
                _ = try Interchange.network(TensorFile(tensors: tensors), name: "s")
            } catch {
                #expect(error.description.hasPrefix("s: "))
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }
}
