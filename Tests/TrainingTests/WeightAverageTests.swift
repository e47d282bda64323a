import Testing
import Training

@Suite struct WeightAverageTests {
    @Test func theFirstAndEveryFourthStepCount() {
        var average = WeightAverage()
        for step in 10...21 { average.add([Float(step), 1], step: step) }
        // Steps 10, 12, 16 and 20.
        #expect(average.count == 4)
        #expect(abs(average.values[0] - 14.5) < 1e-5 && average.values[1] == 1)
    }
}
