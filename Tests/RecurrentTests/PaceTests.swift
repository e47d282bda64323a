import Testing

@testable import Recurrent

/// A machine on which work takes so many seconds a unit, by the number of threads.
@Suite struct PaceTests {
    /// Works for some seconds; what share of them was at each number of threads, and the units done.
    private func run(
        _ pace: inout Pace, seconds: Double, units: Double = 1, _ cost: (Int) -> Double
    ) -> (shares: [Int: Double], units: Double) {
        var (spent, done) = (0.0, 0.0)
        var shares: [Int: Double] = [:]
        while spent < seconds {
            let took = cost(pace.count) * units
            shares[pace.count, default: 0] += took / seconds
            spent += took
            done += units
            pace.record(seconds: took, units: units)
        }
        return (shares, done)
    }

    @Test(arguments: [0.0001, 0.3]) func `all threads are used where they are fastest`(seconds: Double) {
        var pace = Pace(most: 2)
        let (shares, _) = run(&pace, seconds: 100) { seconds / Double($0) }
        #expect(shares[2]! > 0.99)
    }

    @Test(arguments: [0.0001, 0.3], [1.1, 6, 60])
    func `one thread is used where a team is slower, and trials cost less than a tenth`(seconds: Double, ratio: Double)
    {
        var pace = Pace(most: 2)
        let (_, units) = run(&pace, seconds: 200) { $0 == 1 ? seconds : seconds * ratio }
        #expect(units * seconds > 0.9 * 200)
    }

    @Test func `it shrinks when other processes come and grows when they go`() {
        var pace = Pace(most: 2)
        _ = run(&pace, seconds: 2) { 0.0002 / Double($0) }
        #expect(pace.count == 2)
        let busy = run(&pace, seconds: 20) { $0 == 1 ? 0.0003 : 0.002 }
        #expect(busy.units * 0.0003 > 0.9 * 20)
        let quiet = run(&pace, seconds: 20) { 0.0002 / Double($0) }
        #expect(quiet.shares[2]! > 0.9)
    }

    @Test func `a number in between is found`() {
        var pace = Pace(most: 8)
        let costs = [1: 1.0, 2: 0.55, 4: 0.3, 8: 0.9].mapValues { $0 * 0.001 }
        let (shares, _) = run(&pace, seconds: 20) { costs[$0]! }
        #expect(shares[4]! > 0.85, "\(shares)")
    }

    @Test func `one thread is all there is`() {
        var pace = Pace(most: 1)
        #expect(run(&pace, seconds: 1) { _ in 0.001 }.shares[1]! > 0.99)
    }
}
