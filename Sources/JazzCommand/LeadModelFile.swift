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

    /// What the model that comes with the program is called.
    static let shippedName = "the shipped model"

    /// Reads the model at `path`, or the shipped one for nil.
    static func read(_ path: String?) throws -> Model {
        let name = path ?? shippedName
        let model: Model
        do throws(ModelFileError) {
            if let path {
                model = try Model.read(path, kind: LeadModel.kind)
            } else {
                model = try Model(bytes: Shipped.leadModel, name: name, kind: LeadModel.kind)
            }
        } catch {
            throw Failure(error)
        }
        try check(
            model, name: name, encoding: LeadModel.encoding, fits: LeadModel.fits(model.network.configuration),
            remedy: "train it again with jazz train")
        return model
    }

    /// Refuses a model whose tokens mean something else, or whose network does not take them.
    static func check(_ model: Model, name: String, encoding: String, fits: Bool, remedy: String) throws {
        guard let found = model.extra[encodingKey] else {
            throw Failure(.data, "\(name): it does not say how it encodes music; \(remedy)")
        }
        guard found == encoding else {
            throw Failure(.data, "\(name): it encodes music as \(found), this jazz needs \(encoding); \(remedy)")
        }
        guard fits else {
            throw Failure(.data, "\(name): its network has other inputs or outputs than \(encoding); \(remedy)")
        }
    }

    /// The melodies that a model has learned and may not repeat.
    static func copies(_ model: Model, name: String) throws -> CopyIndex {
        guard let text = model.extra[copiesKey] else { return CopyIndex() }
        guard let index = CopyIndex(text: text) else {
            throw Failure(
                .data, "\(name): its index of what it learned from is damaged; train it again with jazz train")
        }
        return index
    }
}
