import Commands
import Jazz
import JazzTraining
import ModelFile
import Recurrent

/// The models that a band plays with, read once.
struct BandModels: Sendable {
    let networks: BandNetworks
    /// The melodies that the lead has learned.
    let copies: CopyIndex
    /// What tells the models from others, in a file's recipe.
    let leadHash: String
    let bassHash: String

    /// - Parameters:
    ///   - lead: The path of a lead model; nil for the shipped one.
    ///   - bass: That of a bass model.
    init(lead: String?, bass: String?) throws {
        let leadModel = try BandModelFile.read(.lead, lead)
        let bassModel = try BandModelFile.read(.bass, bass)
        networks = BandNetworks(lead: StepEngine(leadModel.network), bass: StepEngine(bassModel.network))
        copies = try LeadLesson.copies(of: leadModel, name: lead ?? BandModelFile.shippedName(.lead))
        leadHash = String(leadModel.contentHash.prefix(16))
        bassHash = String(bassModel.contentHash.prefix(16))
    }
}
