import Band
import Testing

@Suite struct DrumTableTests {
    @Test func theShippedTableIsReadInFull() throws {
        let table = try DrumTable(text: DrumTable.shippedText)
        #expect(table == DrumTable.shipped)
        #expect(table.text.split(separator: "\n").count > 500)
        #expect(try DrumTable(text: table.text) == table)
    }

    @Test func theSourceFileHoldsTheTable() {
        let source = DrumTable.shipped.swiftSource
        for line in DrumTable.shipped.text.split(separator: "\n") { #expect(source.contains("        \(line)\n")) }
        #expect(source.hasSuffix("}\n"))
    }

    @Test(arguments: [
        ("", 0), ("woodshed-drums 2", 0), ("woodshed-drums 1\nnonsense", 2), ("woodshed-drums 1\nswing-ratio 120", 2),
        ("woodshed-drums 1\nswing-ratio 120 900", 2),
        ("woodshed-drums 1\nswing-ratio 120 1900\nswing-ratio 110 1900", 3),
        ("woodshed-drums 1\nswing time-follows 0 1 2 3", 2),
        ("woodshed-drums 1\nswing time-follows 32 0 0 0 0 0 0 0 1", 2),
        ("woodshed-drums 1\nswing time-follows -1 0 0 0 0 0 0 0 1", 2),
        ("woodshed-drums 1\n\nswing time-velocity 0 1 2 3 4 128", 3),
        ("woodshed-drums 1\npolka time-velocity 0 1 2 3 4 5", 2),
        ("woodshed-drums 1\nswing time-timing 0 99999999999999999999 1", 2),
    ])
    func aFaultIsToldWithItsLine(_ text: String, _ line: Int) {
        #expect(throws: line == 0 ? DrumTableError.header : .line(line)) { try DrumTable(text: text) }
    }

    @Test func noDamageTraps() {
        let bytes = Array(DrumTable.shippedText.utf8.prefix(2000))
        for count in bytes.indices { _ = try? DrumTable(text: String(decoding: bytes[..<count], as: UTF8.self)) }
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x15
            _ = try? DrumTable(text: String(decoding: damaged, as: UTF8.self))
        }
    }
}
