import Glibc
import MIDI
import TestFiles
import Testing

@Suite struct MIDIFileReadTests {
    private static func problem(_ path: String) -> MIDIError? {
        do throws(MIDIError) {
            _ = try MIDIFile.read(path)
            return nil
        } catch { return error }
    }

    @Test func aFileIsReadByItsPath() throws {
        try withTemporaryDirectory { (folder) throws in
            let bytes = FileBytes.file([])
            TemporaryDirectory.store(bytes, at: "\(folder)/é.mid")
            #expect(try MIDIFile.read("\(folder)/é.mid") == MIDIFile(bytes: bytes))
        }
    }

    @Test func whatKeepsAFileFromBeingOpenedIsToldApart() throws {
        try withTemporaryDirectory { (folder) throws in
            let missing = "\(folder)/missing.mid"
            #expect(Self.problem(missing) == .file(path: missing, .missing))
            #expect(Self.problem("") == .file(path: "", .missing))
            #expect(Self.problem(folder) == .file(path: folder, .directory))
            TemporaryDirectory.store([1, 2, 3], at: "\(folder)/text")
            #expect(Self.problem("\(folder)/text") == .notMIDI(offset: 0, found: [1, 2, 3]))
            #expect(Self.problem("\(folder)/text/below.mid") == .file(path: "\(folder)/text/below.mid", .missing))
            #expect(Self.problem("\(folder)/text\0.mid") == .file(path: "\(folder)/text\0.mid", .missing))
            let loop = "\(folder)/loop"
            #expect(shell("ln -s loop '\(loop)'") == 0)
            #expect(Self.problem(loop) == .file(path: loop, .unreadable(ELOOP)))
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read any file")) func aFileOneMayNotReadIsUnreadable() throws {
        try withTemporaryDirectory { (folder) throws in
            let path = "\(folder)/closed.mid"
            TemporaryDirectory.store([], at: path)
            #expect(shell("chmod 000 '\(path)'") == 0)
            #expect(Self.problem(path) == .file(path: path, .unreadable(EACCES)))
        }
    }

    @Test func aFileWithoutEndIsRefusedAtTheLimit() {
        #expect(throws: MIDIError.file(path: "/dev/zero", .tooLarge(expected: 1000))) {
            try MIDIFile.contents(of: "/dev/zero", limit: 1000)
        }
        let limit = MIDIFile.maximumFileSize
        #expect(Self.problem("/dev/zero") == .file(path: "/dev/zero", .tooLarge(expected: limit)))
    }

    @Test func aFileOfExactlyTheLimitIsRead() throws {
        try withTemporaryDirectory { (folder) throws in
            let path = "\(folder)/a"
            let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            TemporaryDirectory.store(bytes, at: path)
            #expect(try MIDIFile.contents(of: path, limit: 200_000) == bytes)
            #expect(throws: MIDIError.file(path: path, .tooLarge(expected: 199_999))) {
                try MIDIFile.contents(of: path, limit: 199_999)
            }
        }
    }

    @Test func aPipeIsRead() throws {
        try withTemporaryDirectory { (folder) throws in
            let path = "\(folder)/a"
            TemporaryDirectory.store(FileBytes.file([]), at: "\(folder)/b")
            #expect(shell("mkfifo '\(path)' && (cat '\(folder)/b' > '\(path)' &)") == 0)
            #expect(try MIDIFile.read(path) == MIDIFile(bytes: FileBytes.file([])))
        }
    }
}
