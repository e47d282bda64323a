public import Terminal
public import Training

extension ProgressLine.Report {
    /// How far a training run has come: the best held-out loss, or the training loss before the first validation.
    public init(_ progress: TrainingProgress) {
        var details: [String] = []
        if let loss = progress.bestValidationLoss ?? progress.trainingLoss {
            let name = progress.bestValidationLoss == nil ? "loss" : "held-out loss"
            details.append("\(name) \(NumberText.fixed(loss, decimals: 2))")
        }
        if progress.tokens > 0 { details.append("\(NumberText.compact(progress.tokensPerSecond)) tokens/s") }
        if progress.fraction > 0 { details.append("\(DurationText.clock(progress.secondsLeft)) left") }
        self.init(label: "learning", fraction: progress.fraction, details: details)
    }
}
