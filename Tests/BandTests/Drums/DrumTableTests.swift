import Band
import TestSupport
import Testing

@Suite struct DrumTableTests {
    @Test func theShippedTableIsReadInFull() throws {
        let table = try DrumFixture.table()
        #expect(table.text == DrumFixture.text && table.text.split(separator: "\n").count > 500)
        #expect(table.about["name"] == "Woodshed drums" && table.about["attribution"]?.contains("Groove") == true)
    }

    @Test func whatIsSaidOfItMakesNoOtherTable() throws {
        var table = try DrumFixture.table()
        let hash = table.contentHash
        table.about = ["name": "a\nswing-ratio 1 2", "data": "some  words"]
        let again = try DrumTable(text: table.text)
        #expect(again.about == ["name": "a swing-ratio 1 2", "data": "some  words"])
        #expect(again.contentHash == hash && hash.count == 32)
        table = try DrumTable(text: table.text.replacing("swing-ratio 101 2354", with: "swing-ratio 101 2355"))
        #expect(table.contentHash != hash)
    }

    @Test(arguments: [
        ("", 0), ("woodshed-drums 2", 0), ("woodshed-drums 1\nnonsense", 2), ("woodshed-drums 1\nswing-ratio 120", 2),
        ("woodshed-drums 1\nswing-ratio 120 900", 2),
        ("woodshed-drums 1\nswing-ratio 120 1900\nswing-ratio 110 1900", 3),
        ("woodshed-drums 1\nswing time-follows 0 1 2 3", 2),
        ("woodshed-drums 1\nswing time-follows 32 0 0 0 0 0 0 0 1", 2),
        ("woodshed-drums 1\nswing time-follows -1 0 0 0 0 0 0 0 1", 2),
        ("woodshed-drums 1\n\nswing time-velocity 0 1 2 3 4 128", 3),
        ("woodshed-drums 1\nabout name", 2), ("woodshed-drums 1\nabout name a\nabout name b", 3),
        ("woodshed-drums 1\npolka time-velocity 0 1 2 3 4 5", 2),
        ("woodshed-drums 1\nswing time-timing 0 99999999999999999999 1", 2),
    ])
    func aFaultIsToldWithItsLine(_ text: String, _ line: Int) {
        #expect(throws: line == 0 ? DrumTableError.header : .line(line)) { try DrumTable(text: text) }
    }

    @Test func noDamageTraps() {
        let bytes = Array(DrumFixture.text.utf8.prefix(2000))
        for count in bytes.indices { _ = try? DrumTable(text: String(decoding: bytes[..<count], as: UTF8.self)) }
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x15
            _ = try? DrumTable(text: String(decoding: damaged, as: UTF8.self))
        }
    }
}
