import MIDI
import Testing

/// Damaged files are read or refused, never a trap; and what is read can be written.
@Suite struct DamageTests {
    private static func survives(_ bytes: [UInt8]) throws {
        let file: MIDIFile
        do throws(MIDIError) {
            file = try MIDIFile(bytes: bytes)
        } catch {
            let offset = try #require(error.offset)
            #expect((0...bytes.count).contains(offset))
            #expect(!error.description.isEmpty && !error.description.contains("\n"))
            return
        }
        #expect(try MIDIFile(bytes: file.encoded()) == file)
        // Every event takes two bytes at least, so nothing made of a file outgrows it.
        #expect(file.tracks.reduce(0) { $0 + $1.events.count } * 2 <= bytes.count)
        let notes = file.notes
        #expect(notes.allSatisfy { 0 <= $0.start && $0.start <= $0.end && $0.end <= file.lengthInTicks })
        #expect(file.lengthInSeconds >= 0)
        #expect(file.barCount >= 0)
        _ = (file.markers, file.trackNames, file.programs, file.keySignatures, file.patterns)
        for track in file.tracks { _ = track.systemExclusives }
    }

    private static func sample(_ generator: inout SeededGenerator) throws -> [UInt8] {
        try MIDIFile.random(using: &generator).encoded(runningStatus: Bool.random(using: &generator))
    }

    @Test(arguments: [11, 12, 13]) func aFileCutAtAnyByteIsSurvived(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            let bytes = try Self.sample(&generator)
            for count in 0..<bytes.count { try Self.survives(Array(bytes[..<count])) }
        }
    }

    @Test(arguments: [21, 22, 23]) func bytesChangedAtRandomAreSurvived(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            var bytes = try Self.sample(&generator)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                default: bytes.remove(at: index)
                }
            }
            try Self.survives(bytes)
        }
    }

    @Test func everyByteSetToEveryValueIsSurvived() throws {
        let bytes = try MIDIFile(bytes: FileBytes.file([0, 0xFF, 0x58, 4, 4, 2, 24, 8, 0, 0xF0, 2, 1, 0xF7])).encoded()
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                try Self.survives(changed)
            }
        }
    }

    @Test(arguments: [31]) func bytesOfNoMeaningAreSurvived(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let body = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            try Self.survives(body)
            try Self.survives(FileBytes.file(exactly: body))
        }
    }

    @Test func manyNotesOnOneKeyTakeNoMoreThanLinearTime() throws {
        // Two hundred thousand strikes of one key on one tick, and as many releases: quadratic work would not end.
        let strikes = [[UInt8]](repeating: [0, 60, 1], count: 200_000).flatMap { $0 }
        let releases = [[UInt8]](repeating: [0, 60, 0], count: 200_000).flatMap { $0 }
        let bytes = FileBytes.file(exactly: [0, 0x90, 60, 1, 1, 60, 1] + strikes + releases + FileBytes.endOfTrack)
        #expect(try MIDIFile(bytes: bytes).notes.count == 200_002)
    }
}
