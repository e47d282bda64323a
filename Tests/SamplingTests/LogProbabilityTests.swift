import Numerics
import Sampling
import Testing

@Suite struct LogProbabilityTests {
    @Test("Probabilities 1/2, 1/4, 1/4 come out as their logarithms") func known() {
        let half: Float = 0.6931472
        let logits: [Float] = [3 + half, 3, 3]
        #expect(abs(logProbability(of: 0, logits: logits) + 0.6931471805599453) < 1e-7)
        #expect(abs(logProbability(of: 2, logits: logits) + 1.3862943611198906) < 1e-7)
    }

    @Test("Huge logits do not overflow, forbidden tokens are impossible") func extremes() {
        let logits: [Float] = [3e38, -3e38, -.infinity]
        #expect(logProbability(of: 0, logits: logits) == 0)
        #expect(logProbability(of: 2, logits: logits) == -.infinity)
    }

    @Test("The probabilities sum to 1") func total() {
        var generator = SplitMix64(seed: 3)
        let logits = (0..<200).map { _ in Float(generator.nextUniform() * 20 - 10) }
        let total = logits.indices.reduce(0.0) { $0 + exponential(logProbability(of: $1, logits: logits)) }
        #expect(abs(total - 1) < 1e-13)
    }
}
