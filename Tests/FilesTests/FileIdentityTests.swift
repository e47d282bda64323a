import Files
import TestFiles
import Testing

@Suite struct FileIdentityTests {
    let directory = TemporaryDirectory()

    @Test func otherNamesOfOneFile() {
        shell(
            "cd \(directory.path); mkdir d; touch a b; ln a hard; ln -s a soft; ln -s ../a d/soft; ln -s none/x l; printf x > \"$(printf '\\351')\""
        )
        let file = FileIdentity(directory["a"])
        #expect(file?.exists == true)
        for name in ["hard", "soft", "d/soft", "./a", "d/../a", "d//..//a"] {
            #expect(FileIdentity(directory[name]) == file, "\(name)")
        }
        #expect(FileIdentity(directory["b"]) != file)
        #expect(FileIdentity(directory.path + "/" + PathText.text(of: [0xE9]))?.exists == true)
    }

    @Test func filesThatAreNotThereYet() {
        shell("cd \(directory.path); mkdir d; ln -s none/x l; ln -s d/new n")
        #expect(FileIdentity(directory["new"])?.exists == false)
        #expect(FileIdentity(directory["new"]) == FileIdentity(directory["d/../new"]))
        #expect(FileIdentity(directory["new"]) != FileIdentity(directory["d/new"]))
        #expect(FileIdentity(directory["n"]) == FileIdentity(directory["d/new"]))
        #expect(FileIdentity(directory["l"]) == FileIdentity(directory["none/x"]))
        #expect(FileIdentity(directory["e/f/g"]) == FileIdentity(directory["e/./f//g"]))
    }

    @Test func whatIsNoFileHasNone() {
        for path in ["/dev/null", "/", directory.path] { #expect(FileIdentity(path) == nil) }
    }
}
