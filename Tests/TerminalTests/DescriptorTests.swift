import Glibc
import Terminal
import Testing

@Suite struct DescriptorTests {
    @Test("Everything written to a pipe arrives, and a closed one is an error") func pipes() throws {
        Interruption.ignoreClosedPipes()
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let output = Descriptor(number: ends[1])
        #expect(!output.isTerminal)
        #expect(output.columns == nil)
        #expect(output.write("Où?\n") == 0)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(ends[0], &bytes, 16)
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "Où?\n")
        close(ends[0])
        #expect(output.write("x") == EPIPE)
        close(ends[1])
        #expect(output.write("x") == EBADF)
        #expect(output.write("") == 0)
    }
}
