import Commands
import Jazz
import ModelFile
import Recurrent

/// What `jazz train` starts from: a model that learns on, or a new network.
struct LeadOrigin {
    /// The model that learns on; nil for a new network.
    let model: Model?
    /// What it calls the model.
    let name: String
    /// The melodies that the model has learned already.
    let copies: CopyIndex
    let cell: CellKind
    let layers: Int

    init(_ options: Train) throws {
        let isNew = options.from == "scratch"
        guard let cell = CellKind(rawValue: options.cell ?? CellKind.lstm.rawValue) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--cell \(options.cell ?? "") is not known; choose one of \(known)")
        }
        if let hidden = options.hidden, !(8...1024).contains(hidden) {
            throw Failure(.usage, "--hidden \(hidden) is not possible; choose 8 to 1024")
        }
        if let layers = options.layers, !(1...4).contains(layers) {
            throw Failure(.usage, "--layers \(layers) is not possible; choose 1 to 4")
        }
        if !isNew, options.cell != nil || options.hidden != nil || options.layers != nil {
            throw Failure(
                .usage, "--cell, --hidden and --layers shape a new network; say --from scratch, or leave them out")
        }
        self.cell = cell
        layers = options.layers ?? 1
        let name = isNew ? "" : options.from ?? LeadModelFile.shippedName
        model = isNew ? nil : try LeadModelFile.read(options.from)
        self.name = name
        copies = try model.map { try LeadModelFile.copies($0, name: name) } ?? CopyIndex()
    }
}
