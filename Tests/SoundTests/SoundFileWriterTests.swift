import Sound
import TestFiles
import TestSound
import Testing

@Suite struct SoundFileWriterTests {
    private let scratch = TemporaryDirectory()

    @Test("the header says what follows")
    func header() throws {
        var writer = try SoundFileWriter(path: scratch["a.wav"], rate: 44_100)
        #expect(scratch.names.isEmpty)
        try writer.append([1, -2, 0x1234, -32_767].map { Float($0) / 32_767 })
        #expect(writer.frames == 2)
        try writer.finish()
        #expect(scratch.names == ["a.wav"])
        let expected: [UInt8] =
            Array("RIFF".utf8) + [44, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 2, 0]
            + [0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0] + Array("data".utf8) + [8, 0, 0, 0]
            + [1, 0, 0xFE, 0xFF, 0x34, 0x12, 1, 0x80]
        #expect((scratch.content("a.wav") ?? []) == expected)
    }

    @Test("sound longer than the buffer arrives whole")
    func long() throws {
        var writer = try SoundFileWriter(path: scratch["b.wav"], rate: 48_000)
        let samples = (0..<128).map { Float($0) / 32_767 }
        for _ in 0..<2000 { try writer.append(samples) }
        try writer.finish()
        let recording = Recording(wav: (scratch.content("b.wav") ?? []))
        #expect(recording.left.count == 128_000)
        #expect(recording.left.enumerated().allSatisfy { Int($0.element) == $0.offset % 64 * 2 })
    }

    @Test("a writer that is given up leaves nothing, and an earlier file as it was")
    func givenUp() throws {
        _ = scratch.store([7], as: "c.wav")
        do {
            var writer = try SoundFileWriter(path: scratch["c.wav"], rate: 48_000)
            try writer.append([Float](repeating: 0.1, count: 100_000))
        }
        #expect(scratch.names == ["c.wav"])
        #expect((scratch.content("c.wav") ?? []) == [7])
    }

    /// What libsndfile writes it reads back; a second opinion on the sizes and the samples.
    @Test(arguments: SoundFileKind.allCases) func everyKindHoldsWhatWasWritten(kind: SoundFileKind) throws {
        for encoding in SampleEncoding.allCases
        where kind == .wav || (kind == .flac && encoding != .float32) || encoding == .int16 {
            let path = scratch["x.\(kind.rawValue)"]
            var writer = try SoundFileWriter(path: path, kind: kind, rate: 48_000, encoding: encoding)
            let samples = (0..<2 * 48_000).map { Float($0 % 200 - 100) / 200 }
            try writer.append(samples)
            // Beyond full scale it is cut off.
            try writer.append([Float](repeating: 1.5, count: 20_000))
            try writer.finish()
            let bytes = try #require(scratch.content("x.\(kind.rawValue)"))
            let head = ["wav": "RIFF", "flac": "fLaC", "ogg": "OggS"][kind.rawValue]!
            #expect(bytes.starts(with: head.utf8), "\(kind) \(encoding)")
            if kind == .wav {
                #expect(bytes.count == WAVHeader(rate: 48_000, encoding: encoding).count + 116_000 * encoding.bytes)
            }
            if kind == .flac { #expect(bytes.count < 116_000 * encoding.bytes && bytes.count > 1000) }
        }
    }

    @Test func aCompressedFileThatIsGivenUpLeavesNothing() throws {
        do {
            var writer = try SoundFileWriter(path: scratch["y.flac"], kind: .flac, rate: 48_000)
            try writer.append([Float](repeating: 0.1, count: 100_000))
        }
        #expect(scratch.names == [])
    }
}

@Suite struct LoudnessMeterTests {
    /// EBU Tech 3341, test signals 1 and 2: a sine of 1 kHz in both channels measures its level in dBFS.
    @Test(arguments: [44_100, 48_000, 96_000], [-23.0, -33.0]) func aSineMeasuresItsLevel(rate: Int, level: Double) {
        var meter = LoudnessMeter(rate: rate)
        let amplitude = Float(level == -23 ? 0.070795 : 0.022387)
        let samples = (0..<20 * rate).flatMap { frame -> [Float] in
            let value = amplitude * sine(Double(frame) * 1000 / Double(rate))
            return [value, value]
        }
        meter.add(samples)
        #expect(abs((meter.loudness ?? 0) - level) < 0.1, "\(meter.loudness ?? 0)")
    }

    /// Test signal 3: what is much softer than the rest does not count, nor does silence.
    @Test func pausesDoNotCount() {
        var meter = LoudnessMeter(rate: 48_000)
        for (amplitude, seconds) in [(0.015849, 10), (0.070795, 60), (0.015849, 10), (0.0, 20)] {
            meter.add(
                (0..<seconds * 48_000).flatMap { frame -> [Float] in
                    let value = Float(amplitude) * sine(Double(frame) / 48)
                    return [value, value]
                })
        }
        #expect(abs((meter.loudness ?? 0) + 23) < 0.1, "\(meter.loudness ?? 0)")
        #expect(LoudnessMeter(rate: 48_000).loudness == nil)
    }

    /// sin 2πx by its Taylor series within a quarter turn.
    private func sine(_ turns: Double) -> Float {
        var x = turns - turns.rounded(.down)
        var sign = 1.0
        if x >= 0.5 { (x, sign) = (x - 0.5, -1) }
        if x > 0.25 { x = 0.5 - x }
        let y = x * 2 * Double.pi
        let z = y * y
        return Float(sign * y * (1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110))))))
    }
}

@Suite struct SampleRoundingTests {
    /// To the nearest 16 bits, halves away from zero, and cut off at full scale.
    @Test func samplesAreRoundedAsTheStandardLibraryDoes() {
        func expected(_ sample: Float) -> Int16 { Int16(min(max((sample * 32767).rounded(), -32767), 32767)) }
        var samples: [Float] = [0, -0, 1, -1, 1.5, -40, .infinity, -.infinity, .leastNonzeroMagnitude]
        for step in -70_000...70_000 {
            // About every half of a step, and right beside it.
            let half = Float(step) / 2 / 32767
            samples += [half, half.nextUp, half.nextDown, Float(step) / 70_001]
        }
        #expect(samples.allSatisfy { SoundFileWriter.int16($0) == expected($0) })
    }
}
