import TestSupport
import FoundationEssentials
import Improvisation
import JazzCorpus
import MIDI
import Numerics
import Testing

@Suite struct SoloCorpusTests {
    /// Runs `body` with a folder that is taken away afterwards.
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/woodshed-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    static func write(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    @Test func everyFileIsAccountedFor() throws {
        try Self.withFolder { folder in
            let good = try LeadFixture.file().encoded()
            try Self.write(good, folder + "/b.mid")
            try Self.write(good, folder + "/sub/copy.MIDI")
            try Self.write(Array(good.dropLast(40)), folder + "/cut.mid")
            try Self.write(Array("hello".utf8), folder + "/a.mid")
            try Self.write(Array("hello".utf8), folder + "/notes.txt")
            let corpus = try SoloCorpus.read(folder: folder)
            #expect(corpus.files.map(\.path) == ["a.mid", "b.mid", "cut.mid", "sub/copy.MIDI"])
            #expect(corpus.music.count == 1 && corpus.size == 32)
            let outcomes = corpus.files.map { "\($0.outcome)" }
            #expect(outcomes[0].hasPrefix("refused(not a MIDI file"))
            #expect(outcomes[1].hasPrefix("used"))
            #expect(outcomes[2].hasPrefix("refused"))
            #expect(outcomes[3] == #"duplicate(of: "b.mid")"#)
        }
    }

    @Test func brokenFilesOfAnyKindAreAllRefused() throws {
        let good = try LeadFixture.file().encoded()
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = Xoshiro256StarStar(seed: seed)
        try Self.withFolder { folder in
            for index in 0..<300 {
                var bytes = good
                switch index % 3 {
                case 0: bytes = Array(good.prefix(Int.random(in: 0..<good.count, using: &random)))
                case 1:
                    for _ in 0..<8 {
                        bytes[Int.random(in: 0..<good.count, using: &random)] = .random(in: 0...255, using: &random)
                    }
                default: bytes = (0..<100).map { _ in .random(in: 0...255, using: &random) }
                }
                try Self.write(bytes, folder + "/\(index).mid")
            }
            try Self.write(good, folder + "/good.mid")
            let corpus = try SoloCorpus.read(folder: folder)
            #expect(corpus.files.count == 301)
            // What is cut between two tracks can be read, and so can most with a flipped byte; noise cannot.
            for (path, outcome) in corpus.files where (Int(path.dropLast(4)) ?? 0) % 3 == 2 {
                guard case .refused(.unreadable) = outcome else {
                    Issue.record("seed \(seed), \(path): \(outcome)")
                    continue
                }
            }
            #expect(corpus.size >= 32)
        }
    }

    @Test func whatAnIndexKnowsIsNotAddedToIt() throws {
        try Self.withFolder { folder in
            try Self.write(try LeadFixture.file().encoded(), folder + "/a.mid")
            let corpus = try SoloCorpus.read(folder: folder)
            let first = corpus.copies(adding: CopyIndex())
            #expect(first.known == 0 && first.index.names == ["a.mid"])
            let second = corpus.copies(adding: first.index)
            #expect(second.known == 1 && second.index.count == first.index.count)
        }
    }

    @Test func foldersThatGiveNothingAreToldApart() throws {
        try Self.withFolder { folder in
            #expect(throws: MIDIFolderError.noMIDIFiles(folder: folder + "/sub", otherFiles: 0)) {
                try SoloCorpus.read(folder: folder + "/sub")
            }
            #expect(throws: MIDIFolderError.missing(folder: folder + "/none")) {
                try SoloCorpus.read(folder: folder + "/none")
            }
            try Self.write([1], folder + "/file")
            #expect(throws: MIDIFolderError.notAFolder(path: folder + "/file")) {
                try SoloCorpus.read(folder: folder + "/file")
            }
        }
    }
}
