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

/// The cell a configuration names; the one place that lists them all.
///
/// A switch rather than `any RecurrentCell`: calls through an existential would run code that is generic over Float
/// and Double instead of code compiled for either.
enum CellOfKind<Scalar: NetworkScalar>: RecurrentCell {
    case vanilla(VanillaRNN<Scalar>)
    case simplified(SimplifiedGRU<Scalar>)
    case full(FullGRU<Scalar>)
    case reset(ResetGRU<Scalar>)
    case lstm(LSTM<Scalar>)

    /// `region` finds the place of one of the layer's tensors.
    init(_ kind: CellKind, hidden: Int, region: (String) -> Region) {
        let inputWeights = region("weight_ih")
        let recurrentWeights = region("weight_hh")
        switch kind {
        case .rnn:
            self = .vanilla(
                VanillaRNN(
                    hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
                    inputBias: region("bias_ih"), recurrentBias: region("bias_hh")))
        case .gruSimplified:
            self = .simplified(
                SimplifiedGRU(
                    hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
                    bias: region("bias")))
        case .gruFull:
            self = .full(
                FullGRU(
                    hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
                    bias: region("bias")))
        case .gruReset:
            self = .reset(
                ResetGRU(
                    hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
                    inputBias: region("bias_ih"), recurrentBias: region("bias_hh")))
        case .lstm, .lstmPeephole:
            self = .lstm(
                LSTM(
                    hidden: hidden, inputWeights: inputWeights, recurrentWeights: recurrentWeights,
                    inputBias: region("bias_ih"), recurrentBias: region("bias_hh"),
                    peephole: kind == .lstmPeephole ? region("weight_peephole") : nil))
        }
    }

    func zeroState(batch: Int) -> LayerState<Scalar> {
        switch self {
        case .vanilla(let cell): cell.zeroState(batch: batch)
        case .simplified(let cell): cell.zeroState(batch: batch)
        case .full(let cell): cell.zeroState(batch: batch)
        case .reset(let cell): cell.zeroState(batch: batch)
        case .lstm(let cell): cell.zeroState(batch: batch)
        }
    }

    func step(
        _ input: LayerInput<Scalar>, parameters: [Scalar], state: inout LayerState<Scalar>, tape: inout Tape<Scalar>
    ) {
        switch self {
        case .vanilla(let cell): cell.step(input, parameters: parameters, state: &state, tape: &tape)
        case .simplified(let cell): cell.step(input, parameters: parameters, state: &state, tape: &tape)
        case .full(let cell): cell.step(input, parameters: parameters, state: &state, tape: &tape)
        case .reset(let cell): cell.step(input, parameters: parameters, state: &state, tape: &tape)
        case .lstm(let cell): cell.step(input, parameters: parameters, state: &state, tape: &tape)
        }
    }

    func forward(
        _ input: LayerInput<Scalar>, window: Window, parameters: [Scalar], state: inout LayerState<Scalar>,
        tape: inout Tape<Scalar>
    ) {
        switch self {
        case .vanilla(let cell):
            cell.forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
        case .simplified(let cell):
            cell.forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
        case .full(let cell):
            cell.forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
        case .reset(let cell):
            cell.forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
        case .lstm(let cell):
            cell.forward(input, window: window, parameters: parameters, state: &state, tape: &tape)
        }
    }

    func backward(
        _ input: LayerInput<Scalar>, outputGradient: [Scalar], window: Window, parameters: [Scalar],
        tape: inout Tape<Scalar>, gradients: inout [Scalar]
    ) -> [Scalar] {
        switch self {
        case .vanilla(let cell):
            cell.backward(
                input, outputGradient: outputGradient, window: window, parameters: parameters, tape: &tape,
                gradients: &gradients)
        case .simplified(let cell):
            cell.backward(
                input, outputGradient: outputGradient, window: window, parameters: parameters, tape: &tape,
                gradients: &gradients)
        case .full(let cell):
            cell.backward(
                input, outputGradient: outputGradient, window: window, parameters: parameters, tape: &tape,
                gradients: &gradients)
        case .reset(let cell):
            cell.backward(
                input, outputGradient: outputGradient, window: window, parameters: parameters, tape: &tape,
                gradients: &gradients)
        case .lstm(let cell):
            cell.backward(
                input, outputGradient: outputGradient, window: window, parameters: parameters, tape: &tape,
                gradients: &gradients)
        }
    }
}
