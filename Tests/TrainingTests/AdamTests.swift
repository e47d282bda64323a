import Training
import Testing

@Suite struct AdamTests {
    static let gradients: [[Float]] = [
        [0.1, -3, 1e-4, 0, 2], [-0.2, 1.5, 2e-4, 0, -1], [0.05, 0, -1e-4, 0, 1e-6], [4, -0.5, 3e-5, 1e-9, 0.25],
        [0, 0.25, 1, -1e-9, -0.125], [0.3, -0.75, -2, 5e-10, 8],
    ]

    /// What torch.optim.Adam(lr: 0.01, betas: (0.9, 0.99), eps: 1e-8) makes of 1, −2, 0.5, 0, 0.001 in float64.
    static let expected: [[Double]] = [
        [0.990000001, -1.99, 0.4900009999, 0, -0.00899999995],
        [0.9936560779, -1.987333006, 0.4803628597, 0, -0.01166699422],
        [0.9950238837, -1.98526672, 0.4761622287, 0, -0.01373328247],
        [0.9893245116, -1.982726502, 0.4720309941, -0.0002768361086, -0.01606923852],
        [0.9844962408, -1.980985532, 0.4666241237, -0.0002538795044, -0.0177394191],
        [0.97994787, -1.978381158, 0.4691661135, -0.0003363049559, -0.02310000322],
    ]

    @Test func everyStepIsPyTorchs() {
        var parameters: [Float] = [1, -2, 0.5, 0, 0.001]
        var adam = Adam(count: 5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8)
        for (gradients, expected) in zip(Self.gradients, Self.expected) {
            adam.update(&parameters, gradients: gradients, learningRate: 0.01)
            for (parameter, value) in zip(parameters, expected) {
                #expect(abs(Double(parameter) - value) <= 1e-6 * max(1e-2, abs(value)))
            }
        }
        #expect(adam.step == 6)
        for (mean, value) in zip(adam.first, [0.3504279, -0.171732, -0.10998583309, 4.1e-11, 0.8614880729]) {
            #expect(abs(Double(mean) - value) <= 1e-6 * abs(value) + 1e-16)
        }
        for (mean, value) in zip(adam.second, [0.158219595, 0.1158965147, 0.04990000059, 2.2201e-20, 0.6884128121]) {
            #expect(abs(Double(mean) - value) <= 1e-6 * abs(value))
        }
    }

    @Test func partsOfAnUpdateMakeTheWhole() {
        let count = 100_000
        let gradients = (0..<count).map { Float($0 % 17) - 8 }
        var parameters = [Float](repeating: 1, count: count)
        var adam = Adam(count: count)
        for _ in 0..<3 { adam.update(&parameters, gradients: gradients, learningRate: 0.1) }
        for first in 0..<17 {
            var alone: [Float] = [1]
            var small = Adam(count: 1)
            for _ in 0..<3 { small.update(&alone, gradients: [gradients[first]], learningRate: 0.1) }
            #expect(stride(from: first, to: count, by: 17).allSatisfy { parameters[$0] == alone[0] })
        }
    }

    @Test func aCopyGoesOnAsTheOriginalWould() {
        var (one, adam) = ([Float(1), 2], Adam(count: 2))
        adam.update(&one, gradients: [1, -1], learningRate: 0.1)
        var (other, copy) = (one, adam)
        adam.update(&one, gradients: [0.5, 3], learningRate: 0.1)
        copy.update(&other, gradients: [0.5, 3], learningRate: 0.1)
        #expect(one == other && adam == copy)
    }
}
