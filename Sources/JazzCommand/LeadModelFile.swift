import Commands
import Jazz
import ModelFile
import Recurrent

/// Lead models: the one that comes with the program, and those of `jazz train`.
enum LeadModelFile {
    /// The metadata entry that names the encoding.
    static let encodingKey = "encoding"
    /// The metadata entry that holds the index of the melodies it learned from.
    static let copiesKey = "copies"

    /// Reads the model at `path`, or the shipped one for nil.
    static func read(_ path: String?) throws -> Model {
        let model: Model
        do throws(ModelFileError) {
            if let path {
                model = try Model.read(path, kind: LeadModel.kind)
            } else {
                model = try Model(bytes: Shipped.leadModel, name: "the shipped model", kind: LeadModel.kind)
            }
        } catch {
            throw Failure(error)
        }
        let name = path ?? "the shipped model"
        guard model.extra[encodingKey] == LeadModel.encoding, LeadModel.fits(model.network.configuration) else {
            throw Failure(
                .data,
                "\(name): its notes are encoded as \(model.extra[encodingKey] ?? "nothing known"), this jazz needs "
                    + "\(LeadModel.encoding); train it again with jazz train")
        }
        return model
    }

    /// The melodies that a model has learned and may not repeat.
    static func copies(_ model: Model) throws -> CopyIndex {
        guard let text = model.extra[copiesKey] else { return CopyIndex() }
        guard let index = CopyIndex(text: text) else {
            throw Failure(.data, "the model's index of what it learned from is damaged; train it again with jazz train")
        }
        return index
    }
}
