/// How an engine that generates keeps the weights. At batch 1 the time goes into reading them, so fewer bits are faster.
public enum WeightFormat: String, Sendable, CaseIterable {
    /// Single precision, as learned.
    case float32
    /// The upper half of each number: half the bytes.
    case bfloat16 = "bf16"
    /// Whole numbers of −127 … 127 with a scale for each column, and activations in 8 bits, too: a quarter of the bytes.
    case int8
}

/// The matrices of a network in fewer bits; tables of entries and biases stay as they are.
final class QuantizedNetwork: Sendable {
    struct Layer: Sendable {
        /// Nil where the input is ids, or numbers of unknown size.
        var input: QuantizedMatrix?
        var recurrent: QuantizedMatrix
    }

    let format: WeightFormat
    let layers: [Layer]
    let head: [QuantizedMatrix]

    /// Nil for single precision.
    init?(_ packed: PackedNetwork, _ format: WeightFormat) {
        guard format != .float32 else { return nil }
        self.format = format
        layers = packed.layers.enumerated().map { index, layer in
            Layer(
                input: index == 0
                    ? nil
                    : QuantizedMatrix(
                        layer.input.view, panels: layer.plan.panels, rows: layer.inputSize, columns: layer.inputWidth,
                        format),
                recurrent: QuantizedMatrix(
                    layer.recurrent.view, panels: layer.plan.panels, rows: layer.plan.hidden,
                    columns: layer.recurrentWidth, format))
        }
        head = (0..<packed.head.columns.count).map { index in
            let (weights, _, groups) = packed.head.panel(index)
            return QuantizedMatrix(weights, panels: 1, rows: packed.head.hidden, columns: groups * 16, format)
        }
    }
}
