package import Jazz
package import ModelFile
package import Recurrent

/// A kind of model that a band needs: what its tokens mean, and which networks take them.
package struct ModelForm: Sendable {
    /// What makes a network one of them.
    package let kind: ModelKind
    /// The command that makes such models.
    package let maker: String

    /// The metadata entry that names the encoding.
    package static let encodingKey = "encoding"
    /// The entry of a card's options that says how well held-out music is predicted.
    package static let heldOut = "held-out"

    /// A model of this form.
    ///
    /// - Parameter extra: Further settings, beside the encoding.
    package func model(_ network: Network, card: ModelCard, extra: [String: String] = [:]) -> Model {
        var extra = extra
        extra[Self.encodingKey] = kind.encoding
        return Model(network: network, vocabulary: kind.vocabulary, card: card, extra: extra)
    }

    /// Refuses a model whose tokens mean something else, or whose network does not take them.
    ///
    /// - Throws: `LessonError.noEncoding`, `.otherEncoding` or `.otherNetwork`.
    package func check(_ model: Model, name: String) throws(LessonError) {
        guard let found = model.extra[Self.encodingKey] else { throw .noEncoding(file: name, maker: maker) }
        guard found == kind.encoding else {
            throw .otherEncoding(file: name, found: found, needed: kind.encoding, maker: maker)
        }
        guard kind.fits(model.network.configuration) else {
            throw .otherNetwork(file: name, encoding: kind.encoding, maker: maker)
        }
    }
}

extension ModelForm {
    /// Models that improvise.
    package static let lead = ModelForm(kind: .lead, maker: "jazz train")

    /// Models that read leads from their end.
    package static let backwardLead = ModelForm(kind: .backwardLead, maker: "jazz train-backward")

    /// Models that walk.
    package static let bass = ModelForm(kind: .bass, maker: "jazz train-bass")

    /// Models that invent changes.
    package static let changes = ModelForm(kind: .changes, maker: "jazz train-changes")

    /// All of them.
    package static let all = [lead, backwardLead, bass, changes]
}
