import Commands
import TestFiles
import Testing

@Suite struct FileUsesTests {
    private let directory = TemporaryDirectory()

    private func failure(_ note: (inout FileUses) -> Void) -> Failure? {
        var files = FileUses()
        note(&files)
        do throws(Failure) { try files.check() } catch { return error }
        return nil
    }

    @Test func aFileIsNotReadAndWritten() throws {
        let read = directory.store([1], as: "a")
        let names = [
            read, "\(directory.path)/../\(directory.path.split(separator: "/").last ?? "")/a",
            directory.link("soft", to: "a", isHard: false), directory.link("hard", to: read, isHard: true),
        ]
        for name in names {
            let failure = failure {
                $0.reads(read, as: "--corpus")
                $0.writes(name, as: "--output")
            }
            #expect(failure?.status == .usage && failure?.message.contains("is read as --corpus") == true, "\(name)")
        }
        #expect(
            failure {
                $0.reads(read, as: "--corpus")
                $0.writes(directory["b"], as: "--output")
            } == nil)
    }

    @Test func nothingIsLearnedTwice() throws {
        let text = directory.store([1], as: "text")
        let link = directory.link("other", to: text, isHard: true)
        let twice = failure { $0.learns([text, directory["c"], text], as: "--corpus") }
        #expect(twice?.status == .usage && twice?.message == "\(text): is named twice; name it once as --corpus")
        #expect(failure { $0.learns([text, link], as: "--corpus") }?.message.contains("is the same file as") == true)
        #expect(failure { $0.learns([text, directory.store([1], as: "equal")], as: "--corpus") } == nil)
    }

    @Test func nothingIsWrittenTwice() {
        let twice = failure {
            $0.writes(directory["new"], as: "--output")
            $0.writes("\(directory.path)/./new", as: "--save-model")
        }
        #expect(twice?.message.contains("--output and --save-model would write the same file") == true)
        #expect(failure { $0.writes(nil, as: "--output") } == nil)
    }

    @Test func devicesMayBeBoth() {
        #expect(
            failure {
                $0.reads("/dev/null", as: "--corpus")
                $0.writes("/dev/null", as: "--output")
            } == nil)
    }
}
