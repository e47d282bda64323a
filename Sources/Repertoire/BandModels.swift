import Commands
package import Jazz
import JazzTraining
import ModelFile
import Recurrent

/// What a band plays by, read once.
package struct BandModels: Sendable {
    package let networks: BandNetworks
    /// The melodies that the lead has learned.
    package let copies: CopyIndex
    /// The manners of the players that the lead learned from, if it knows them.
    package let manners: MannerDistribution?
    /// What tells the models and the drummer's table from others, in a file's recipe.
    package let leadHash: String
    package let backwardHash: String
    package let bassHash: String
    package let drumHash: String

    /// - Parameters:
    ///   - lead: The path of a lead model; nil for the shipped one.
    ///   - backward: That of a model that reads leads backward.
    ///   - bass: That of a bass model.
    ///   - drums: That of a drummer's table.
    package init(lead: String?, backward: String? = nil, bass: String?, drums: String?) throws {
        let leadModel = try BandModelFile.read(.lead, lead)
        let backwardModel = try BandModelFile.read(.backwardLead, backward)
        let bassModel = try BandModelFile.read(.bass, bass)
        let table = try DrumTableFile.read(drums)
        networks = BandNetworks(
            lead: StepEngine(leadModel.network), backward: StepEngine(backwardModel.network),
            bass: StepEngine(bassModel.network), drums: table)
        do {
            let name = lead ?? BandModelFile.shippedName(.lead)
            copies = try LeadLesson.copies(of: leadModel, name: name)
            manners = try LeadLesson.manners(of: leadModel, name: name)
        } catch {
            throw Failure(error)
        }
        leadHash = String(leadModel.contentHash.prefix(16))
        backwardHash = String(backwardModel.contentHash.prefix(16))
        bassHash = String(bassModel.contentHash.prefix(16))
        drumHash = String(table.contentHash.prefix(16))
    }
}
