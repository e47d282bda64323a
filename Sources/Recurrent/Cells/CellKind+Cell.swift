extension CellKind {
    /// The tensors of a layer and their shapes, without prefix and layer number.
    func tensorShapes(inputSize n: Int, hiddenSize h: Int) -> [(name: String, shape: [Int])] {
        func weights(_ gates: Int) -> [(name: String, shape: [Int])] {
            [("weight_ih", [gates * h, n]), ("weight_hh", [gates * h, h])]
        }
        func biases(_ gates: Int) -> [(name: String, shape: [Int])] {
            [("bias_ih", [gates * h]), ("bias_hh", [gates * h])]
        }
        return switch self {
        case .rnn: weights(1) + biases(1)
        case .gruSimplified: weights(2) + [("bias", [2 * h])]
        case .gruFull: weights(3) + [("bias", [3 * h])]
        case .gruReset: weights(3) + biases(3)
        case .lstm: weights(4) + biases(4)
        case .lstmPeephole: weights(4) + biases(4) + [("weight_peephole", [3, h])]
        }
    }

    /// The name in a model file, such as `lstm.weight_hh_l0`.
    func tensorName(_ name: String, layer: Int) -> String { "\(tensorPrefix).\(name)_l\(layer)" }
}

/// The cell a kind names; the one place that lists them all. `region` finds the place of one of the layer's tensors.
func recurrentCell(_ kind: CellKind, hidden: Int, region: (String) -> Region) -> any RecurrentCell {
    let inputWeights = region("weight_ih")
    let recurrentWeights = region("weight_hh")
    switch kind {
    case .rnn:
        return VanillaRNN(
            hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
            inputBias: region("bias_ih"), recurrentBias: region("bias_hh"))
    case .gruSimplified:
        return SimplifiedGRU(
            hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: region("bias"))
    case .gruFull:
        return FullGRU(
            hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: region("bias"))
    case .gruReset:
        return ResetGRU(
            hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
            inputBias: region("bias_ih"), recurrentBias: region("bias_hh"))
    case .lstm, .lstmPeephole:
        return LSTM(
            hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
            inputBias: region("bias_ih"), recurrentBias: region("bias_hh"),
            peephole: kind == .lstmPeephole ? region("weight_peephole") : nil)
    }
}
