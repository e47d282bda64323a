import Files
import ModelFile
import TestFiles
import Testing

@Suite struct TensorFileTests {
    static let example = TensorFile(
        tensors: [
            NamedTensor(name: "b.weight", shape: [2, 3], values: [0, 1, -2, 0.5, 1e-30, 3e38]),
            NamedTensor(name: "a \"quoted\" ♪", shape: [2], values: [1, 2]),
            NamedTensor(name: "none", shape: [0, 7], values: []),
            NamedTensor(name: "scalar", shape: [], values: [42]),
        ],
        metadata: ["z": "last", "a": "{\"json\":[\"é\\n\"]}"])

    @Test func whatIsWrittenIsRead() throws {
        let bytes = try Self.example.encoded()
        #expect(try TensorFile(bytes: bytes, name: "x") == Self.example)
        #expect(Self.example["scalar"]?.values == [42])
        #expect(Self.example["missing"] == nil)
    }

    @Test func theBytesAreThoseOfTheFormat() throws {
        let file = TensorFile(
            tensors: [NamedTensor(name: "t", shape: [2], values: [1, -1])], metadata: ["k": "v"])
        let header = #"{"__metadata__":{"k":"v"},"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} "#
        let expected = [80, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0x80, 0x3F, 0, 0, 0x80, 0xBF]
        #expect(try file.encoded() == expected)
    }

    @Test func anEmptyFileHoldsAnEmptyHeader() throws {
        let empty = TensorFile(tensors: [])
        #expect(try empty.encoded() == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
        #expect(try TensorFile(bytes: empty.encoded(), name: "x") == empty)
    }

    @Test(arguments: [ElementType.float16, .bfloat16]) func smallTypesRoundAndRefuseWhatDoesNotFit(type: ElementType)
        throws
    {
        let file = TensorFile(tensors: [NamedTensor(name: "t", shape: [3], values: [0.1, -3, 1000.5])])
        let read = try TensorFile(bytes: file.encoded(as: type), name: "x")
        let tolerance: Float = type == .float16 ? 0x1p-11 : 0x1p-8
        for (value, original) in zip(read.tensors[0].values, file.tensors[0].values) {
            #expect(abs(value - original) <= tolerance * abs(original))
        }
        #expect(try file.encoded(as: type).count % 8 == 6)
        var large = file
        large.tensors[0].values[1] = -.greatestFiniteMagnitude
        #expect(
            throws: ModelFileError.cannotEncode(
                flaw: .overflow(tensor: "t", index: 1, value: -.greatestFiniteMagnitude, type: type.rawValue))
        ) { try large.encoded(as: type) }
    }

    @Test func whatTheFormatCannotHoldIsRefused() {
        let tensor = NamedTensor(name: "t", shape: [1], values: [1])
        let reserved = NamedTensor(name: "__metadata__", shape: [1], values: [1])
        let short = NamedTensor(name: "t", shape: [2, 2], values: [1])
        let negative = NamedTensor(name: "t", shape: [-1], values: [1])
        let huge = NamedTensor(name: "t", shape: [Int.max, 2], values: [1])
        for (tensors, flaw): ([NamedTensor], ModelFileError.Flaw) in [
            ([tensor, tensor], .duplicateKey("t")), ([reserved], .reservedName("__metadata__")),
            ([short], .valueCount(tensor: "t", found: 1, expected: 4)), ([negative], .shapeOverflow(tensor: "t")),
            ([huge], .shapeOverflow(tensor: "t")),
        ] {
            #expect(throws: ModelFileError.cannotEncode(flaw: flaw)) { try TensorFile(tensors: tensors).encoded() }
        }
    }

    @Test func filesAreWrittenAndReadByPath() throws {
        let directory = TemporaryDirectory()
        try Self.example.write(to: directory["x"])
        #expect(try TensorFile.read(directory["x"]) == Self.example)
        #expect(throws: ModelFileError.missing(file: directory["none"])) { try TensorFile.read(directory["none"]) }
        #expect(throws: ModelFileError.missing(file: directory["x/y"])) { try TensorFile.read(directory["x/y"]) }
        #expect(throws: ModelFileError.notAFile(file: directory.path)) { try TensorFile.read(directory.path) }
        #expect(throws: ModelFileError.notAFile(file: "/dev/zero")) { try TensorFile.read("/dev/zero") }
        shell("mkfifo \(directory["pipe"])")
        #expect(throws: ModelFileError.notAFile(file: directory["pipe"])) { try TensorFile.read(directory["pipe"]) }
        #expect(throws: ModelFileError.cannotWrite(.isDirectory(path: directory.path))) {
            try Self.example.write(to: directory.path)
        }
    }

    @Test func anEnormousFileIsRefusedBeforeItIsRead() {
        let directory = TemporaryDirectory()
        shell("truncate -s 4T \(directory["sparse"])")
        #expect(throws: ModelFileError.tooLarge(file: directory["sparse"], size: 4 << 40, limit: 2 << 30)) {
            try TensorFile.read(directory["sparse"])
        }
        shell("printf '\\377\\377\\377\\377\\377\\377\\0\\0' | dd of=\(directory["sparse"]) conv=notrunc status=none")
        #expect(throws: ModelFileError.self) { try TensorFile.read(directory["sparse"]) }
    }
}
