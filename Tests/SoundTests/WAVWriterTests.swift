import Sound
import TestFiles
import TestSound
import Testing

@Suite struct WAVWriterTests {
    private let scratch = TemporaryDirectory()

    @Test("the header says what follows")
    func header() throws {
        var writer = try WAVWriter(path: scratch["a.wav"], rate: 44_100)
        #expect(scratch.names.isEmpty)
        try writer.append([1, -2, 0x1234, -32_767])
        #expect(writer.frames == 2)
        try writer.finish()
        #expect(scratch.names == ["a.wav"])
        let expected: [UInt8] =
            Array("RIFF".utf8) + [44, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 2, 0]
            + [0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0] + Array("data".utf8) + [8, 0, 0, 0]
            + [1, 0, 0xFE, 0xFF, 0x34, 0x12, 1, 0x80]
        #expect((scratch.content("a.wav") ?? []) == expected)
    }

    @Test("sound longer than the buffer arrives whole")
    func long() throws {
        var writer = try WAVWriter(path: scratch["b.wav"], rate: 48_000)
        let samples = (0..<128).map { Int16($0) }
        for _ in 0..<2000 { try writer.append(samples) }
        try writer.finish()
        let recording = Recording(wav: (scratch.content("b.wav") ?? []))
        #expect(recording.left.count == 128_000)
        #expect(recording.left.enumerated().allSatisfy { Int($0.element) == $0.offset % 64 * 2 })
    }

    @Test("a writer that is given up leaves nothing, and an earlier file as it was")
    func givenUp() throws {
        _ = scratch.store([7], as: "c.wav")
        do {
            var writer = try WAVWriter(path: scratch["c.wav"], rate: 48_000)
            try writer.append([Int16](repeating: 1, count: 100_000))
        }
        #expect(scratch.names == ["c.wav"])
        #expect((scratch.content("c.wav") ?? []) == [7])
    }
}
