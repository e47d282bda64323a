import Commands
package import Jazz
import JazzTraining
import ModelFile
import Numerics
import Recurrent
package import Sampling

/// Changes by a model: the one that comes with the program, or one of `jazz train-changes`.
package enum InventedChanges {
    /// Invents changes; the seed decides them.
    ///
    /// - Parameters:
    ///   - form: nil for one that the seed picks.
    ///   - key: nil for one that the seed picks. A form with a mode of its own takes the tonic only.
    package static func chart(
        _ form: InventedForm?, key: Key?, meter: Meter, seed: UInt64, options: SamplingOptions?, model: String?
    ) throws -> Chart {
        let network = try BandModelFile.read(.changes, model).network
        var random = Xoshiro256StarStar(seed: seed, sequence: -2)
        let form = form ?? InventedForm.pick(using: &random)
        let drawn = Key.pick(isMinor: form.isMinor, using: &random)
        var key = key ?? drawn
        if let isMinor = form.isMinor { key = Key(tonic: key.tonic, isMinor: isMinor) }
        let plan = form.plan(meter: meter, isMinor: key.isMinor, using: &random)
        let inventor = ProgressionInventor(engine: StepEngine(network), options: options)
        do {
            var chart = try inventor.chart(plan, key: key, random: Xoshiro256StarStar(seed: seed, sequence: -3))
            chart.title = "Invention \(seed) (\(form.rawValue))"
            return chart
        } catch {
            throw Failure(error)
        }
    }
}
