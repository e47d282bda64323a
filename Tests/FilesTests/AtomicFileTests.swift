import Files
import Glibc
import TestFiles
import Testing

@Suite struct AtomicFileTests {
    let directory = TemporaryDirectory()

    @Test func writesANewFileAndNothingElse() throws {
        try AtomicFile.write([1, 2, 3], to: directory["new"])
        #expect(directory.content("new") == [1, 2, 3])
        #expect(directory.names == ["new"])
    }

    @Test func replacesAnOlderFileAndKeepsItsPermissions() throws {
        directory.store([9, 9, 9, 9, 9], as: "old")
        shell("chmod 640 \(directory["old"])")
        try AtomicFile.write([1], to: directory["old"])
        #expect(directory.content("old") == [1])
        #expect(shell("test $(stat -c %a \(directory["old"])) = 640") == 0)
    }

    @Test func writesAnEmptyFile() throws {
        try AtomicFile.write([], to: directory["empty"])
        #expect(directory.content("empty") == [])
    }

    @Test func aFailureHalfWayLeavesTheOldFileAndNoTemporary() {
        directory.store([7], as: "old")
        for (code, expected) in [
            (ENOSPC, FileWriteError.noSpace(path: directory["old"])), (EFBIG, .noSpace(path: directory["old"])),
            (EIO, .system(path: directory["old"], code: EIO)),
        ] {
            #expect(throws: expected) {
                try AtomicFile.write(to: directory["old"]) { descriptor in
                    let byte: [UInt8] = [1]
                    #expect(unsafe write(descriptor, byte, 1) == 1)
                    #expect(directory.names == ["old"])
                    return code
                }
            }
            #expect(directory.content("old") == [7])
            #expect(directory.names == ["old"])
        }
    }

    @Test func theTargetStaysWholeWhileTheNewContentIsBeingWritten() throws {
        directory.store([7, 7], as: "old")
        try AtomicFile.write(to: directory["old"]) { _ in
            #expect(directory.content("old") == [7, 7])
            return 0
        }
        #expect(directory.content("old") == [])
    }

    @Test func whatAKilledWriterLeftOfARepeatedFileIsUsedUpByTheNext() throws {
        directory.store([7], as: "old")
        directory.store([1, 2, 3, 4, 5, 6], as: ".old.part")
        try AtomicFile.write([8, 9], to: directory["old"], isRepeated: true)
        #expect(directory.content("old") == [8, 9])
        #expect(directory.names == ["old"])
        #expect(throws: FileWriteError.noSpace(path: directory["old"])) {
            try AtomicFile.write(to: directory["old"], isRepeated: true) { _ in ENOSPC }
        }
        #expect(directory.names == ["old"] && directory.content("old") == [8, 9])
        directory.store([1], as: ".old.part")
        try AtomicFile.remove(directory["old"])
        #expect(directory.names == [])
        try AtomicFile.remove(directory["old"])
    }

    @Test func twoWritersOfARepeatedFileDoNotMixTheirBytes() throws {
        try AtomicFile.write(to: directory["new"], isRepeated: true) { descriptor in
            let bytes: [UInt8] = [1, 1]
            #expect(unsafe write(descriptor, bytes, 1) == 1)
            // Another, while the first is at it.
            #expect(throws: Never.self) { try AtomicFile.write([2, 2, 2], to: directory["new"], isRepeated: true) }
            #expect(directory.content("new") == [2, 2, 2])
            #expect(unsafe write(descriptor, bytes, 1) == 1)
            return 0
        }
        #expect(directory.content("new") == [1, 1])
        #expect(directory.names == ["new"])
    }

    @Test func aMissingDirectoryIsNamed() {
        let path = directory["none/file"]
        #expect(throws: FileWriteError.missingDirectory(path: path, directory: directory["none"])) {
            try AtomicFile.write([1], to: path)
        }
        directory.store([1], as: "plain")
        let below = directory["plain/file"]
        #expect(throws: FileWriteError.notADirectory(path: below, part: directory["plain"])) {
            try AtomicFile.write([1], to: below)
        }
        // A link to nothing is told by where it leads.
        shell("ln -s none/file \(directory["link"])")
        #expect(throws: FileWriteError.missingDirectory(path: directory["link"], directory: directory["none"])) {
            try AtomicFile.write([1], to: directory["link"])
        }
        shell("rm \(directory["link"])")
        #expect(directory.names == ["plain"])
    }

    @Test func directoriesAreRefused() {
        for path in [directory.path, directory.path + "/", directory["new/"], "/", "."] {
            #expect(throws: FileWriteError.isDirectory(path: path)) { try AtomicFile.write([1], to: path) }
        }
        #expect(directory.names == [])
    }

    @Test func impossibleNamesAreRefused() {
        for path in ["", "a\0b", directory[String(repeating: "x", count: 256)]] {
            #expect(throws: FileWriteError.badPath(path: path)) { try AtomicFile.write([1], to: path) }
        }
        #expect(directory.names == [])
    }

    @Test func theLongestNameIsNotTooLong() throws {
        let name = String(repeating: "x", count: 255)
        try AtomicFile.write([1], to: directory[name])
        #expect(directory.names == [name])
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func placesWithoutPermissionAreRefused() {
        directory.store([1], as: "read-only")
        shell("chmod 444 \(directory["read-only"])")
        #expect(throws: FileWriteError.notPermitted(path: directory["read-only"])) {
            try AtomicFile.write([2], to: directory["read-only"])
        }
        #expect(directory.content("read-only") == [1])
        shell("chmod 555 \(directory.path)")
        #expect(throws: FileWriteError.notPermitted(path: directory["new"])) {
            try AtomicFile.write([2], to: directory["new"])
        }
    }

    @Test func symbolicLinksAreFollowedAndKept() throws {
        shell("mkdir \(directory["sub"]) && ln -s sub/target \(directory["link"]) && ln -s link \(directory["link2"])")
        for bytes: [UInt8] in [[1], [2, 2]] {
            try AtomicFile.write(bytes, to: directory["link2"])
            #expect(directory.content("sub/target") == bytes)
        }
        #expect(shell("test -L \(directory["link"]) && test ! -L \(directory["sub/target"])") == 0)
        #expect(directory.names == ["link", "link2", "sub"])
    }

    @Test func linksInACircleAreRefused() {
        shell("ln -s a \(directory["b"]); ln -s b \(directory["a"])")
        #expect(throws: FileWriteError.system(path: directory["a"], code: ELOOP)) {
            try AtomicFile.write([1], to: directory["a"])
        }
    }

    @Test func aFullDeviceIsReported() {
        #expect(throws: FileWriteError.noSpace(path: "/dev/full")) { try AtomicFile.write([1], to: "/dev/full") }
        #expect(shell("test -c /dev/full") == 0)
    }

    @Test func aPipeThatNobodyReadsIsNotWaitedForForEver() throws {
        let directory = try TemporaryDirectory()
        shell("mkfifo \(directory["pipe"])")
        let failure = #expect(throws: FileSystem.Failure.self) {
            try FileSystem.openDevice(directory["pipe"], patience: .milliseconds(50))
        }
        let error = FileWriteError(path: "pipe", code: failure?.code ?? 0)
        #expect(error == .noReader(path: "pipe"))
    }

    @Test func devicesAndPipesAreWrittenDirectly() throws {
        try AtomicFile.write([1, 2], to: "/dev/null")
        #expect(shell("test -c /dev/null") == 0)
        shell("mkfifo \(directory["pipe"]); cat \(directory["pipe"]) > \(directory["copy"]) &")
        try AtomicFile.write([1, 2], to: directory["pipe"])
        shell("while ! test -s \(directory["copy"]); do sleep 0.01; done; test -p \(directory["pipe"])")
        #expect(directory.content("copy") == [1, 2])
    }

    @Test func ownDescriptorsAreWrittenWhereTheyStand() throws {
        let descriptor = unsafe open(directory["log"], O_WRONLY | O_CREAT, 0o644)
        for (index, prefix) in ["/dev/fd", "/proc/self/fd"].enumerated() {
            try AtomicFile.write([UInt8(index)], to: "\(prefix)/\(descriptor)")
        }
        shell("ln -s /dev/fd/\(descriptor) \(directory["link"])")
        try AtomicFile.write([5], to: directory["link"])
        close(descriptor)
        #expect(directory.content("log") == [0, 1, 5])
        #expect(directory.names == ["link", "log"])
    }

    @Test func everyMessageIsOneLineThatNamesThePath() {
        for error: FileWriteError in [
            .badPath(path: "x\0"), .notAFile(path: "x"), .notADirectory(path: "x", part: "d"),
            .missingDirectory(path: "x", directory: "."), .missingDirectory(path: "x", directory: "d"),
            .isDirectory(path: "x"),
            .notPermitted(path: "x"), .noSpace(path: "x"), .system(path: "x", code: EIO),
        ] {
            #expect(error.description.contains("x") && !error.description.contains("\n"))
            #expect(!error.description.contains("\0"))
        }
    }
}
