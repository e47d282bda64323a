import Commands
package import Jazz
import JazzTraining
import ModelFile
package import Recurrent
import Synchronization

/// What a band plays by, read once.
package struct BandModels: Sendable {
    /// Without the network that reads leads backward.
    package let networks: BandNetworks
    /// The melodies that the lead has learned.
    package let copies: CopyIndex
    /// The manners of the players that the lead learned from, if it knows them.
    package let manners: MannerDistribution?
    /// Who chooses among several leads.
    package let critic: Critic
    /// What tells the models and the drummer's table from others, in a file's recipe.
    package let leadHash: String
    package let bassHash: String
    package let drumHash: String
    package let criticHash: String
    private let deferred: DeferredBackward

    /// The network that reads leads backward. That of the program is read when this is first asked for: few pieces need it.
    package var backward: Backward { deferred.value }

    /// A network that reads leads backward, and what tells it from others.
    package struct Backward: Sendable {
        package let engine: StepEngine
        package let hash: String

        fileprivate init(_ model: Model) {
            engine = StepEngine(model.network)
            hash = String(model.contentHash.prefix(16))
        }
    }

    /// - Parameters:
    ///   - lead: The path of a lead model; nil for the shipped one.
    ///   - backward: That of a model that reads leads backward.
    ///   - bass: That of a bass model.
    ///   - drums: That of a drummer's table.
    ///   - critic: That of a critic.
    package init(
        lead: String?, backward: String? = nil, bass: String?, drums: String?, critic: String? = nil
    ) throws {
        let leadModel = try BandModelFile.read(.lead, lead)
        deferred = DeferredBackward(try backward.map { Backward(try BandModelFile.read(.backwardLead, $0)) })
        let bassModel = try BandModelFile.read(.bass, bass)
        let criticModel = try BandModelFile.read(.critic, critic)
        let table = try DrumTableFile.read(drums)
        networks = BandNetworks(
            lead: StepEngine(leadModel.network), bass: StepEngine(bassModel.network), drums: table)
        self.critic = Critic(criticModel.network)
        do {
            let name = lead ?? BandModelFile.shippedName(.lead)
            copies = try LeadLesson.copies(of: leadModel, name: name)
            manners = try LeadLesson.manners(of: leadModel, name: name)
        } catch {
            throw Failure(error)
        }
        leadHash = String(leadModel.contentHash.prefix(16))
        bassHash = String(bassModel.contentHash.prefix(16))
        drumHash = String(table.contentHash.prefix(16))
        criticHash = String(criticModel.contentHash.prefix(16))
    }
}

private final class DeferredBackward: Sendable {
    private let read: Mutex<BandModels.Backward?>

    init(_ read: BandModels.Backward?) {
        self.read = Mutex(read)
    }

    var value: BandModels.Backward {
        read.withLock { read in
            if let read { return read }
            do {
                let shipped = BandModels.Backward(try BandModelFile.read(.backwardLead, nil))
                read = shipped
                return shipped
            } catch {
                fatalError("what comes with the program is damaged: \(error)")
            }
        }
    }
}
