import Testing

@testable import Studio

@Suite struct FieldsTests {
    private func fields(_ text: String) throws -> Fields {
        try Fields(JSONValue(Array(text.utf8)), known: ["a", "b"])
    }

    private func error(_ text: String, _ read: (Fields) throws -> Void = { _ in }) -> APIError? {
        do {
            try read(try fields(text))
            return nil
        } catch {
            return error as? APIError
        }
    }

    @Test func valuesOfTheRightKindAreRead() throws {
        let found = try fields(#"{"a": 4.0, "b": "x"}"#)
        #expect(try found.integer("a", 1...9) == 4 && found.number("a", 0...4) == 4 && found.text("b") == "x")
        #expect(try fields("{}").integer("a", 1...9) == nil && fields(#"{"a": null}"#).has("a") == false)
        for (text, seed) in [
            ("7", 7), (#""18446744073709551615""#, UInt64.max), ("9007199254740993", 9_007_199_254_740_993),
        ] {
            #expect(try fields("{\"a\": \(text)}").seed("a") == seed)
        }
    }

    @Test(arguments: [
        "", "[", "{", "nul", "{\"a\":}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":1e999}",
        "{\"a\":1,\"a\":2}", "{\"a\":\"\\ud800\"}", "{} x", String(repeating: "[", count: 100_000),
        "{\"a\":" + String(repeating: "{\"a\":", count: 500),
    ]) func whatIsNoJSONIs400(_ text: String) {
        #expect(error(text)?.status == 400, "\(text.prefix(40))")
    }

    @Test(arguments: [
        "{\"a\":-1}", "{\"a\":10}", "{\"a\":1.5}", "{\"a\":1e300}", "{\"a\":-1e300}", "{\"a\":99999999999999999999}",
        "{\"a\":\"4\"}", "{\"a\":[4]}", "{\"a\":true}", "{\"c\":1}", "[]", "4", "null",
    ]) func aNumberOutOfReachIs422(_ text: String) {
        #expect(error(text) { _ = try $0.integer("a", 1...9) }?.status == 422, "\(text)")
    }

    @Test func aMistakeSaysWhereItIs() {
        let wrong = error(#"{"a": 12}"#) { _ = try $0.integer("a", 1...9) }
        #expect(wrong?.place == "a" && wrong?.hint == "choose 1 to 9")
        #expect(error(#"{"c": 1}"#)?.hint == "there are a, b")
        for seed in ["-1", "1.5", "\"\"", "\"x\"", "\"99999999999999999999\"", "1e40"] {
            #expect(error("{\"a\": \(seed)}") { _ = try $0.seed("a") }?.status == 422, "\(seed)")
        }
    }

    @Test func base64IsReadAndWritten() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.decoded(Base64.encodedForLinks(bytes)) == bytes)
        }
        #expect(Base64.decoded("TWFu") == Array("Man".utf8) && Base64.decoded("TWE=") == Array("Ma".utf8))
        for text in ["T", "T!==", "=TWF", "TWF===", "é"] { #expect(Base64.decoded(text) == nil, "\(text)") }
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "a/b", "a\\b", "a\nb", "a\u{0}b", "a\u{202E}b", String(repeating: "x", count: 81),
        String(repeating: "😀", count: 70),
    ]) func aNameIsOneNameInOneFolder(_ name: String) {
        #expect((try? FileName.checked(name, at: "name")) == nil)
    }

    @Test func plainNamesAreNames() throws {
        for name in ["a", "My tunes", "Étude № 1", "x.y", String(repeating: "x", count: 80)] {
            #expect(try FileName.checked(name, at: "name") == name)
        }
    }
}
