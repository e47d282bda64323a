import Testing

import ModelFile

@Suite struct JSONReaderTests {
    @Test func readsAnObjectOfEveryKindOfValue() throws {
        var reader = JSONReader(#" { "a" : [1, 20] , "b":-1.5e2,"c":null, "d":{"x":[true,false,{}]}, "e":"t" } "#)
        var seen: [String] = []
        try reader.object { (reader, key, _) throws(JSONReader.Failure) in
            seen.append(key)
            switch key {
            case "a":
                var numbers: [Int] = []
                try reader.array { (reader) throws(JSONReader.Failure) in numbers.append(try reader.integer()) }
                #expect(numbers == [1, 20])
            case "b": #expect(try reader.number() == -150)
            case "c":
                let isNull = reader.null()
                #expect(isNull)
            case "e": #expect(try reader.string() == "t")
            default: try reader.skip()
            }
        }
        try reader.finish()
        #expect(seen == ["a", "b", "c", "d", "e"])
    }

    @Test(arguments: [
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83c\udfb7!""#, "🎷!"), (#""🎷é\u0000""#, "🎷é\0"),
    ])
    func readsStrings(json: String, expected: String) throws {
        var reader = JSONReader(json)
        #expect(try reader.string() == expected)
        try reader.finish()
    }

    @Test(arguments: [
        (#""a"#, 2), ("\"a\nb\"", 2), (#""\x""#, 2), (#""\u12g4""#, 5), (#""\ud83c""#, 1), (#""\ud83cx""#, 1),
        (#""\ud83c\n""#, 1), (#""\udfb7""#, 1), (#""\ud83c\u0041""#, 1), (#""\"#, 2), (#""\u12"#, 5), ("x", 0), ("", 0),
    ])
    func refusesBadStrings(json: String, offset: Int) {
        let failure = #expect(throws: JSONReader.Failure.self) {
            var reader = JSONReader(json)
            _ = try reader.string()
        }
        #expect(failure?.offset == offset)
    }

    @Test func refusesInvalidUTF8() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80]] {
            let text = [0x22] + bytes + [0x22]
            #expect(throws: JSONReader.Failure(offset: 0, flaw: .badString)) {
                var reader = JSONReader(text, in: 0..<text.count)
                _ = try reader.string()
            }
        }
    }

    @Test(arguments: ["01", "-", "1.", ".5", "1e", "+1", "0x10", "1e+", "--1", "NaN", "Infinity", "1e999", "", "\"1\""])
    func refusesBadNumbers(json: String) {
        #expect(throws: JSONReader.Failure.self) {
            var reader = JSONReader(json)
            _ = try reader.number()
            try reader.finish()
        }
    }

    @Test(arguments: ["1.0", "1e3", "-1", "9223372036854775808", "99999999999999999999999999", "-0"])
    func refusesIntegersInOtherForms(json: String) {
        #expect(throws: JSONReader.Failure.self) {
            var reader = JSONReader(json)
            _ = try reader.integer()
        }
    }

    @Test func readsTheLargestInteger() throws {
        var reader = JSONReader("9223372036854775807")
        #expect(try reader.integer() == Int.max)
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, 7), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), (#"{"a":1 "b":2}"#, 7), (#"{,}"#, 1),
        (#"{1:2}"#, 1),
        (#"[1,]"#, 3), (#"[1 2]"#, 3), (#"[,1]"#, 1), (#"[1"#, 2), (#"{"a":1"#, 6), (#"{"a":tru}"#, 5), (#"[1]]"#, 3),
        (#"{"a":{"b":[{"c":1,"c":1}]}}"#, 18), ("[1]\0", 3),
    ])
    func refusesBadStructureAndNamesThePlace(json: String, offset: Int) {
        let failure = #expect(throws: JSONReader.Failure.self) {
            var reader = JSONReader(json)
            try reader.skip()
            try reader.finish()
        }
        #expect(failure?.offset == offset)
    }

    @Test func duplicateKeysMayBeHiddenByEscapes() {
        #expect(throws: JSONReader.Failure(offset: 7, flaw: .duplicateKey("a"))) {
            var reader = JSONReader(#"{"a":1,"\u0061":2}"#)
            try reader.skip()
        }
    }

    @Test func depthIsLimited() throws {
        var reader = JSONReader(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
        try reader.skip()
        for bracket in ["[", "{\"a\":"] {
            let failure = #expect(throws: JSONReader.Failure.self) {
                var reader = JSONReader(String(repeating: bracket, count: 1_000_000))
                try reader.skip()
            }
            #expect(failure?.flaw == .tooDeep(limit: 64))
        }
    }

    @Test func readsWhatTheWriterWrites() throws {
        let strings = ["", "a\"b\\c/\n\r\t\u{0}\u{1F}\u{7F}\u{85}\u{2028}", "é€🎷", "e\u{301}"]
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("s")
            writer.array { writer in for string in strings { writer.string(string) } }
            writer.key("n")
            writer.array { writer in
                writer.number(0.1)
                writer.number(.nan)
                writer.integer(UInt64.max)
            }
            writer.key("o")
            writer.object { _ in }
        }
        #expect(writer.text.hasSuffix(#""n":[0.1,null,18446744073709551615],"o":{}}"#))
        #expect(!writer.text.unicodeScalars.contains { $0.value < 0x20 })
        var reader = JSONReader(writer.text)
        var found: [String] = []
        try reader.object { (reader, key, _) throws(JSONReader.Failure) in
            guard key == "s" else { return try reader.skip() }
            try reader.array { (reader) throws(JSONReader.Failure) in found.append(try reader.string()) }
        }
        try reader.finish()
        #expect(found.map { Array($0.unicodeScalars) } == strings.map { Array($0.unicodeScalars) })
    }
}
