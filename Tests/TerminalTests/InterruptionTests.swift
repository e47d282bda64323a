import Glibc
import Terminal
import Testing

@Suite struct InterruptionTests {
    @Test("The first signal raises the flag and no more", .timeLimit(.minutes(1))) func first() {
        Interruption.catchSignals()
        // The flag is the whole process's.
        defer {
            Interruption.release()
            Interruption.lower()
        }
        #expect(!Interruption.isRaised)
        #expect(Interruption.exitStatus == 0)
        // To the process, not the thread: test threads may block signals.
        kill(getpid(), SIGINT)
        while !Interruption.isRaised { usleep(1_000) }
        #expect(Interruption.exitStatus == 130)
    }
}
