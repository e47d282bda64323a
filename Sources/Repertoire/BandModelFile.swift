package import Commands
import Jazz
package import JazzTraining
package import ModelFile

/// The files of the band's models: those that come with the program, and those of `jazz train` and its like.
package enum BandModelFile {
    /// Reads the model at `path`, or the one that comes with the program for nil.
    package static func read(_ form: ModelForm, _ path: String?) throws -> Model {
        let name = path ?? shippedName(form)
        let model: Model
        do throws(ModelFileError) {
            if let path {
                model = try Model.read(path, kind: form.kind.name)
            } else {
                model = try Model(bytes: Shipped.model(form), name: name, kind: form.kind.name)
            }
        } catch {
            throw Failure(error)
        }
        do { try form.check(model, name: name) } catch { throw Failure(error) }
        return model
    }

    /// Reads a model of any form, and says which it is.
    package static func readAny(_ path: String) throws -> (model: Model, form: ModelForm) {
        let model: Model
        do { model = try Model.read(path) } catch { throw Failure(error) }
        guard let form = ModelForm.all.first(where: { $0.kind.name == model.card.kind }) else {
            let known = ModelForm.all.map(\.kind.name).joined(separator: ", ")
            throw Failure(.data, "\(path) holds a \(model.card.kind) model; jazz has models of these kinds: \(known)")
        }
        do { try form.check(model, name: path) } catch { throw Failure(error) }
        return (model, form)
    }

    /// What the model that comes with the program is called.
    package static func shippedName(_ form: ModelForm) -> String {
        switch form.kind.name {
        case ModelForm.backwardLead.kind.name: "the shipped backward model"
        case ModelForm.bass.kind.name: "the shipped bass model"
        case ModelForm.changes.kind.name: "the shipped model of changes"
        default: "the shipped model"
        }
    }
}

extension Failure {
    /// The failure that an error of a lesson amounts to.
    package init(_ error: LessonError) {
        self.init(error.isMissing ? .missingInput : .data, error.description)
    }
}
