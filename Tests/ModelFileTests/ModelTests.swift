import ModelFile
import Recurrent
import TestFiles
import Testing

@Suite struct ModelTests {
    static func example(_ cell: CellKind = .lstm, embedding: Int? = 3) throws -> Model {
        var generator = SystemRandomNumberGenerator()
        let configuration = NetworkConfiguration(
            cell: cell, inputSizes: [4, 2], embeddingSize: embedding, hiddenSize: 5, layers: 2, outputSize: 3)
        let network = try Network(configuration, using: &generator)
        var card = ModelCard(kind: "text")
        card.name = "Ex\"ample"
        card.data = "a page\nof text"
        card.attribution = "nobody"
        card.date = "2024-02-29"
        card.program = "woodshed 1"
        card.seed = .max
        card.steps = 7
        card.tokens = 1 << 40
        card.trainingLoss = 0.1
        card.validationLoss = 1.0 / 3
        card.options = ["window": "64", "batch": "32"]
        return Model(
            network: network, vocabulary: ["a", "\n", "e\u{301}"], card: card, extra: ["tokenizer": "{\"x\":1}"])
    }

    @Test(arguments: CellKind.allCases, [nil, 3]) func whatIsWrittenIsRead(cell: CellKind, embedding: Int?) throws {
        let model = try Self.example(cell, embedding: embedding)
        let read = try Model(bytes: model.encoded(), name: "x", kind: "text")
        #expect(read.network.configuration == model.network.configuration)
        #expect(read.network.parameters == model.network.parameters)
        #expect(read.vocabulary.map { Array($0.utf8) } == model.vocabulary.map { Array($0.utf8) })
        #expect(read.card == model.card)
        #expect(read.extra == model.extra)
        #expect(try read.encoded() == model.encoded())
        #expect(read.contentHash == model.contentHash)
    }

    @Test func aCardWithoutLossesSurvives() throws {
        var model = try Self.example()
        model.card = ModelCard(kind: "text")
        #expect(try Model(bytes: model.encoded(), name: "x").card == model.card)
    }

    @Test func theHashDependsOnWhatDecidesTheOutputOnly() throws {
        let model = try Self.example()
        let hash = model.contentHash
        var other = model
        other.card = ModelCard(kind: "text")
        #expect(other.contentHash == hash)
        other.extra["tokenizer"] = "{}"
        #expect(other.contentHash != hash)
        other = model
        other.vocabulary[0] = "b"
        #expect(other.contentHash != hash)
        var parameters = model.network.parameters
        parameters.values[3] = parameters.values[3].nextUp
        other = model
        other.network = try Network(model.network.configuration, parameters: parameters)
        #expect(other.contentHash != hash)
    }

    @Test func halfSizeWeightsAreRoundedOnce() throws {
        let model = try Self.example()
        let read = try Model(bytes: model.encoded(as: .bfloat16), name: "x")
        #expect(
            zip(read.network.parameters.values, model.network.parameters.values)
                .allSatisfy { abs($0 - $1) <= abs($1) / 256 })
        #expect(read.network.parameters != model.network.parameters)
        let again = try Model(bytes: read.encoded(as: .bfloat16), name: "x")
        #expect(again.network.parameters == read.network.parameters)
    }

    @Test func filesAreWrittenAndReadByPath() throws {
        let directory = TemporaryDirectory()
        let model = try Self.example()
        try model.write(to: directory["m"])
        #expect(try Model.read(directory["m"], kind: "text").card == model.card)
        #expect(directory.names == ["m"])
        let error = #expect(throws: ModelFileError.self) { try Model.read(directory["m"], kind: "jazz-lead") }
        #expect(error?.description == "\(directory["m"]) holds a text model; a jazz-lead model is needed here")
    }

    @Test func whatReadingWouldRefuseIsNotWritten() throws {
        var model = try Self.example()
        model.vocabulary = ["a"]
        #expect(throws: ModelFileError.vocabularySize(file: "the model", found: 1, expected: 3)) { try model.encoded() }
        model.vocabulary = []
        model.extra["card"] = "x"
        #expect(throws: ModelFileError.cannotEncode(flaw: .reservedName("card"))) { try model.encoded() }
        model.extra = [:]
        #expect(try Model(bytes: model.encoded(), name: "x").vocabulary == [])
        model.network.parameters.values[0] = .nan
        #expect(throws: ModelFileError.notFinite(file: "the model", tensor: "embedding.weight", index: 0)) {
            try model.encoded()
        }
    }

    /// A way to spoil the tensor file of the example, and the error that must come of it.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var error: ModelFileError
        var spoil: @Sendable (inout TensorFile) -> Void

        init(_ name: String, _ error: ModelFileError, _ spoil: @escaping @Sendable (inout TensorFile) -> Void) {
            testDescription = name
            self.error = error
            self.spoil = spoil
        }
    }

    static let configuration =
        #"{"cell":"lstm","embeddingSize":3,"hiddenSize":5,"inputSizes":[4,2],"layers":2,"outputSize":3}"#

    static let damages: [Damage] = [
        Damage("no card", .missingMetadata(file: "f", key: "card")) { $0.metadata["card"] = nil },
        Damage("no configuration", .missingMetadata(file: "f", key: "configuration")) {
            $0.metadata["configuration"] = nil
        },
        Damage("no vocabulary", .missingMetadata(file: "f", key: "vocabulary")) { $0.metadata["vocabulary"] = nil },
        Damage("card without kind", .badMetadata(file: "f", key: "card", offset: 0, flaw: .missingKey("kind"))) {
            $0.metadata["card"] = "{}"
        },
        Damage("card with a bad seed", .badMetadata(file: "f", key: "card", offset: 14, flaw: .numberOutOfRange)) {
            $0.metadata["card"] = #"{"kind":"tex","seed":"-1"}"#
        },
        Damage(
            "unknown cell",
            .badMetadata(
                file: "f", key: "configuration", offset: 1,
                flaw: .unexpected(
                    found: "a cell of unknown kind",
                    expected: "one of rnn, gru-simplified, gru, gru-pytorch, lstm, lstm-peephole"))
        ) { $0.metadata["configuration"] = configuration.replacing("lstm", with: "transformer") },
        Damage(
            "unknown key", .badMetadata(file: "f", key: "configuration", offset: 1, flaw: .unknownKey("heads"))
        ) { $0.metadata["configuration"] = configuration.replacing("cell", with: "heads") },
        Damage("huge network", .missingTensor(file: "f", tensor: "lstm.weight_ih_l2")) {
            $0.metadata["configuration"] = configuration.replacing(#""layers":2"#, with: #""layers":64"#)
        },
        Damage("no layers", .badConfiguration(file: "f", reason: "")) {
            $0.metadata["configuration"] = configuration.replacing(#""layers":2"#, with: #""layers":0"#)
        },
        Damage("impossible network", .badConfiguration(file: "f", reason: "")) {
            $0.metadata["configuration"] = configuration.replacing(
                #""hiddenSize":5"#, with: #""hiddenSize":9223372036854775807"#)
        },
        Damage("vocabulary too small", .vocabularySize(file: "f", found: 2, expected: 3)) {
            $0.metadata["vocabulary"] = #"["a","b"]"#
        },
        Damage("missing tensor", .missingTensor(file: "f", tensor: "linear.bias")) { $0.tensors.removeLast() },
        Damage("additional tensor", .unexpectedTensor(file: "f", tensor: "x")) {
            $0.tensors.append(NamedTensor(name: "x", shape: [], values: [1]))
        },
        Damage("wrong shape", .wrongShape(file: "f", tensor: "linear.weight", found: [5, 3], expected: [3, 5])) {
            $0.tensors[$0.tensors.count - 2].shape = [5, 3]
        },
        Damage("infinite weight", .notFinite(file: "f", tensor: "linear.bias", index: 2)) {
            $0.tensors[$0.tensors.count - 1].values[2] = -.infinity
        },
    ]

    @Test(arguments: damages) func contradictionsAreNamed(damage: Damage) throws {
        var file = try TensorFile(bytes: Self.example().encoded(), name: "f")
        #expect(file.metadata["configuration"] == Self.configuration)
        damage.spoil(&file)
        let bytes = try file.encoded()
        let error = try #require(throws: ModelFileError.self) { try Model(bytes: bytes, name: "f") }
        if case .badConfiguration = damage.error {
            guard case .badConfiguration("f", _) = error else {
                Issue.record("\(error)")
                return
            }
        } else {
            #expect(error == damage.error)
        }
        #expect(error.description.hasPrefix("f"))
    }

    @Test func aModelCutOrChangedAnywhereNeverTraps() throws {
        let bytes = try Self.example().encoded()
        for count in 0..<bytes.count {
            #expect(throws: ModelFileError.self) { try Model(bytes: Array(bytes[..<count]), name: "f") }
        }
        var outcomes = [0, 0]
        for index in bytes.indices {
            for change: UInt8 in [0x01, 0x08, 0x40, 0xFF] {
                var copy = bytes
                copy[index] ^= change
                let isRead = (try? Model(bytes: copy, name: "f")) != nil
                outcomes[isRead ? 1 : 0] += 1
            }
        }
        #expect(outcomes[0] > 1000 && outcomes[1] > 0)
    }
}
