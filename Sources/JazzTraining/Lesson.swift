import Jazz
package import ModelFile
package import Recurrent
package import Numerics
import Training

/// What one kind of network learns from, and how: the lead from solos, the bass from lines, changes from tunes.
///
/// A lesson is read, divided with ``split(using:)`` or ``split(fold:of:)``, and learned by a ``LessonRun``, whose network
/// ``measured(_:on:)`` says how well it predicts what was held out.
package protocol Lesson: Sendable {
    /// A piece of music as it is read.
    associatedtype Music: Sendable
    /// Why a file or a line gives nothing to learn.
    associatedtype Refusal: Error, Sendable, CustomStringConvertible
    /// How well pieces that were held out are predicted.
    associatedtype Report: LessonReport

    /// The models that it makes.
    static var form: ModelForm { get }
    /// How it is learned where nothing else is asked for.
    static var recipe: LessonRecipe { get }

    /// Reads what is at a path.
    ///
    /// - Parameter onItem: Called after each file or line with how many are done and how many there are; returning false
    ///   stops.
    /// - Throws: `LessonError` where there is nothing to read.
    static func read(_ path: String, onItem: (_ done: Int, _ count: Int) -> Bool) throws(LessonError) -> Self

    /// The files that would be read there, which takes no time.
    ///
    /// - Throws: `LessonError` where there is nothing to read.
    static func paths(at path: String) throws(LessonError) -> [String]

    /// What can be learned, in the order in which it was read.
    var music: [Music] { get }
    /// What became of each file or line, in the order in which they were read.
    var outcomes: [LessonOutcome<Refusal>] { get }
    /// How much there is to learn, by which the size of a new network is chosen.
    var size: Int { get }

    /// The indices of the music, grouped by what has to be held out together.
    var groups: [[Int]] { get }
    /// How much a piece counts in a fraction of the whole.
    func weight(of index: Int) -> Int
    /// Divides the music; about a tenth is held out.
    ///
    /// - Throws: `LessonError.tooLittle` where nothing can be held out.
    func split(using generator: inout Xoshiro256StarStar) throws(LessonError) -> MusicSplit
    /// The lesson as a model is taught it that learned before.
    func continuing(_ model: Model) -> Self
    /// A piece as the network is taught it.
    ///
    /// - Parameter isHeldOut: Then nothing of what is to be predicted is given away.
    func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence
    /// A piece of which the end is held out, as two sequences.
    func cut(_ index: Int, heldOut fraction: Double) -> (training: TokenSequence, validation: TokenSequence)

    /// Measures a network on the sequences held out; nil once `shouldStop` is true.
    func report(_ network: Network, on data: LessonData, unless shouldStop: () -> Bool) -> Report?
}

/// How well held-out music is predicted.
package protocol LessonReport: Sendable {
    /// The mean of several, each counting by how much it measured.
    init(mean parts: [Self])
}

/// What became of a file or a line.
package struct LessonOutcome<Refusal: Sendable>: Sendable {
    /// What was made of it.
    package enum Kind: Sendable {
        /// So much was learned from it; see `MIDICorpus.Outcome`.
        case used(LessonUse)
        case refused(Refusal)
        case duplicate(of: String)
    }

    /// The file's path, or the line's number.
    package var name: String
    package var kind: Kind
}

extension Lesson {
    /// One of `count` divisions that together hold out everything once, by whole groups.
    ///
    /// - Throws: `LessonError.tooFewGroups`.
    package func split(fold: Int, of count: Int) throws(LessonError) -> MusicSplit {
        let groups = groups
        guard groups.count >= count else { throw .tooFewGroups(found: groups.count, needed: count) }
        return MusicSplit(groups, fold: fold, of: count, among: music.count, weight: weight)
    }

    package func continuing(_ model: Model) -> Self { self }

    /// The sequences of a division.
    package func data(_ split: MusicSplit) -> LessonData {
        var data = LessonData(split: split, training: [], validation: [])
        if split.isCut {
            for index in split.training {
                let (training, validation) = cut(index, heldOut: MusicSplit.fraction)
                data.training.append(training)
                data.validation.append(validation)
            }
        } else {
            data.training = split.training.map { encoded($0, isHeldOut: false) }
            data.validation = split.validation.map { encoded($0, isHeldOut: true) }
        }
        return data
    }

    /// Cuts the sequences.
    package func cut(_ index: Int, heldOut fraction: Double) -> (training: TokenSequence, validation: TokenSequence) {
        let learned = encoded(index, isHeldOut: false)
        let held = encoded(index, isHeldOut: true)
        let steps = learned.targets.count
        guard steps > 0 else { return (learned, held) }
        let fields = learned.inputs.count / steps
        let cut = steps - Int(Double(steps) * fraction)
        return (
            TokenSequence(inputs: Array(learned.inputs[..<(cut * fields)]), targets: Array(learned.targets[..<cut])),
            TokenSequence(inputs: Array(held.inputs[(cut * fields)...]), targets: Array(held.targets[cut...]))
        )
    }
}

/// What a network learns from and is measured by.
package struct LessonData: Sendable {
    package var split: MusicSplit
    package var training: [TokenSequence]
    package var validation: [TokenSequence]
}

extension [String] {
    /// The MIDI files of a folder.
    ///
    /// - Throws: `LessonError.folder`.
    static func ofMIDIFiles(in folder: String) throws(LessonError) -> [String] {
        do throws(MIDIFolderError) {
            return try MIDIFolder.files(in: folder).map { folder + "/" + $0 }
        } catch {
            throw .folder(error)
        }
    }
}
