import Files
import TestFiles
import Testing

@Suite struct DirectoriesTests {
    let directory = TemporaryDirectory()

    @Test func filesAreListedByTheirBytesAndLinksInACircleAreLeft() throws {
        shell(
            "cd \(directory.path); mkdir -p b/c d; touch a b/z b/c/x $(printf 'b/\\351.mid'); ln -s .. d/up; ln -s ../a d/a; ln -s no d/no"
        )
        let files = try Directories.files(below: directory.path)
        #expect(
            files.map(PathText.bytes) == ["a", "b/c/x", "b/z"].map { Array($0.utf8) } + [
                Array("b/".utf8) + [0xE9] + Array(".mid".utf8)
            ] + ["d/a", "d/no"].map { Array($0.utf8) })
        #expect(throws: FileReadError.missing(path: directory["none"])) {
            try Directories.files(below: directory["none"])
        }
        #expect(throws: FileReadError.missing(path: directory["a"])) { try Directories.files(below: directory["a"]) }
    }

    @Test func aNewDirectoryIsAsTheMaskHasIt() throws {
        // The mask is the process's own; what the shell makes of it is the measure.
        shell("mkdir \(directory["shell"])")
        try Directories.make(directory["x/y"])
        try Directories.make(directory["x/z"], .ownUser)
        #expect(
            shell("cd \(directory.path); test $(stat -c %a x/y) = $(stat -c %a shell) && test $(stat -c %a x/z) = 700")
                == 0)
        try Directories.make(directory["x/y"])
        directory.store([1], as: "file")
        #expect(throws: FileWriteError.notADirectory(path: directory["file/y"], part: directory["file"])) {
            try Directories.make(directory["file/y"])
        }
    }

    @Test func whatCannotBeWrittenIsKnownBefore() throws {
        shell("cd \(directory.path); touch a; mkdir d; ln -s none/x l")
        for name in ["new", "a", "d/new"] { try Directories.checkWritable(directory[name]) }
        #expect(throws: FileWriteError.isDirectory(path: directory["d"])) {
            try Directories.checkWritable(directory["d"])
        }
        #expect(throws: FileWriteError.missingDirectory(path: directory["l"], directory: directory["none"])) {
            try Directories.checkWritable(directory["l"])
        }
        #expect(throws: FileWriteError.notADirectory(path: directory["a/b"], part: directory["a"])) {
            try Directories.checkWritable(directory["a/b"])
        }
    }
}
