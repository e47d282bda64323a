public import Files

/// Why a model file could not be read or written.
public enum ModelFileError: Error, Equatable, Sendable {
    /// The file does not exist.
    case missing(file: String)
    /// The operating system refused to read the file; `code` is its `errno`.
    case unreadable(file: String, code: Int32)
    /// The path names a directory, a device or a pipe.
    case notAFile(file: String)
    /// The file is larger than any model this program makes; sizes in bytes.
    case tooLarge(file: String, size: Int, limit: Int)
    /// The bytes do not follow the safetensors format, or contradict themselves.
    case malformed(file: String, offset: Int, flaw: Flaw)
    /// The metadata lacks the entry `key` that every model carries.
    case missingMetadata(file: String, key: String)
    /// A metadata entry cannot be understood; `offset` counts bytes within that entry.
    case badMetadata(file: String, key: String, offset: Int, flaw: Flaw)
    /// The model is intact, but of another kind.
    case wrongKind(file: String, found: String, needed: String)
    /// The configuration describes a network that cannot be built.
    case badConfiguration(file: String, reason: String)
    /// The vocabulary does not have one entry for each output of the network.
    case vocabularySize(file: String, found: Int, expected: Int)
    /// The network described by the configuration has this tensor, the file has not.
    case missingTensor(file: String, tensor: String)
    /// The file has this tensor, the network described by the configuration has not.
    case unexpectedTensor(file: String, tensor: String)
    /// A tensor has another shape than the configuration demands.
    case wrongShape(file: String, tensor: String, found: [Int], expected: [Int])
    /// A weight is infinite or not a number; `index` counts elements in row-major order.
    case notFinite(file: String, tensor: String, index: Int)
    /// A PyTorch state cannot become a network, or a network no such state.
    case misfit(file: String, Misfit)
    /// The tensors or metadata to be written cannot be represented in the format.
    case cannotEncode(flaw: Flaw)
    /// The file could not be written.
    case cannotWrite(FileWriteError)
}

extension ModelFileError {
    /// What is wrong with the bytes at one place of a file.
    public enum Flaw: Error, Equatable, Sendable {
        /// The file ends within the eight bytes that hold the header's length.
        case noHeaderLength(fileSize: Int)
        /// The header's length reaches beyond the end of the file.
        case headerBeyondEnd(length: UInt64, available: Int)
        /// The header's length exceeds the format's limit.
        case headerTooLong(length: UInt64, limit: Int)
        /// JSON of another form was expected here.
        case unexpected(found: String, expected: String)
        /// A string is not valid UTF-8, or holds a lone surrogate.
        case badString
        /// An integer or number does not fit the machine's type.
        case numberOutOfRange
        /// Arrays or objects are nested too deeply.
        case tooDeep(limit: Int)
        /// A key occurs twice in one object.
        case duplicateKey(String)
        /// A required key is absent.
        case missingKey(String)
        /// A key has no meaning here.
        case unknownKey(String)
        /// The element type is not one of F32, F16, BF16 and F64.
        case unsupportedType(tensor: String, type: String)
        /// A shape has more dimensions than any tensor of ours.
        case tooManyDimensions(tensor: String, limit: Int)
        /// The product of the shape overflows.
        case shapeOverflow(tensor: String)
        /// The byte range does not have the length that shape and type demand.
        case rangeLength(tensor: String, found: Int, expected: Int)
        /// A range's end lies before its start.
        case backwardRange(tensor: String, start: Int, end: Int)
        /// A range reaches beyond the end of the file.
        case rangeBeyondEnd(tensor: String, end: Int, available: Int)
        /// Two tensors share bytes.
        case overlap(tensor: String, with: String)
        /// Bytes before this tensor belong to none.
        case gap(tensor: String, bytes: Int)
        /// Bytes at the end of the file belong to no tensor.
        case trailingBytes(Int)
        /// A tensor's number of values does not match its shape.
        case valueCount(tensor: String, found: Int, expected: Int)
        /// A finite value overflows the element type it should be stored as.
        case overflow(tensor: String, index: Int, value: Float, type: String)
        /// A name or key is reserved by the format.
        case reservedName(String)
    }
}

extension ModelFileError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let file):
            "\(file): no such file; check the path of the model"
        case .unreadable(let file, let code):
            "\(file): cannot be read: \(systemMessage(code))"
        case .notAFile(let file):
            "\(file): is not a regular file; name a model file"
        case .tooLarge(let file, let size, let limit):
            "\(file): has \(size) bytes, more than the \(limit) a model may have"
        case .malformed(let file, let offset, let flaw):
            "\(file): not a valid safetensors file: \(flaw) (at byte \(offset))"
        case .missingMetadata(let file, let key):
            "\(file): its metadata has no \(shown(key)); it was not saved as a model of this program"
        case .badMetadata(let file, let key, let offset, let flaw):
            "\(file): its metadata \(shown(key)) cannot be read: \(flaw) (at byte \(offset) of the entry)"
        case .wrongKind(let file, let found, let needed):
            "\(file) holds a \(plain(found)) model; a \(plain(needed)) model is needed here"
        case .badConfiguration(let file, let reason):
            "\(file): its configuration describes no possible network: \(reason)"
        case .vocabularySize(let file, let found, let expected):
            "\(file): its vocabulary has \(found) entries, its network \(expected) outputs"
        case .missingTensor(let file, let tensor):
            "\(file): has no tensor \(shown(tensor)), which its configuration demands"
        case .unexpectedTensor(let file, let tensor):
            "\(file): has a tensor \(shown(tensor)), which its configuration does not know"
        case .wrongShape(let file, let tensor, let found, let expected):
            "\(file): tensor \(shown(tensor)) has shape \(found), its configuration demands \(expected)"
        case .notFinite(let file, let tensor, let index):
            "\(file): tensor \(shown(tensor)) has a weight that is not a finite number (element \(index))"
        case .misfit(let file, let misfit):
            "\(file): \(misfit)"
        case .cannotEncode(let flaw):
            "the model cannot be stored: \(flaw)"
        case .cannotWrite(let error):
            error.description
        }
    }
}

extension ModelFileError.Flaw: CustomStringConvertible {
    /// The flaw in words, without its place.
    public var description: String {
        switch self {
        case .noHeaderLength(let size):
            "the file has \(size) bytes, too few for a header"
        case .headerBeyondEnd(let length, let available):
            "the header should have \(length) bytes, but only \(available) follow"
        case .headerTooLong(let length, let limit):
            "the header should have \(length) bytes, more than the \(limit) allowed"
        case .unexpected(let found, let expected):
            "found \(found) where \(expected) was expected"
        case .badString:
            "a string is not valid Unicode"
        case .numberOutOfRange:
            "a number is out of range"
        case .tooDeep(let limit):
            "values are nested more than \(limit) deep"
        case .duplicateKey(let key):
            "the key \(shown(key)) occurs twice"
        case .missingKey(let key):
            "the key \(shown(key)) is missing"
        case .unknownKey(let key):
            "the key \(shown(key)) is unknown"
        case .unsupportedType(let tensor, let type):
            "tensor \(shown(tensor)) has type \(shown(type)); F32, F16, BF16 and F64 can be read"
        case .tooManyDimensions(let tensor, let limit):
            "tensor \(shown(tensor)) has more than \(limit) dimensions"
        case .shapeOverflow(let tensor):
            "the shape of tensor \(shown(tensor)) has more elements than can be counted"
        case .rangeLength(let tensor, let found, let expected):
            "tensor \(shown(tensor)) occupies \(found) bytes, but its shape and type need \(expected)"
        case .backwardRange(let tensor, let start, let end):
            "tensor \(shown(tensor)) starts at \(start) and ends before it, at \(end)"
        case .rangeBeyondEnd(let tensor, let end, let available):
            "tensor \(shown(tensor)) ends at \(end), but the file has only \(available) bytes of data"
        case .overlap(let tensor, let other):
            "tensor \(shown(tensor)) overlaps tensor \(shown(other))"
        case .gap(let tensor, let bytes):
            "the \(bytes) bytes before tensor \(shown(tensor)) belong to no tensor"
        case .trailingBytes(let count):
            "the last \(count) bytes belong to no tensor"
        case .valueCount(let tensor, let found, let expected):
            "tensor \(shown(tensor)) has \(found) values, but its shape needs \(expected)"
        case .overflow(let tensor, let index, let value, let type):
            "element \(index) of tensor \(shown(tensor)), \(value), is too large for \(type); store it as F32"
        case .reservedName(let name):
            "the name \(shown(name)) is reserved"
        }
    }
}

/// The text without control characters and of bounded length: a hostile file must not fill the terminal.
func plain(_ text: String) -> String {
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == 60 { return result + "…" }
        result += scalar.escaped
    }
    return result
}

func shown(_ text: String) -> String {
    "\"\(plain(text))\""
}
