import Numerics
import Testing

@Suite struct Xoshiro256StarStarTests {
    @Test("Agrees with the authors' program from the state 1, 2, 3, 4") func known() {
        var generator = Xoshiro256StarStar(state: (1, 2, 3, 4))
        let published: [UInt64] = [
            11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
            16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
            2_904_607_092_377_533_576,
        ]
        #expect(published.map { _ in generator.next() } == published)
    }

    @Test("A seed fills the state from SplitMix64") func seeding() {
        var filler = SplitMix64(seed: 42)
        let state = (filler.next(), filler.next(), filler.next(), filler.next())
        #expect(Xoshiro256StarStar(seed: 42) == Xoshiro256StarStar(state: state))
        #expect(Xoshiro256StarStar(seed: 42, sequence: 5) == Xoshiro256StarStar(seed: seed(42, sequence: 5)))
    }
}
