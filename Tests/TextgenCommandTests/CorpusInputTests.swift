import Glibc
import Testing

@Suite struct CorpusInputTests {
    @Test("A hyphen is standard input") func hyphen() {
        let run = CommandRun(["--corpus", "-"], in: Place())
        #expect(run.status == 65)
        #expect(run.errors == "textgen: /dev/stdin: is empty; there is nothing to learn from\n")
    }

    @Test("A pipe gives the same model as a file", .timeLimit(.minutes(1))) func pipe() {
        let place = Place()
        let bytes = Array(String(repeating: "round the ragged rock the ragged rascal ran\n", count: 40).utf8)
        let pipe = place.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        // Open for both, so that opening waits for nobody; what is written fits into the pipe.
        let end = unsafe open(pipe, O_RDWR | O_CLOEXEC)
        #expect(unsafe write(end, bytes, bytes.count) == bytes.count)
        let arguments = ["--steps", "20", "--hidden", "8", "-n", "50", "--seed", "1"]
        let piped = CommandRun(["--corpus", pipe] + arguments, in: place)
        // The command has it open once it reads; the text ends when nobody else could write any more.
        usleep(300_000)
        close(end)
        #expect(piped.status == 0)
        let read = CommandRun(["--corpus", place.write("file", bytes)] + arguments, in: place)
        #expect(read.errors.contains("learned on "))
        #expect(read.output == piped.output)
    }

    @Test("Several files are learned as one, a line's end between them, and a flaw is told with its file")
    func severalFiles() {
        let place = Place()
        let first = String(repeating: "round the ragged rock\n", count: 20) + "the ragged rascal"
        let second = String(repeating: "ran and ran, as rascals can\n", count: 20)
        let a = place.write("a.txt", Array(first.utf8))
        let b = place.write("b.txt", [0xEF, 0xBB, 0xBF] + Array(second.utf8))
        let joined = place.write("joined.txt", Array((first + "\n" + second).utf8))
        let arguments = ["--steps", "20", "--hidden", "8", "-n", "50", "--seed", "1"]
        let run = CommandRun(["--corpus", a, "--corpus", b] + arguments, in: place)
        #expect(run.status == 0)
        let count = first.count + second.count + 1
        #expect(run.errors.contains("a.txt and \(b): 1,018 characters from 2 files, "), "\(count) \(run.errors)")
        let one = CommandRun(["--corpus", joined] + arguments, in: place)
        #expect(one.errors.contains("learned on "))
        #expect(one.output == run.output)
        #expect(CommandRun(["--corpus", b, "--corpus", a] + arguments, in: place).errors.contains("learning "))

        let bad = place.write("bad.txt", Array("caf".utf8) + [0xE9, 10])
        for (file, wording, status) in [
            (bad, "bad.txt: is not valid UTF-8 at byte 3", 65), (place.path + "/none", "none: no such file", 66),
        ] {
            let run = CommandRun(["--corpus", a, "--corpus", file] + arguments, in: place)
            #expect(run.status == status)
            #expect(run.errors.contains(wording))
        }
    }
}
