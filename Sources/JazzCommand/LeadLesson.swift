import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling
import Terminal
import Training

/// One run of `jazz train`: the network, what it learns and how.
struct LeadLesson {
    let network: Network
    let options: TrainingOptions
    private let training: [TokenSequence]
    private let validation: [TokenSequence]

    /// - Parameter notes: The notes of the whole corpus, by which the size of a new network is chosen.
    init(
        _ data: HeldOut, _ origin: LeadOrigin, _ train: Train, notes: Int, seconds: Double?,
        using random: inout Xoshiro256StarStar
    ) throws {
        training = data.training.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        validation = data.validation.map { TokenSequence(inputs: $0.inputs, targets: $0.targets) }
        if let model = origin.model {
            // A copy: learning leaves the model as it was, to be compared with or to learn on from once more.
            network = try Network(model.network.configuration, parameters: model.network.parameters)
        } else {
            // A wide network learns a few solos by heart before it learns to play.
            let hidden = train.hidden ?? (notes < 5_000 ? 32 : notes < 50_000 ? 96 : 160)
            network = try Network(
                LeadModel.configuration(cell: origin.cell, hiddenSize: hidden, layers: origin.layers), using: &random)
            try network.setOutputBias(frequencies: training.targetCounts(outputSize: LeadVocabulary.count))
        }
        var options = TrainingOptions()
        options.window = 192
        let tokens = data.training.reduce(0) { $0 + $1.targets.count }
        // Few solos are read in narrow batches and more often: a network needs some hundred updates to learn anything.
        options.batchSize = max(2, min(16, tokens / (20 * options.window)))
        let updatesPerEpoch = max(1, tokens / (options.batchSize * options.window))
        options.epochs = train.epochs ?? (seconds == nil ? max(20, 600 / Double(updatesPerEpoch)) : nil)
        options.maximumSeconds = seconds
        options.learningRate = train.learningRate ?? (origin.model == nil ? 3e-3 : 1e-3)
        options.dropout = train.dropout
        options.layerDropout = train.layerDropout
        options.weightDrop = train.weightDrop
        options.seed = train.seed
        options.threads = train.threads
        options.patience = 10
        options.keepsStart = origin.model != nil
        self.options = options.fitted(to: tokens)
    }

    func run(
        checkpoints: CheckpointPlan?, secondsBefore: Double, folder: String, _ console: inout Console
    ) throws -> TrainingResult {
        let result: TrainingResult
        do throws(TrainingError) {
            var trainer = Trainer(options, checkpoints: checkpoints)
            trainer.secondsBefore = secondsBefore
            result = try trainer.run(
                network, training: TokenSequences(training), validation: TokenSequences(validation),
                progress: { console.learning($0) }, shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            switch error {
            case .noCheckpoint, .otherCheckpoint, .badCheckpoint: throw Failure(error)
            case .tooLittleData, .noValidationData:
                throw Failure(
                    .data, "\(folder): so few notes are too few to learn from and to measure by; add more solos")
            default: throw Failure(Failure(error).status, "\(folder): \(error)")
            }
        }
        console.clear()
        return result
    }
}
