import Improvisation
import JazzCorpus
import MIDI
import Numerics
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
            #expect(outcomes.count == 4 && corpus.size == 48)
            #expect(outcomes[0].hasPrefix("a.mid: refused(not a MIDI file"))
            #expect(outcomes[1].hasPrefix("b.mid: used"))
            #expect(outcomes[2].hasPrefix("short.mid: refused(its bass plays on 8 beats"))
            #expect(outcomes[3] == #"sub/copy.MIDI: duplicate(of: "b.mid")"#)
        }
    }
}
