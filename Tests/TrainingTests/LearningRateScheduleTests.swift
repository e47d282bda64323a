import Glibc
import Testing
import Training

@Suite struct LearningRateScheduleTests {
    @Test func theCosineIsThatOfTheLibraryToFifteenDigits() {
        for step in 0...1000 {
            let x = Double(step) / 1000
            #expect(abs(LearningRateSchedule.cosine(halfTurns: x) - cos(.pi * x)) < 1e-15)
        }
        #expect(LearningRateSchedule.cosine(halfTurns: 0.5) == 0)
    }

    @Test func itRisesInALineAndFallsAsHalfACosine() {
        let schedule = LearningRateSchedule(peak: 0.01, warmup: 10, final: 0)
        #expect(abs(schedule.rate(step: 0, fraction: 0) - 0.001) < 1e-12)
        #expect(abs(schedule.rate(step: 4, fraction: 0) - 0.005) < 1e-12)
        #expect(abs(schedule.rate(step: 10, fraction: 0) - 0.01) < 1e-12)
        #expect(abs(schedule.rate(step: 500, fraction: 0.5) - 0.005) < 1e-12)
        #expect(abs(schedule.rate(step: 750, fraction: 0.75) - 0.01 * (1 - 0.5.squareRoot()) / 2) < 1e-12)
        #expect(abs(schedule.rate(step: 1000, fraction: 1)) < 1e-12)
        #expect(abs(schedule.rate(step: 1000, fraction: 1.5)) < 1e-12)
    }

    @Test func theRiseTakesNoMoreThanATenthOfAShortRun() {
        let schedule = LearningRateSchedule(peak: 1, warmup: 100, final: 0)
        let unhindered = LearningRateSchedule(peak: 1, warmup: 0, final: 0)
        #expect(schedule.rate(step: 2, fraction: 0.1) == unhindered.rate(step: 2, fraction: 0.1))
        #expect(schedule.rate(step: 1, fraction: 0.05) < 0.51)
    }

    @Test func theFinalRateIsAShareOfThePeak() {
        let schedule = LearningRateSchedule(peak: 2, warmup: 0, final: 0.1)
        #expect(abs(schedule.rate(step: 9, fraction: 1) - 0.2) < 1e-12)
        #expect(abs(schedule.rate(step: 9, fraction: 0) - 2) < 1e-12)
    }
}
