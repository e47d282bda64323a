import Sound
import Testing

@Suite struct OutputFileTests {
    private let scratch = Scratch()

    @Test("a file replaces an earlier one when it is complete")
    func replaces() throws {
        _ = scratch.write([1, 2, 3], to: "a")
        var file = try OutputFile(path: scratch.file("a"))
        try file.write([4, 5, 6, 7])
        try file.write([9], at: 1)
        try file.write([8])
        #expect(scratch.read("a") == [1, 2, 3])
        try file.commit()
        #expect(scratch.read("a") == [4, 9, 6, 7, 8])
        #expect(scratch.names == ["a"])
    }

    @Test("a link is kept, and the file behind it replaced")
    func link() throws {
        _ = scratch.write([1], to: "target")
        makeSymbolicLink(to: "target", at: scratch.file("link"))
        var file = try OutputFile(path: scratch.file("link"))
        try file.write([2])
        try file.commit()
        #expect(scratch.names == ["link", "target"])
        #expect(scratch.read("target") == [2])
    }

    @Test("a full disk is an error, and nothing is left")
    func fullDisk() throws {
        let temporary = scratch.write([], to: "temporary")
        do {
            var file = OutputFile(
                path: scratch.file("x.wav"), temporary: temporary, descriptor: openForWriting("/dev/full"))
            #expect(
                throws: SoundError.cannotWrite(path: scratch.file("x.wav"), reason: "No space left on device")
            ) { try file.write([1, 2, 3]) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test("a full disk found while music is rendered is an error, and nothing is left")
    func fullDiskInWAV() throws {
        let temporary = scratch.write([], to: "temporary")
        let file = OutputFile(
            path: scratch.file("x.wav"), temporary: temporary, descriptor: openForWriting("/dev/full"))
        do {
            var writer = try WAVWriter(file: file, rate: 44_100)
            #expect(throws: SoundError.self) { try writer.append([Int16](repeating: 0, count: 1 << 17)) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test("a target in the way appears as an error, and the temporary file goes")
    func targetInTheWay() throws {
        var file = try OutputFile(path: scratch.file("y"))
        try file.write([1])
        #expect(shell("mkdir '\(scratch.file("y"))'") == 0)
        let path = scratch.file("y")
        var thrown: SoundError?
        do { try file.commit() } catch { thrown = error }
        #expect(thrown == .cannotWrite(path: path, reason: "Is a directory"))
        #expect(scratch.names == ["y"])
        #expect(shell("rmdir '\(path)'") == 0)
    }
}
