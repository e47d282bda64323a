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
        try LeadModelFile.check(
            model, name: name, encoding: BassModel.encoding, fits: BassModel.fits(model.network.configuration),
            remedy: "train it again with jazz train-bass")
        return model
    }
}
