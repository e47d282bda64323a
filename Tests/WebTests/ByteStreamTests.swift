import Testing

@testable import Web

@Suite struct ByteStreamTests {
    @Test func whoComesLateGetsTheWhole() {
        let stream = ByteStream()
        stream.append([1, 2, 3])
        #expect(stream.read(from: 1, most: 9).bytes == [2, 3] && !stream.read(from: 1, most: 9).isFinished)
        stream.append([4])
        stream.finish()
        #expect(stream.whole == [1, 2, 3, 4] && stream.read(from: 3, most: 1).isFinished)
        #expect(!stream.append([5]) && stream.count == 4)
    }

    @Test func aLengthThatWasPromisedIsKept() {
        let stream = ByteStream(length: 3)
        stream.append([1, 2, 3, 4])
        #expect(stream.count == 3 && stream.length == 3)
    }

    @Test func whoWritesLearnsThatNobodyReads() {
        let stream = ByteStream(endsWithReader: true)
        #expect(stream.append([1]))
        stream.abandon()
        #expect(!stream.append([2]))
    }

    @Test func aStreamIsDesertedWhenAllWhoReadItHaveGoneAndNotBeforeItIsSent() {
        let stream = ByteStream(length: 10)
        #expect(!stream.isDeserted)
        stream.listen(1) {}
        stream.listen(2) {}
        stream.leave(1)
        #expect(!stream.isDeserted)
        stream.leave(2)
        #expect(stream.isDeserted)
        stream.listen(3) {}
        #expect(!stream.isDeserted)
        let missed = ByteStream(length: 10)
        missed.miss()
        #expect(missed.isDeserted)
    }
}
