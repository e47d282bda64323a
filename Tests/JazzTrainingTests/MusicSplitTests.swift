import JazzTraining
import Numerics
import Testing

@Suite struct MusicSplitTests {
    @Test func groupsAreHeldOutInOrderUntilThereIsEnough() {
        let split = MusicSplit([[3, 1], [0], [2, 4], [5]], wanted: 25) { [10, 10, 10, 10, 10, 10][$0] }
        #expect(split.validation == [3, 1, 0] && split.training == [2, 4, 5] && !split.isCut)
        #expect(split.inOrder.validation == [0, 1, 3])
    }

    @Test func somethingIsAlwaysLearnedFrom() {
        let split = MusicSplit([[0], [1]], wanted: 1000) { _ in 1 }
        #expect(split.training == [1] && split.validation == [0])
        #expect(MusicSplit([[0, 1]], wanted: 1) { _ in 1 }.validation.isEmpty)
    }

    @Test func foldsHoldEverythingOutOnce() {
        let groups = [[0, 3], [1], [2, 4, 5], [6], [7]]
        var held: [Int] = []
        for fold in 0..<3 {
            let split = MusicSplit(groups, fold: fold, of: 3, among: 8) { _ in 1 }
            held += split.validation
            #expect(Set(split.training).isDisjoint(with: split.validation))
            #expect(split.training.count + split.validation.count == 8)
            for group in groups {
                #expect(Set(group).isSubset(of: split.training) || Set(group).isSubset(of: split.validation))
            }
        }
        #expect(held.sorted() == Array(0..<8))
    }

    @Test func piecesThatAreCutAreInBothParts() {
        let split = MusicSplit(cutting: 2)
        #expect(split.isCut && split.training == [0, 1] && split.validation == [0, 1])
    }
}
