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
}
