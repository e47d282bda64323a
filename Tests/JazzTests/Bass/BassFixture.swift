import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling

/// Bass networks and changes for tests.
enum BassFixture {
    /// An untrained network.
    static func untrained(seed: UInt64 = 1) throws -> StepEngine {
        var random = Xoshiro256StarStar(seed: seed % 7)
        return StepEngine(try Network(BassModel.configuration(hiddenSize: 16), using: &random))
    }

    /// The network that comes with the program.
    static func shipped() throws -> StepEngine {
        let model = try Model.read(PackageFiles.path("Sources/Pretrained/bass.safetensors"), kind: BassModel.kind)
        return StepEngine(model.network)
    }

    /// A beat for each symbol, in bars of `length`.
    static func beats(_ symbols: [String], length: Int = 4, transposed semitones: Int = 0) throws -> [BassBeat] {
        try symbols.enumerated().map { index, symbol in
            let chord = try ChordParser.parse(symbol).transposed(by: semitones)
            return BassBeat(chord: chord, place: index % length, length: length, bar: index / length)
        }
    }

    static func setting(_ symbols: [String], length: Int = 4, transposed semitones: Int = 0) throws -> BassSetting {
        BassSetting(beats: try beats(symbols, length: length, transposed: semitones), tempo: 160)
    }
}
