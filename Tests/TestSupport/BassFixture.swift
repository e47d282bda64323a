package import Jazz
import ModelFile
import Numerics
package import Recurrent
/// Bass networks and changes for tests.
package enum BassFixture {
    /// An untrained network.
    package static func untrained(seed: UInt64 = 1) throws -> StepEngine {
        var random = Xoshiro256StarStar(seed: seed % 7)
        return StepEngine(try Network(ModelKind.bass.configuration(hiddenSize: 16), using: &random))
    }

    /// The network that comes with the program.
    package static func shipped() throws -> StepEngine {
        let model = try Model.read(PackageFiles.path("Sources/Pretrained/bass.safetensors"), kind: ModelKind.bass.name)
        return StepEngine(model.network)
    }

    /// A beat for each symbol, in bars of `length`.
    package static func beats(_ symbols: [String], length: Int = 4, transposed semitones: Int = 0) throws -> [BassBeat]
    {
        try symbols.enumerated().map { index, symbol in
            let chord = try ChordParser.parse(symbol).transposed(by: semitones)
            return BassBeat(chord: chord, position: index % length, length: length, bar: index / length)
        }
    }

    package static func setting(_ symbols: [String], length: Int = 4, transposed semitones: Int = 0) throws
        -> BassSetting
    {
        BassSetting(beats: try beats(symbols, length: length, transposed: semitones), tempo: 160)
    }
}
