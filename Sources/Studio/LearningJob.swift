import Bookshelf
import ModelFile
import Numerics
import Prose
import Recurrent
import Sampling
internal import Synchronization
import Terminal
import Training
import Web

/// A corpus that is being learned, and all that was told of it.
final class LearningJob: Sendable {
    enum Phase: String { case waiting, running, stopping, stopped, done, failed }

    private struct State {
        var phase = Phase.waiting
        var progress = 0.0
        var message: String?
        var stream = ByteStream(limit: 16 << 20)
        /// The events before the job was resumed.
        var past: [UInt8] = []
        var events = 0
        var wantsStop = false
    }

    let id: String
    let order: LearningOrder
    private let corpus: Corpus
    private let model: String
    private let checkpoint: String
    private let threads: Int
    private let today: @Sendable () -> String
    private let state = Mutex(State())

    init(
        id: String, _ order: LearningOrder, corpus: Corpus, folder: String, threads: Int,
        today: @escaping @Sendable () -> String
    ) {
        self.id = id
        self.order = order
        self.corpus = corpus
        model = "\(folder)/models/\(order.name).safetensors"
        checkpoint = "\(folder)/models/\(order.name).checkpoint"
        self.threads = threads
        self.today = today
        tellState()
    }

    var phase: Phase { state.withLock { $0.phase } }
    var stream: ByteStream { state.withLock { $0.stream } }

    func write(to writer: inout JSONWriter) {
        let (phase, progress, message) = state.withLock { ($0.phase, $0.progress, $0.message) }
        writer.member("id", id)
        writer.member("kind", "learn")
        writer.member("name", order.name)
        writer.member("state", phase.rawValue)
        writer.member("progress", progress)
        writer.member("message", message)
        writer.member("resumable", phase == .stopped)
    }

    // MARK: Telling

    private func tell(_ event: String, _ body: (inout JSONWriter) -> Void) {
        let (stream, number) = state.withLock { state in
            state.events += 1
            return (state.stream, state.events)
        }
        stream.append(Event.bytes(event, id: number, body))
    }

    private func tellState() { tell("state") { write(to: &$0) } }

    private func set(_ phase: Phase, _ message: String? = nil) {
        state.withLock { state in
            state.phase = phase
            state.message = message
            if phase == .done { state.progress = 1 }
        }
        if [.stopped, .done, .failed].contains(phase) {
            tellState()
            tell("done") { write(to: &$0) }
            stream.finish()
        } else {
            tellState()
        }
    }

    /// Stops a job; what it has learned is kept.
    func stop() {
        let wasWaiting = state.withLock { state in
            guard state.phase == .waiting || state.phase == .running else { return false }
            state.wantsStop = true
            return state.phase == .waiting
        }
        if wasWaiting { set(.stopped, "stopped before it began") } else if phase == .running { set(.stopping) }
    }

    /// Prepares a job that was stopped for going on: those who come now are told all that has been.
    func wake() {
        state.withLock { state in
            let past = state.stream.whole ?? []
            state.stream = ByteStream(limit: 32 << 20)
            // The end that was told is none any more.
            if let end = past.firstRange(of: Array("event: done".utf8))?.lowerBound {
                let start = past[..<end].lastIndex(of: UInt8(ascii: "i")) ?? end
                state.stream.append(past[..<start])
            }
            state.phase = .waiting
            state.wantsStop = false
        }
        tellState()
    }

    // MARK: Learning

    func run() {
        guard phase == .waiting else { return }
        set(.running)
        do {
            let ending = try learn()
            set(ending == .interrupted ? .stopped : .done)
        } catch {
            let error = APIError(error)
            set(.failed, [error.message, error.hint].compactMap { $0 }.joined(separator: "; "))
        }
    }

    private func learn() throws -> TrainingResult.Ending {
        let tokenizer = Tokenizer(corpus, layout: .document, kind: order.tokenizer, limit: nil)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .document)
        let count = split.training.lengths.reduce(0, +)
        var options = TrainingOptions()
        options.seed = order.seed
        options.threads = threads
        options.maximumSeconds = order.seconds
        var (hidden, layers) = (
            order.hiddenSize ?? TextRecipe.hiddenSize(characters: corpus.characterCount), order.layers ?? 1
        )
        func shape() -> NetworkConfiguration {
            TextModel.configuration(tokenizer: tokenizer, hiddenSize: hidden, layers: layers)
        }
        let earlier = try Checkpoint.read(checkpoint)
        if let earlier {
            (hidden, layers) = (earlier.configuration.hiddenSize, earlier.configuration.layers)
            options = earlier.options(options)
            options.threads = threads
            options.maximumSeconds = order.seconds
        } else {
            TextRecipe.choose(isLong: false, hiddenSize: hidden, layers: layers, to: &options)
            let speed = try SpeedProbe.tokensPerSecond(
                shape(), training: split.training, options: options.fitted(to: count),
                seconds: min(1, order.seconds * 0.02))
            let choice = SizeChoice(
                shape(), tokensPerSecond: speed, seconds: order.seconds * 0.9, dataTokens: count,
                hiddenSize: order.hiddenSize, layers: order.layers)
            (hidden, layers) = (choice.hiddenSize, choice.layers)
            TextRecipe.choose(
                isLong: choice.tokens >= Double(TextRecipe.longRun), hiddenSize: hidden, layers: layers, to: &options)
            TextRecipe.hide(epochs: choice.tokens / Double(max(1, count)), in: &options)
        }
        options = options.fitted(to: count)
        try TrainingMemory(shape(), options: options).check()
        var random = Xoshiro256StarStar(seed: order.seed)
        var network = try Network(shape(), using: &random)
        try network.setOutputBias(frequencies: split.training.targetCounts())
        let trainer = Trainer(
            options, checkpoints: CheckpointPlan(path: checkpoint, interval: 10, resumes: earlier != nil))
        var (lastTold, lastSample) = (-1.0, 0.0)
        let result = try trainer.run(
            network, training: split.training, validation: split.validation,
            watch: { [self] progress, network in
                if progress.isValidation || progress.event == .step && progress.seconds - lastTold >= 0.25 {
                    lastTold = progress.seconds
                    take(progress)
                }
                guard progress.event == .step, progress.seconds - lastSample >= order.sampleEvery else { return }
                lastSample = progress.seconds
                if let model = try? TextModel(network: network(), tokenizer: tokenizer, layout: .document) {
                    sample(model, progress.step)
                }
            }, shouldStop: { [self] in state.withLock { $0.wantsStop } })
        guard result.steps > 0 else { return .interrupted }
        try keep(result, tokenizer, split, options, unknown: tokenizer.unknownFraction(of: corpus))
        if result.ending != .interrupted { try Checkpoint.remove(checkpoint) }
        return result.ending
    }

    private func take(_ progress: TrainingProgress) {
        state.withLock { $0.progress = min(1, max(0, progress.fraction)) }
        tell("loss") { writer in
            writer.member("step", progress.step)
            writer.member("tokens", progress.tokens)
            writer.member("seconds", progress.seconds)
            writer.member("training", progress.trainingLoss)
            writer.member("validation", progress.isValidation ? progress.validationLoss : nil)
            writer.member("progress", min(1, max(0, progress.fraction)))
        }
    }

    private func sample(_ model: TextModel, _ step: Int) {
        guard let options = try? SamplingOptions(temperature: 0.8), let limits = try? LengthLimits(maximum: 200) else {
            return
        }
        var text = String.UnicodeScalarView()
        _ = try? model.write(options: options, limits: limits, seed: UInt64(step)) { scalar in
            text.append(scalar)
            return nil
        }
        tell("sample") { writer in
            writer.member("step", step)
            writer.member("text", String(text))
        }
    }

    private func keep(
        _ result: TrainingResult, _ tokenizer: Tokenizer, _ split: CorpusSplit, _ options: TrainingOptions,
        unknown: Double
    ) throws {
        let text = try TextModel(network: result.network, tokenizer: tokenizer, layout: .document)
        var card = ModelCard(kind: LearnedText.kind)
        card.name = order.corpus
        card.data = "\(order.corpus), \(corpus.characterCount) characters"
        card.date = today()
        card.program = "studio"
        card.seed = order.seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = [
            "batch": String(options.batchSize), "window": String(options.window),
            "learning rate": "\(options.learningRate)", "seconds": "\(order.seconds)",
            "ending": result.ending.rawValue, "weights": result.weights.rawValue,
        ]
        if order.tokenizer != .characters, split.validation.targetCount > 0 {
            card.options[LearnedText.lengthKey] =
                "\(Double(split.validation.characterCount) / Double(split.validation.targetCount))"
        }
        try LearnedText(text, card: card).file.write(to: model)
    }
}
