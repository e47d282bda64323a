import Files
package import Jazz
package import Recurrent
package import Numerics

/// Tunes, from whose progressions a network learns to invent changes.
package struct ChangesLesson: Lesson {
    package let corpus: ChangesCorpus
    /// The file that it was read from.
    package let path: String

    package static let form = ModelForm.changes

    package static let recipe = LessonRecipe(
        window: 128, epochs: 30, learningRate: 6e-3, continuedLearningRate: 2e-3, dropout: 0.4, weightDrop: 0.4,
        hiddenSize: 112, hiddenSizes: 8...512)

    /// A longer file, in bytes, is not read: all the standards there are take a hundredth of it.
    private static let longestFile = 256 << 20

    package init(_ corpus: ChangesCorpus, path: String) {
        self.corpus = corpus
        self.path = path
    }

    /// Reads a file with a tune a line; see ``ChangesCorpus``.
    package static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> ChangesLesson {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileSystem.contents(of: path, limit: longestFile, onlyFiles: false)
        } catch {
            switch error {
            case .missing: throw .missing(file: path)
            case .tooLarge: throw .tooLarge(file: path, limit: longestFile)
            default: throw .unreadable(file: path)
            }
        }
        return ChangesLesson(ChangesCorpus(bytes, onLine: onItem), path: path)
    }

    package static func paths(at path: String) throws(LessonError) -> [String] { [path] }

    package var music: [ProgressionTune] { corpus.tunes }
    package var outcomes: [LessonOutcome<ChangesRefusal>] { corpus.outcomes }
    /// The tunes.
    package var size: Int { music.count }

    /// Versions of one title are held out together.
    package var groups: [[Int]] { music.placesGrouped { $0.title.isEmpty ? nil : $0.title.lowercased() } }

    package func weight(of index: Int) -> Int { 1 }

    package func split(using generator: inout Xoshiro256StarStar) throws(LessonError) -> MusicSplit {
        var groups = groups
        guard groups.count > 1 else { throw .tooLittle(path: path) }
        groups.shuffleOnce(using: &generator)
        return MusicSplit(
            groups, wanted: max(1, (Double(size) * MusicSplit.fraction).rounded()), weight: weight)
    }

    package func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence { music[index].encoded() }

    package func report(_ network: Network, on data: LessonData, unless shouldStop: () -> Bool) -> ChangesReport? {
        guard let loss = ProgressionLoss(network: network, tunes: data.validation, unless: shouldStop) else {
            return nil
        }
        let held = data.split.validation.map { music[$0] }
        let counts = ProgressionBaseline(data.split.training.map { music[$0] })
        return ChangesReport(
            network: loss,
            counts: (0...2).map { counts.loss(held, history: $0) })
    }
}

/// How well held-out tunes are predicted, by the network and by counts of chords in a row.
package struct ChangesReport: LessonReport {
    package var network: ProgressionLoss
    /// Nats a chord by counts of single chords, pairs and triples.
    package var counts: [Double]

    package init(network: ProgressionLoss, counts: [Double]) {
        self.network = network
        self.counts = counts
    }

    package init(mean parts: [ChangesReport]) {
        network = ProgressionLoss(mean: parts.map(\.network))
        let chords = Double(max(1, network.chords))
        counts = (0...2).map { order in
            parts.reduce(0) { $0 + $1.counts[order] * Double($1.network.chords) } / chords
        }
    }
}
