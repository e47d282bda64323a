import Recurrent
import Testing
import Training

@Suite struct SpeedProbeTests {
    @Test func theProbeTellsTheSpeedOfAClock() throws {
        let clock = TrainerTests.Clock()
        var options = TrainerTests.options(steps: 1)
        options.averaging = 0
        let speed = try SpeedProbe.tokensPerSecond(
            TrainerTests.network().configuration, training: TokenSequences([TrainerTests.song(600)]), options: options,
            seconds: 1, clock: { clock.read() })
        // 48 tokens an update, in which the clock is read some times, a hundredth of a second each.
        #expect(100...5000 ~= speed, "\(speed)")
    }
}
