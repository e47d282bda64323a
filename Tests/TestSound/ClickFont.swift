/// A sound font made for measuring: program 0 is a click of 256 frames whose first frame is at full level, so that a
/// recording shows the very frame on which a note began; program 1 is a tone that lasts until it is released.
///
/// Format: SoundFont Technical Specification 2.04, section 4 "RIFF Structure" and section 7 "The preset, instrument, and
/// sample header sub-chunks".
package enum ClickFont {
    private static let clickFrames = 256
    private static let toneFrames = 480

    package static func bytes(rate: Int = 48_000) -> [UInt8] {
        var samples = [Int16](repeating: 30_000, count: clickFrames)
        samples += [Int16](repeating: 0, count: 64)
        let toneStart = samples.count
        // A square wave of 100 Hz.
        samples += (0..<toneFrames).map { $0 % 480 < 240 ? 10_000 : -10_000 }
        samples += [Int16](repeating: 0, count: 64)

        let info =
            chunk("ifil", words(2, 1)) + chunk("isng", Array("EMU8000\0".utf8)) + chunk("INAM", Array("click\0".utf8))
        let data = chunk("smpl", samples.flatMap { words(Int($0)) })
        // Generators of the two instruments: release of 1 ms, no tracking of pitch, looping or not, sample number.
        let instruments = [
            [(38, -12_000), (56, 0), (54, 0), (53, 0)],
            [(38, -12_000), (56, 0), (54, 1), (53, 1)],
        ]
        var presets: [UInt8] = []
        var presetBags: [UInt8] = []
        var presetGenerators: [UInt8] = []
        // Programs 0 and 1, and the click on the drum channel too.
        for (index, preset) in [(0, 0, 0), (1, 0, 1), (0, 128, 0)].enumerated() {
            presets += name("preset") + words(preset.0, preset.1, index) + longs(0, 0, 0)
            presetBags += words(index, 0)
            presetGenerators += words(41, preset.2)
        }
        presets += name("EOP") + words(0, 0, 3) + longs(0, 0, 0)
        presetBags += words(3, 0)
        presetGenerators += words(0, 0)

        var instrumentNames: [UInt8] = []
        var instrumentBags: [UInt8] = []
        var instrumentGenerators: [UInt8] = []
        for (index, generators) in instruments.enumerated() {
            instrumentNames += name("instrument") + words(index)
            instrumentBags += words(index * generators.count, 0)
            for (generator, amount) in generators { instrumentGenerators += words(generator, amount) }
        }
        instrumentNames += name("EOI") + words(2)
        instrumentBags += words(8, 0)
        instrumentGenerators += words(0, 0)

        let headers =
            name("click") + longs(0, clickFrames, 0, clickFrames - 8, rate) + [60, 0] + words(0, 1)
            + name("tone") + longs(toneStart, toneStart + toneFrames, toneStart, toneStart + toneFrames, rate)
            + [60, 0] + words(0, 1)
            + name("EOS") + [UInt8](repeating: 0, count: 26)
        let noModulators = [UInt8](repeating: 0, count: 10)
        let hydra =
            chunk("phdr", presets) + chunk("pbag", presetBags) + chunk("pmod", noModulators)
            + chunk("pgen", presetGenerators) + chunk("inst", instrumentNames) + chunk("ibag", instrumentBags)
            + chunk("imod", noModulators) + chunk("igen", instrumentGenerators) + chunk("shdr", headers)
        let lists =
            chunk("LIST", Array("INFO".utf8) + info) + chunk("LIST", Array("sdta".utf8) + data)
            + chunk("LIST", Array("pdta".utf8) + hydra)
        return chunk("RIFF", Array("sfbk".utf8) + lists)
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        Array(name.utf8) + longs(bytes.count) + bytes + (bytes.count % 2 == 1 ? [0] : [])
    }

    private static func name(_ name: String) -> [UInt8] {
        Array((Array(name.utf8) + [UInt8](repeating: 0, count: 20)).prefix(20))
    }

    private static func words(_ values: Int...) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private static func longs(_ values: Int...) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
}
