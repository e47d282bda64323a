import Jazz
package import ModelFile
package import Recurrent

/// A kind of model that a band needs: what its tokens mean, and which networks take them.
package struct ModelForm: Sendable {
    /// The kind written in a model file.
    package let kind: String
    /// The version of its encoding.
    package let encoding: String
    /// The name of each token.
    package let vocabulary: [String]
    /// The configuration of a network by cell, hidden size and layers.
    package let configuration: @Sendable (CellKind, Int, Int) -> NetworkConfiguration
    /// Whether a network of a configuration takes its tokens.
    package let fits: @Sendable (NetworkConfiguration) -> Bool
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
        extra[Self.encodingKey] = encoding
        return Model(network: network, vocabulary: vocabulary, card: card, extra: extra)
    }

    /// Refuses a model whose tokens mean something else, or whose network does not take them.
    ///
    /// - Throws: `LessonError.noEncoding`, `.otherEncoding` or `.otherNetwork`.
    package func check(_ model: Model, name: String) throws(LessonError) {
        guard let found = model.extra[Self.encodingKey] else { throw .noEncoding(file: name, maker: maker) }
        guard found == encoding else {
            throw .otherEncoding(file: name, found: found, needed: encoding, maker: maker)
        }
        guard fits(model.network.configuration) else {
            throw .otherNetwork(file: name, encoding: encoding, maker: maker)
        }
    }
}

extension ModelForm {
    /// Models that improvise.
    package static let lead = ModelForm(
        kind: LeadModel.kind, encoding: LeadModel.encoding, vocabulary: LeadVocabulary.names,
        configuration: { LeadModel.configuration(cell: $0, hiddenSize: $1, layers: $2) }, fits: LeadModel.fits,
        maker: "jazz train")

    /// Models that walk.
    package static let bass = ModelForm(
        kind: BassModel.kind, encoding: BassModel.encoding, vocabulary: BassVocabulary.names,
        configuration: { BassModel.configuration(cell: $0, hiddenSize: $1, layers: $2) }, fits: BassModel.fits,
        maker: "jazz train-bass")

    /// Models that invent changes.
    package static let changes = ModelForm(
        kind: ProgressionModel.kind, encoding: ProgressionModel.encoding, vocabulary: ProgressionVocabulary.names,
        configuration: { ProgressionModel.configuration(cell: $0, hiddenSize: $1, layers: $2) },
        fits: ProgressionModel.fits, maker: "jazz train-changes")

    /// All of them.
    package static let all = [lead, bass, changes]
}
