import Improvisation
import Numerics
import Testing

@Suite struct LeadConditioningTests {
    @Test func aPieceHasAWishForEveryBlock() {
        var random = Xoshiro256StarStar(seed: 1)
        for arc in LeadArc.allCases {
            for bars in [1, 4, 5, 16, 64] {
                let conditioning = arc.conditioning(bars: bars, beats: 4, tempo: 160, range: 54...77, using: &random)
                for bar in 0..<bars {
                    let block = conditioning.block(atBar: bar)
                    #expect((block.density == nil) == (arc == .none))
                    if let density = block.density { #expect((0..<LeadConditioning.densities).contains(density)) }
                    if let register = block.register { #expect((0..<LeadConditioning.registers).contains(register)) }
                }
                #expect(conditioning.block(atBar: (bars + 3) / 4 * 4) == LeadConditioning.Block())
            }
        }
    }

    @Test func buildingRisesAndFallingFalls() {
        func means(_ arc: LeadArc) -> (first: Double, last: Double) {
            var random = Xoshiro256StarStar(seed: 4)
            var (first, last) = (0, 0)
            for _ in 0..<400 {
                let conditioning = arc.conditioning(bars: 32, beats: 4, tempo: 160, range: 54...77, using: &random)
                first += conditioning.blocks[0].density ?? 0
                last += conditioning.blocks[7].density ?? 0
            }
            return (Double(first) / 400, Double(last) / 400)
        }
        #expect(means(.build).last > means(.build).first + 0.8)
        #expect(means(.fall).first > means(.fall).last + 0.8)
        #expect(abs(means(.flat).first - means(.flat).last) < 0.4)
    }

    @Test func classesFollowTheNotes() {
        #expect(LeadConditioning.densityClass(onsets: 0, beats: 16) == 0)
        #expect(LeadConditioning.densityClass(onsets: 20, beats: 16) == 3)
        #expect(LeadConditioning.densityClass(onsets: 900, beats: 16) == LeadConditioning.densities - 1)
        #expect(LeadConditioning.registerClass(meanPitch: 40) == 0)
        #expect(LeadConditioning.registerClass(meanPitch: 100) == LeadConditioning.registers - 1)
    }
}
