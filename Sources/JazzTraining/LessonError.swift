package import Jazz

/// Why something cannot be learned from, or a model not be used.
package enum LessonError: Error, Equatable, Sendable {
    /// The folder gives nothing to read.
    case folder(MIDIFolderError)
    /// There is no file.
    case missing(file: String)
    /// The file cannot be read.
    case unreadable(file: String)
    /// The file has more bytes than are read.
    case tooLarge(file: String, limit: Int)
    /// Nothing can be held out.
    case tooLittle(path: String)
    /// There are fewer players or titles than parts.
    case tooFewGroups(found: Int, needed: Int)
    /// The model does not say how it encodes music.
    case noEncoding(file: String, maker: String)
    /// It encodes music in another way.
    case otherEncoding(file: String, found: String, needed: String, maker: String)
    /// Its network has other inputs or outputs than the encoding.
    case otherNetwork(file: String, encoding: String, maker: String)
    /// Its index of what it learned from cannot be read.
    case damagedCopies(file: String, maker: String)
    /// What it knows of the players it learned from cannot be read.
    case damagedManners(file: String, maker: String)

    /// Whether there is nothing at the path, or nothing that may be read.
    package var isMissing: Bool {
        switch self {
        case .folder(let error): error.isMissing
        case .missing, .unreadable: true
        default: false
        }
    }
}

extension LessonError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folder(let error): error.description
        case .missing(let file): "\(file): no such file"
        case .unreadable(let file): "\(file): cannot be read; is it a file, and readable?"
        case .tooLarge(let file, let limit):
            "\(file): more than \(limit >> 20) MiB are too many for progressions; is it a file of them?"
        case .tooLittle(let path): "\(path): one tune is too few; some hundred are needed"
        case .tooFewGroups(let found, let needed):
            "there are \(found) players or titles to hold out, fewer than \(needed) parts; choose fewer --folds"
        case .noEncoding(let file, let maker):
            "\(file): it does not say how it encodes music; train it again with \(maker)"
        case .otherEncoding(let file, let found, let needed, let maker):
            "\(file): it encodes music as \(found), this jazz needs \(needed); train it again with \(maker)"
        case .otherNetwork(let file, let encoding, let maker):
            "\(file): its network has other inputs or outputs than \(encoding); train it again with \(maker)"
        case .damagedCopies(let file, let maker):
            "\(file): its index of what it learned from is damaged; train it again with \(maker)"
        case .damagedManners(let file, let maker):
            "\(file): what it knows of its players' manners is damaged; train it again with \(maker)"
        }
    }
}
