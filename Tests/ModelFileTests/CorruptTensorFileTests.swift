import ModelFile
import Testing

/// Files that are damaged or lie: each must be refused, with the right reason and place, and none may trap.
@Suite struct CorruptTensorFileTests {
    typealias Flaw = ModelFileError.Flaw

    /// A file of the given header and number of data bytes, the header's length being true unless given.
    static func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
        let length = length ?? UInt64(header.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
            + [UInt8](repeating: 0, count: data)
    }

    static func tensor(_ name: String, _ shape: String, _ offsets: String, type: String = "F32") -> String {
        #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    static func flaw(_ bytes: [UInt8]) -> (offset: Int, flaw: Flaw)? {
        do {
            _ = try TensorFile(bytes: bytes, name: "f")
            return nil
        } catch {
            guard case .malformed("f", let offset, let flaw) = error else {
                Issue.record("unexpected error \(error)")
                return nil
            }
            #expect(!error.description.contains("\n"))
            return (offset, flaw)
        }
    }

    @Test func aFileCutAnywhereIsRefused() throws {
        let bytes = try TensorFileTests.example.encoded()
        for count in 0..<bytes.count {
            let found = try #require(Self.flaw(Array(bytes[..<count])))
            #expect(found.offset <= count)
        }
        let longer = try #require(Self.flaw(bytes + [0]))
        #expect(longer.offset == bytes.count && longer.flaw == .trailingBytes(1))
    }

    @Test func aFlippedByteIsRefusedOrReadNeverATrap() throws {
        let bytes = try TensorFileTests.example.encoded()
        let headerEnd = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
        var refused = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var copy = bytes
                copy[index] ^= 1 << bit
                if let found = Self.flaw(copy) {
                    refused += 1
                    #expect(index < headerEnd && found.offset <= copy.count)
                }
            }
        }
        // Names, metadata and numbers may change unnoticed; lengths, shapes, ranges and types may not.
        #expect(refused > headerEnd * 8 / 2)
    }

    @Test func randomBytesAreRefused() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var state = seed
        let alphabet = Array(#"{}[]":,0123456789.eE+- \untrfalsdypeho_F"#.utf8)
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let count = Int(state >> 33 % 60)
            var header: [UInt8] = []
            for _ in 0..<count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                header.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let bytes = [UInt8(count), 0, 0, 0, 0, 0, 0, 0] + header
            if String(decoding: header, as: UTF8.self).filter({ $0 != " " }) != "{}" {
                #expect(Self.flaw(bytes) != nil)
            }
        }
    }

    @Test func lyingHeaderLengthsAreRefused() {
        for length in [UInt64.max, 1 << 63, 1 << 62, 1 << 32, 3] {
            let found = Self.flaw(Self.file("{}", length: length))
            #expect(found?.flaw == .headerBeyondEnd(length: length, available: 2))
        }
        #expect(Self.flaw(Self.file("{}", length: 0))?.offset == 8)
        #expect(Self.flaw(Self.file("{}", length: 1))?.offset == 9)
        let huge = Self.file("", data: 100_000_001, length: 100_000_001)
        #expect(Self.flaw(huge)?.flaw == .headerTooLong(length: 100_000_001, limit: 100_000_000))
    }

    static let lies: [(String, Int, Flaw)] = [
        ("{\(tensor("a", "[2]", "[0,8]")),\(tensor("a", "[2]", "[8,16]"))}", 16, .duplicateKey("a")),
        (#"{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, 4, .duplicateKey("dtype")),
        (#"{"__metadata__":{"k":"a","k":"b"}}"#, 0, .duplicateKey("k")),
        (#"{"__metadata__":{},"__metadata__":{}}"#, 0, .duplicateKey("__metadata__")),
        (#"{"__metadata__":{"k":1}}"#, 0, .unexpected(found: "1", expected: "a string")),
        ("{\(tensor("a", "[2]", "[0,8]")),\(tensor("b", "[2]", "[4,12]"))}", 12, .overlap(tensor: "b", with: "a")),
        ("{\(tensor("a", "[2]", "[0,8]")),\(tensor("b", "[2]", "[0,8]"))}", 8, .overlap(tensor: "b", with: "a")),
        ("{\(tensor("a", "[2]", "[0,8]")),\(tensor("b", "[2]", "[12,20]"))}", 20, .gap(tensor: "b", bytes: 4)),
        ("{\(tensor("a", "[2]", "[4,12]"))}", 12, .gap(tensor: "a", bytes: 4)),
        ("{\(tensor("a", "[2]", "[0,8]"))}", 9, .trailingBytes(1)),
        ("{\(tensor("a", "[2]", "[0,8]"))}", 7, .rangeBeyondEnd(tensor: "a", end: 8, available: 7)),
        ("{\(tensor("a", "[2]", "[8,0]"))}", 8, .backwardRange(tensor: "a", start: 8, end: 0)),
        ("{\(tensor("a", "[3]", "[0,8]"))}", 8, .rangeLength(tensor: "a", found: 8, expected: 12)),
        ("{\(tensor("a", "[2]", "[0,8]", type: "F64"))}", 8, .rangeLength(tensor: "a", found: 8, expected: 16)),
        ("{\(tensor("a", "[2]", "[0,8]", type: "I32"))}", 8, .unsupportedType(tensor: "a", type: "I32")),
        ("{\(tensor("a", "[2]", "[0,8]", type: "f32"))}", 8, .unsupportedType(tensor: "a", type: "f32")),
        ("{\(tensor("a", "[4294967296,4294967296]", "[0,0]"))}", 0, .shapeOverflow(tensor: "a")),
        ("{\(tensor("a", "[4611686018427387904]", "[0,0]"))}", 0, .shapeOverflow(tensor: "a")),
        (
            "{\(tensor("a", "[2305843009213693951]", "[0,9223372036854775804]"))}", 0,
            .rangeBeyondEnd(tensor: "a", end: 9_223_372_036_854_775_804, available: 0)
        ),
        ("{\(tensor("a", "[9223372036854775808]", "[0,8]"))}", 8, .numberOutOfRange),
        ("{\(tensor("a", "[-2]", "[0,8]"))}", 8, .unexpected(found: "-", expected: "an integer")),
        ("{\(tensor("a", "[2.0]", "[0,8]"))}", 8, .unexpected(found: "2", expected: "an integer")),
        ("{\(tensor("a", "[2]", "[0]"))}", 8, .unexpected(found: "1 numbers", expected: "start and end")),
        ("{\(tensor("a", "[2]", "[0,8,8]"))}", 8, .unexpected(found: "a third number", expected: "start and end")),
        (
            "{\(tensor("a", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2]", "[0,8]"))}", 8,
            .tooManyDimensions(tensor: "a", limit: 16)
        ),
        (#"{"a":{"dtype":"F32","shape":[2]}}"#, 8, .missingKey("data_offsets")),
        (#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, 8, .missingKey("shape")),
        (#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, 8, .missingKey("dtype")),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, 8, .unknownKey("x")),
        (#"{"a":null}"#, 8, .unexpected(found: "n", expected: "an object")),
        ("[]", 0, .unexpected(found: "[", expected: "an object")),
        ("{}x", 0, .unexpected(found: "x", expected: "the end")),
        ("\u{FEFF}{}", 0, .unexpected(found: "byte 0xef", expected: "an object")),
    ]

    @Test(arguments: lies.indices) func liesAreNamed(index: Int) {
        let (header, data, flaw) = Self.lies[index]
        let bytes = Self.file(header, data: data)
        let found = Self.flaw(bytes)
        #expect(found?.flaw == flaw)
        if let found { #expect(8...bytes.count ~= found.offset) }
    }

    @Test func emptyTensorsNeedNoBytesWhateverTheirShape() throws {
        let header = "{\(Self.tensor("a", "[0,9223372036854775807,9223372036854775807]", "[0,0]"))}"
        #expect(try TensorFile(bytes: Self.file(header), name: "f").tensors[0].values == [])
    }

    @Test func theOrderOfTheHeaderDoesNotMatter() throws {
        let header = "{\(Self.tensor("b", "[1]", "[4,8]")),\(Self.tensor("a", "[1]", "[0,4]"))}"
        #expect(try TensorFile(bytes: Self.file(header, data: 8), name: "f").tensors.map(\.name) == ["a", "b"])
    }

    @Test func hostileNamesCannotSpoilTheMessage() throws {
        let name = #"\n\u001b[31m"# + String(repeating: "x", count: 100_000)
        let error = try #require(throws: ModelFileError.self) {
            try TensorFile(bytes: Self.file("{\(Self.tensor(name, "[2]", "[0,4]"))}", data: 4), name: "f")
        }
        #expect(error.description.count < 300)
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}
