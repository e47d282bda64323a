import Files
import Glibc
import TestFiles
import Testing

@Suite struct OutputFileTests {
    let directory = TemporaryDirectory()

    @Test func aFileIsReplacedWhenItIsComplete() throws {
        directory.store([1, 2, 3], as: "a")
        var file = try OutputFile(directory["a"], mustSeek: true)
        try file.write([4, 5, 6, 7])
        try file.write([9], at: 1)
        try file.write([8])
        #expect(directory.content("a") == [1, 2, 3])
        // Nothing could be left by a process that is killed now.
        #expect(directory.names == ["a"])
        try file.commit()
        #expect(directory.content("a") == [4, 9, 6, 7, 8])
        #expect(directory.names == ["a"])
    }

    @Test func aFileThatIsGivenUpLeavesNothing() throws {
        directory.store([1], as: "a")
        for name in ["a", "b"] {
            var file = try OutputFile(directory[name])
            try file.write([1, 2, 3])
        }
        #expect(directory.names == ["a"] && directory.content("a") == [1])
    }

    @Test func aTargetThatAppearsMeanwhileIsReplacedUnlessItIsADirectory() throws {
        var file = try OutputFile(directory["y"])
        try file.write([1])
        directory.store([2], as: "y")
        try file.commit()
        #expect(directory.content("y") == [1] && directory.names == ["y"])

        var other = try OutputFile(directory["z"])
        try other.write([1])
        shell("mkdir \(directory["z"])")
        var thrown: FileWriteError?
        do { try other.commit() } catch { thrown = error }
        #expect(thrown == .isDirectory(path: directory["z"]))
        #expect(directory.names == ["y", "z"])
    }

    @Test func whatCannotBeSoughtInIsRefusedWhereThatIsNeeded() {
        shell("mkfifo \(directory["pipe"])")
        for path in ["/dev/null", "/dev/stdout", directory["pipe"]] {
            #expect(throws: FileWriteError.notAFile(path: path)) { _ = try OutputFile(path, mustSeek: true) }
        }
    }

    /// A part that was left is another's: of another user, or with a second name.
    @Test(.enabled(if: getuid() == 0, "only the superuser can make another's file")) func anothersPartIsNotWritten()
        throws
    {
        directory.store([7], as: ".a.part")
        shell("chown 12345 \(directory[".a.part"]); ln \(directory[".a.part"]) \(directory["theirs"])")
        try AtomicFile.write([1, 2], to: directory["a"], isRepeated: true)
        #expect(directory.content("a") == [1, 2] && directory.content("theirs") == [7])
        #expect(shell("test $(stat -c %u \(directory["a"])) = 0") == 0)
    }

    @Test func ownerAndModeOutliveTheContent() throws {
        directory.store([7], as: "a")
        shell("chmod 604 \(directory["a"])")
        let isRoot = getuid() == 0
        if isRoot { shell("chown 12345:54321 \(directory["a"])") }
        try AtomicFile.write([1], to: directory["a"])
        #expect(shell("test $(stat -c %a \(directory["a"])) = 604") == 0)
        if isRoot { #expect(shell("test $(stat -c %u:%g \(directory["a"])) = 12345:54321") == 0) }
    }

    /// With the names that another encoding gives.
    @Test func anyBytesNameAFile() throws {
        let name = PathText.text(of: [0xE9, 0x2E, 0x6D])
        try AtomicFile.write([5], to: directory.path + "/" + name)
        #expect(shell("test \"$(cat \"\(directory.path)/$(printf '\\351.m')\" | od -An -tx1)\" = ' 05'") == 0)
        #expect(try FileSystem.names(in: directory.path) == [name])
        #expect(try FileSystem.contents(of: directory.path + "/" + name, limit: 10, onlyFiles: true) == [5])
        #expect(throws: FileReadError.tooLarge(path: directory.path + "/" + name, limit: 0)) {
            try FileSystem.contents(of: directory.path + "/" + name, limit: 0, onlyFiles: true)
        }
    }
}
