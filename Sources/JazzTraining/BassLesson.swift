public import Jazz
public import Recurrent
public import Numerics

/// Bass lines, from which a network learns to walk.
public struct BassLesson: Lesson {
    public typealias Refusal = BassRefusal

    public let corpus: BassCorpus

    public static let form = ModelForm.bass

    public static let recipe = LessonRecipe(
        window: 64, epochs: 16, fewestUpdates: 600, learningRate: 3e-3, continuedLearningRate: 1e-3, dropout: 0.4,
        hiddenSize: 64, smallerSizes: [(5_000, 24), (30_000, 48)], hiddenSizes: 8...512)

    public init(_ corpus: BassCorpus) {
        self.corpus = corpus
    }

    public static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> BassLesson {
        do throws(MIDIFolderError) {
            return BassLesson(try BassCorpus.read(folder: path, onFile: onItem))
        } catch {
            throw .folder(error)
        }
    }

    public var music: [Walk] { corpus.music }
    public var paths: [String] { corpus.files.map { corpus.folder + "/" + $0.path } }
    public var outcomes: [LessonOutcome<BassRefusal>] { corpus.outcomes }
    /// The beats on which a bass sounds.
    public var size: Int { corpus.size }

    public var groups: [[Int]] { Players.groups(music.map(\.name)) }
    public func weight(of index: Int) -> Int { music[index].noteCount }

    /// Whole bands are held out; of one band's lines the ends.
    public func split(using generator: inout Xoshiro256StarStar) -> MusicSplit {
        var groups = groups
        guard groups.count > 1 else { return MusicSplit(cutting: music.count) }
        groups.shuffleOnce(using: &generator)
        return MusicSplit(groups, wanted: MusicSplit.share * Double(size), weight: weight)
    }

    public func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence { music[index].encoded() }

    /// Cuts the line itself: its first part knows nothing of the changes of the second.
    public func cut(_ index: Int, heldOut share: Double) -> (training: TokenSequence, validation: TokenSequence) {
        let line = music[index]
        let cut = line.pitches.count - Int(Double(line.pitches.count) * share)
        return (line[0..<cut].encoded(), line[cut..<line.pitches.count].encoded())
    }

    public func report(_ network: Network, on data: LessonData) -> BitsPerBeat {
        BitsPerBeat(network: network, lines: data.validation)
    }
}

extension BitsPerBeat: LessonReport {}
