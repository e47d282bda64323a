import Commands
import ModelFile
import Prose
import Recurrent
import Terminal

/// What `textgen` learns of a text in a given time, and what smaller weights cost.
struct LearningBenchmark {
    /// The text; its last tenth is held out.
    let corpus: String
    /// A model that was learned before, in place of learning one.
    let model: String?
    /// How long to learn.
    let seconds: Double
    /// Further arguments of `textgen`.
    let arguments: [String]

    /// Learns and measures.
    ///
    /// - Parameter each: Takes each figure as soon as it is known.
    /// - Throws: `Failure`; what reading the files throws.
    func run(_ console: inout Console, _ each: (Figure) -> Void) throws {
        let directory = try TemporaryDirectory()
        do {
            // Read before it is learned, so that a wrong path does not show only after minutes.
            let text = try Corpus.read(corpus)
            if model == nil { each(try learn(in: directory)) }
            let path = model ?? Self.learned(in: directory)
            try measure(Model.read(path, kind: "text"), path, text, &console, each)
        } catch let error as ProseError {
            switch error {
            case .missing, .isDirectory, .unreadable: throw Failure(.missingInput, error.description)
            default: throw Failure(.data, error.description)
            }
        }
    }

    private static func learned(in directory: TemporaryDirectory) -> String { directory.path + "/model.safetensors" }

    /// - Returns: the time that it took, from the start of the process to its end.
    private func learn(in directory: TemporaryDirectory) throws -> Figure {
        let budget = ["--budget", "\(seconds)s", "--save-model", Self.learned(in: directory)]
        let output = ["-n", "1", "-o", directory.path + "/text"]
        let result = try Textgen(directory).run(
            ["--corpus", corpus, "--hold-out", "last"] + budget + output + arguments, showsErrors: true)
        return Figure(
            name: "learning/time", title: "time of learning, from start to end of textgen", group: .learning,
            value: result.seconds, unit: .seconds)
    }

    private func measure(
        _ model: Model, _ path: String, _ text: Corpus, _ console: inout Console, _ each: (Figure) -> Void
    ) throws {
        let tokenizer = try Tokenizer(vocabulary: model.vocabulary)
        let heldOut = try CorpusSplit(text, tokenizer: tokenizer, layout: .document, holdOut: .last).validation
        guard model.network.configuration.inputSizes == [tokenizer.count] else {
            throw Failure(.data, "\(path): is not a model of characters")
        }
        defer { console.clear() }
        let parts = Double(2 + WeightFormat.allCases.count)
        var done = 0.0
        func tick(_ part: Double, _ label: String) throws {
            try checkInterruption()
            console.progress(
                ProgressLine.Report(label: "measuring", fraction: (done + part) / parts, details: [label]))
        }
        for length in [64, 256] {
            let loss = try HeldOut.loss(model.network, heldOut, window: length) { part in
                try tick(part, "windows of \(length) characters")
            }
            var figure = Figure(
                name: "learning/window-\(length)", title: "held-out loss, windows of \(length) from the zero state",
                group: .learning, value: loss.mean, unit: .natsPerCharacter)
            figure.goals = goals(window: length)
            each(figure)
            done += 1
        }
        var plain: Double?
        for format in WeightFormat.allCases {
            let source = NetworkSource(model.network, format: format, threads: 1)
            let loss = try HeldOut.loss(source, heldOut) { part in
                try tick(part, "\(format.rawValue) weights, step by step")
            }
            let bits = loss.mean * Self.bitsPerNat
            each(
                Figure(
                    name: "learning/\(format.rawValue)", title: "held-out loss in one go, \(format.rawValue) weights",
                    group: .learning, value: bits, unit: .bitsPerCharacter))
            if let plain {
                var lost = Figure(
                    name: "learning/\(format.rawValue)-cost", title: "lost by \(format.rawValue) weights",
                    group: .learning, value: bits - plain, unit: .bitsPerCharacter)
                if format == .int8 { lost.goals = [.atMost(0.005)] }
                each(lost)
            } else {
                plain = bits
            }
            done += 1
        }
    }

    /// 1 / ln 2.
    private static let bitsPerNat = 1.442_695_040_888_963_4

    /// Seconds that it learns, where nothing else is asked for: as long as nanoGPT's smaller recipe took.
    static let usualTime = 68.0
    /// nanoGPT's recipes on the same text took 68 s on two cores, and hours on a GPU.
    private func goals(window: Int) -> [Goal] {
        guard model == nil else { return [] }
        if window == 64, seconds <= Self.usualTime { return [.atMost(1.51)] }
        if window == 256, seconds > Self.usualTime, seconds <= 600 { return [.atMost(1.4697)] }
        return []
    }
}
