import Jazz
import MIDI
import Numerics
import Sampling
import Testing

@Suite struct BassCorpusTests {
    @Test func everyFileIsAccountedFor() throws {
        try SoloCorpusTests.withFolder { folder in
            let good = try BassReaderTests.file().encoded()
            try SoloCorpusTests.write(good, folder + "/b.mid")
            try SoloCorpusTests.write(good, folder + "/sub/copy.MIDI")
            try SoloCorpusTests.write(Array("hello".utf8), folder + "/a.mid")
            try SoloCorpusTests.write(BassReaderTests.file(beats: 8).encoded(), folder + "/short.mid")
            let corpus = try BassCorpus.read(folder: folder)
            let outcomes = corpus.files.map { "\($0.path): \($0.outcome)" }
            #expect(outcomes.count == 4 && corpus.beatCount == 48)
            #expect(outcomes[0].hasPrefix("a.mid: refused(not a MIDI file"))
            #expect(outcomes[1].hasPrefix("b.mid: used"))
            #expect(outcomes[2].hasPrefix("short.mid: refused(its bass plays on 8 beats"))
            #expect(outcomes[3] == #"sub/copy.MIDI: duplicate(of: "b.mid")"#)
        }
    }

    @Test func playersAreHeldOutAsAWhole() throws {
        try SoloCorpusTests.withFolder { folder in
            for player in 0..<8 {
                for piece in 0..<3 {
                    let file = BassReaderTests.file(beats: 40 + 4 * player + piece)
                    try SoloCorpusTests.write(file.encoded(), folder + "/P\(player)_\(piece).mid")
                }
            }
            let corpus = try BassCorpus.read(folder: folder)
            for seed in UInt64(0)..<10 {
                var random = Xoshiro256StarStar(seed: seed)
                let (training, validation) = corpus.heldOut(using: &random)
                #expect(training.count + validation.count == 24 && validation.count >= 3 && validation.count <= 6)
                let players = Set(validation.map { $0.name.prefix(2) })
                #expect(
                    players.count * 3 == validation.count && !training.contains { players.contains($0.name.prefix(2)) })
            }
        }
    }

    @Test func onePlayersLinesAreCutInTwo() throws {
        try SoloCorpusTests.withFolder { folder in
            try SoloCorpusTests.write(BassReaderTests.file(beats: 60).encoded(), folder + "/only.mid")
            let corpus = try BassCorpus.read(folder: folder)
            var random = Xoshiro256StarStar(seed: 1)
            let (training, validation) = corpus.heldOut(using: &random)
            #expect(training.map(\.pitches.count) == [54] && validation.map(\.pitches.count) == [6])
            #expect(training[0].pitches + validation[0].pitches == corpus.walks[0].pitches)
        }
    }
}
