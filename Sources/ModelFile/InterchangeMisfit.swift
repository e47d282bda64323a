extension ModelFileError {
    /// Why a PyTorch state and the networks of this program do not fit each other.
    public enum Misfit: Error, Equatable, Sendable {
        /// No tensor has the name of a recurrent layer's.
        case noRecurrentLayer
        /// There are several recurrent modules, of these names.
        case severalModules([String])
        /// A tensor of the backward half of a bidirectional layer.
        case bidirectional(tensor: String)
        /// A tensor of a projection (`proj_size`).
        case projection(tensor: String)
        /// A tensor that the others demand is not there; an expected size of nil may be any.
        case missing(tensor: String, expected: [Int?])
        /// A tensor has another shape than the others demand; an expected size of nil may be any.
        case shape(tensor: String, found: [Int], expected: [Int?])
        /// The rows of the recurrent weights are those of no kind of layer.
        case rows(tensor: String, found: [Int])
        /// A tensor has no element.
        case empty(tensor: String, found: [Int])
        /// A tensor belongs to none of the modules that can be read.
        case unknown(tensor: String, found: [Int])
        /// No module is the last, linear one; what it reads.
        case noLinear(hidden: Int)
        /// Several modules may be the linear one.
        case severalLinear([String])
        /// Several modules may be the embedding.
        case severalEmbeddings([String])
        /// The network has no more tokens to read than to write, or the other way round.
        case tokens(inputs: Int, outputs: Int)
        /// PyTorch has no such cell.
        case cell(String)
        /// The network reads several ids a step.
        case fields(Int)
        /// A vocabulary cannot be understood; the number of tokens expected.
        case vocabulary(file: String, expected: Int)
        /// A vocabulary has a token twice, or one that is not a single character.
        case token(file: String, entry: Int, text: String)
    }
}

extension ModelFileError.Misfit: CustomStringConvertible {
    /// The misfit in words, without the state's name.
    public var description: String {
        switch self {
        case .noRecurrentLayer:
            "it has no tensor weight_hh_l0, and so no nn.LSTM, nn.GRU or nn.RNN; save the state_dict() of a module with one"
        case .severalModules(let names):
            "it has several recurrent modules (\(names.map(Self.module).joined(separator: ", "))); only one can be read, "
                + "of any number of layers"
        case .bidirectional(let tensor):
            "tensor \(shown(tensor)) is of a bidirectional layer, which cannot write a text from left to right"
        case .projection(let tensor):
            "tensor \(shown(tensor)) is of a projection (proj_size), which no network here has"
        case .missing(let tensor, let expected):
            "it has no tensor \(shown(tensor)) of shape \(Self.shape(expected))"
                + (tensor.contains("bias") ? "; modules without bias cannot be read" : "")
        case .shape(let tensor, let found, let expected):
            "tensor \(shown(tensor)) has shape \(found), the others demand \(Self.shape(expected))"
        case .rows(let tensor, let found):
            "tensor \(shown(tensor)) has shape \(found); with \(found[1]) units expected are "
                + "\([4 * found[1], found[1]]) (nn.LSTM), \([3 * found[1], found[1]]) (nn.GRU) or "
                + "\([found[1], found[1]]) (nn.RNN)"
        case .empty(let tensor, let found):
            "tensor \(shown(tensor)) of shape \(found) has no element"
        case .unknown(let tensor, let found):
            "tensor \(shown(tensor)) of shape \(found) is of no module that can be read: one nn.LSTM, nn.GRU or nn.RNN, "
                + "one nn.Linear after it, and an nn.Embedding or nothing before it"
        case .noLinear(let hidden):
            "it has no nn.Linear that reads \(hidden) units: no .weight of shape [V, \(hidden)] with a .bias of shape [V]"
        case .severalLinear(let names):
            "it has several linear modules (\(names.map(Self.module).joined(separator: ", "))); one is expected, after the "
                + "recurrent one"
        case .severalEmbeddings(let names):
            "it has several embeddings (\(names.map(Self.module).joined(separator: ", "))); one is expected"
        case .tokens(let inputs, let outputs):
            "it reads \(inputs) tokens and writes \(outputs); a model of text reads what it writes"
        case .cell(let name):
            "PyTorch has no module for the cell \(name); rnn, gru-pytorch and lstm can be exported"
        case .fields(let count):
            "it reads \(count) ids a step; networks that read one can be exported"
        case .vocabulary(let file, let expected):
            "\(plain(file)) is no vocabulary of \(expected) tokens: neither a JSON list of so many, nor an object from token "
                + "to id, nor so many characters, nor so many lines"
        case .token(let file, let entry, let text):
            "\(plain(file)): entry \(entry), \(shown(text)), is there twice or is not one character; models of words or "
                + "syllables cannot be read"
        }
    }

    private static func shape(_ sizes: [Int?]) -> String {
        "[\(sizes.map { $0.map { "\($0)" } ?? "any" }.joined(separator: ", "))]"
    }

    private static func module(_ name: String) -> String { shown(name) }
}
