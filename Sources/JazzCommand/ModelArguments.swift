import ArgumentParser
import Commands
import ModelFile

/// What the commands that learn a model have in common: how it is made the same again, and what its card says.
struct ModelArguments: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("The same seed and data give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("A name for the model, kept in its card.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose work it learns from, kept in the model's card.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    /// How the weights are stored.
    var elementType: ElementType { compact ? .bfloat16 : .float32 }

    /// Completes a card.
    ///
    /// - Parameters:
    ///   - source: The file or folder that it learned from, after which it is called unless told.
    ///   - base: The card of the model that learned on, whose authors stay named.
    func complete(_ card: inout ModelCard, source: String, base: ModelCard?) {
        card.name = name ?? (source.split(separator: "/").last.map(String.init) ?? source)
        card.attribution = [base?.attribution, attribution].compactMap(\.self).filter { !$0.isEmpty }
            .joined(separator: "; ")
        card.date = Environment.today()
        card.program = "jazz \(JazzMain.version)"
        card.options["from"] = base.map { "\($0.name) (\($0.data))" }
    }
}
