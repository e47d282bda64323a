import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling

/// Models of changes: the one that comes with the program, and those of `jazz train-changes`.
enum ChangesModelFile {
    /// Reads the model at `path`, or the shipped one for nil.
    static func read(_ path: String?) throws -> Model {
        let name = path ?? "the shipped model of changes"
        let model: Model
        do throws(ModelFileError) {
            if let path {
                model = try Model.read(path, kind: ProgressionModel.kind)
            } else {
                model = try Model(bytes: Shipped.changesModel, name: name, kind: ProgressionModel.kind)
            }
        } catch {
            throw Failure(error)
        }
        try LeadModelFile.check(
            model, name: name, encoding: ProgressionModel.encoding,
            fits: ProgressionModel.fits(model.network.configuration),
            remedy: "train it again with jazz train-changes")
        return model
    }

    /// Invents changes; the seed decides them.
    ///
    /// - Parameters:
    ///   - form: nil for one that the seed picks.
    ///   - key: nil for one that the seed picks. A form with a mode of its own takes the tonic only.
    static func invent(
        _ form: InventedForm?, key: Key?, meter: Meter, seed: UInt64, options: SamplingOptions?, model: String?
    ) throws -> Chart {
        let network = try read(model).network
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
