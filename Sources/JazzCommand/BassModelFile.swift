import ArgumentParser
import Commands
import Jazz
import ModelFile
import Recurrent

/// Bass models: the one that comes with the program, and those of `jazz train-bass`.
enum BassModelFile {
    /// Reads the model at `path`, or the shipped one for nil.
    static func read(_ path: String?) throws -> Model {
        let name = path ?? "the shipped bass model"
        let model: Model
        do throws(ModelFileError) {
            if let path {
                model = try Model.read(path, kind: BassModel.kind)
            } else {
                model = try Model(bytes: Shipped.bassModel, name: name, kind: BassModel.kind)
            }
        } catch {
            throw Failure(error)
        }
        let encoding = model.extra[LeadModelFile.encodingKey]
        guard encoding == BassModel.encoding, BassModel.fits(model.network.configuration) else {
            throw Failure(
                .data,
                "\(name): its notes are encoded as \(encoding ?? "nothing known"), this jazz needs "
                    + "\(BassModel.encoding); train it again with jazz train-bass")
        }
        return model
    }
}

/// Which bass plays.
struct BassOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A bass model made by jazz train-bass. Default: the one that comes with jazz.", valueName: "file"))
    var bassModel: String?

    /// The engine of the bass's network.
    func engine() throws -> StepEngine {
        StepEngine(try BassModelFile.read(bassModel).network)
    }
}
