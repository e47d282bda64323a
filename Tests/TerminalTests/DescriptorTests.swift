import Glibc
import Terminal
import Testing

@Suite struct DescriptorTests {
    @Test("Everything written to a pipe arrives, and a closed one is an error") func pipes() throws {
        Interruption.ignoreClosedPipes()
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        // Not for the programs that other tests start meanwhile: one of them would keep the pipe open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = Descriptor(number: ends[1])
        #expect(!output.isTerminal)
        #expect(output.columns == nil)
        #expect(output.write("Où?\n") == 0)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(ends[0], &bytes, 16)
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "Où?\n")
        close(ends[0])
        #expect(output.write("x") == EPIPE)
        #expect(output.write("") == 0)
        close(ends[1])
        // A number that is closed may be another test's file by now; this one is nobody's.
        #expect(Descriptor(number: .max).write("x") == EBADF)
    }
}
