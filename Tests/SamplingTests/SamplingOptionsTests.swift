import Sampling
import Testing

@Suite struct SamplingOptionsTests {
    @Test("The defaults change nothing") func defaults() throws {
        #expect(try SamplingOptions() == .plain)
        #expect(SamplingOptions.plain.temperature == 1)
        #expect(SamplingOptions.plain.topK == 0)
        #expect(SamplingOptions.plain.topP == 1)
    }

    @Test("Temperatures that are no temperature are refused", arguments: [-0.1, -.infinity, .infinity, .nan])
    func temperature(value: Double) {
        #expect {
            try SamplingOptions(temperature: value)
        } throws: { error in
            "\(error)" == "temperature is \(value); it must be a finite number, 0 or above"
        }
    }

    @Test("A top-p outside 0…1 is refused", arguments: [-0.001, 1.001, 2, .nan, .infinity])
    func topP(value: Double) {
        #expect(throws: SamplingError.self) { try SamplingOptions(topP: value) }
    }

    @Test("A negative top-k is refused") func topK() {
        #expect(throws: SamplingError.self) { try SamplingOptions(topK: -1) }
    }

    @Test("The ends of every range are accepted") func ends() throws {
        _ = try SamplingOptions(temperature: 0, topK: 0, topP: 0)
        _ = try SamplingOptions(temperature: .greatestFiniteMagnitude, topK: .max, topP: 1)
    }
}
