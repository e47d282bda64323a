import Improvisation
import Numerics
import Testing

@Suite struct LeadShapeTests {
    @Test func aPieceHasAWishForEveryBlock() {
        var random = Xoshiro256StarStar(seed: 1)
        for arc in LeadArc.allCases {
            for bars in [1, 4, 5, 16, 64] {
                let shape = arc.shape(bars: bars, beats: 4, tempo: 160, range: 54...77, using: &random)
                for bar in 0..<bars {
                    let wish = shape.wish(atBar: bar)
                    #expect((wish.density == nil) == (arc == .none))
                    if let density = wish.density { #expect((0..<LeadShape.densities).contains(density)) }
                    if let register = wish.register { #expect((0..<LeadShape.registers).contains(register)) }
                }
                #expect(shape.wish(atBar: (bars + 3) / 4 * 4) == LeadShape.Wish())
            }
        }
    }

    @Test func buildingRisesAndFallingFalls() {
        func means(_ arc: LeadArc) -> (first: Double, last: Double) {
            var random = Xoshiro256StarStar(seed: 4)
            var (first, last) = (0, 0)
            for _ in 0..<400 {
                let shape = arc.shape(bars: 32, beats: 4, tempo: 160, range: 54...77, using: &random)
                first += shape.wishes[0].density ?? 0
                last += shape.wishes[7].density ?? 0
            }
            return (Double(first) / 400, Double(last) / 400)
        }
        #expect(means(.build).last > means(.build).first + 0.8)
        #expect(means(.fall).first > means(.fall).last + 0.8)
        #expect(abs(means(.flat).first - means(.flat).last) < 0.4)
    }

    @Test func classesFollowTheNotes() {
        #expect(LeadShape.densityClass(onsets: 0, beats: 16) == 0)
        #expect(LeadShape.densityClass(onsets: 20, beats: 16) == 3)
        #expect(LeadShape.densityClass(onsets: 900, beats: 16) == LeadShape.densities - 1)
        #expect(LeadShape.registerClass(meanPitch: 40) == 0)
        #expect(LeadShape.registerClass(meanPitch: 100) == LeadShape.registers - 1)
    }
}
