import Testing
import Training

@Suite struct SmoothedLossTests {
    @Test func aLossExplodesWhereItIsFarAboveItsBestAndAboveTheInitialLoss() {
        var loss = SmoothedLoss()
        #expect(loss.value == nil && !loss.hasExploded(from: 3) && !loss.isSound)
        for _ in 0..<500 { loss.add(1.5) }
        #expect(abs(loss.value! - 1.5) < 1e-9 && loss.isSound && !loss.hasExploded(from: 3))
        // A bad window or two do not matter.
        for _ in 0..<3 { loss.add(8) }
        #expect(!loss.hasExploded(from: 3))
        for _ in 0..<10 { loss.add(8) }
        #expect(!loss.isSound)
        for _ in 0..<20 { loss.add(8) }
        #expect(loss.hasExploded(from: 3))
        // No worse than before anything was learned is no explosion.
        #expect(!loss.hasExploded(from: 9))
    }

    @Test func whatIsNoNumberHasExploded() {
        var loss = SmoothedLoss()
        loss.add(1)
        loss.add(.nan)
        #expect(loss.hasExploded(from: 3) && !loss.isSound)
    }
}
