package import Jazz
package import Recurrent
package import Numerics

/// Bass lines, from which a network learns to walk.
package struct BassLesson: Lesson {
    package typealias Refusal = BassRefusal

    package let corpus: BassCorpus

    package static let form = ModelForm.bass

    package static let recipe = LessonRecipe(
        window: 64, epochs: 16, fewestUpdates: 600, learningRate: 3e-3, continuedLearningRate: 1e-3, dropout: 0.4,
        hiddenSize: 64, smallerSizes: [(5_000, 24), (30_000, 48)], hiddenSizes: 8...512)

    package init(_ corpus: BassCorpus) {
        self.corpus = corpus
    }

    package static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> BassLesson {
        do throws(MIDIFolderError) {
            return BassLesson(try BassCorpus.read(folder: path, onFile: onItem))
        } catch {
            throw .folder(error)
        }
    }

    package static func paths(at path: String) throws(LessonError) -> [String] { try .ofMIDIFiles(in: path) }

    package var music: [BassLine] { corpus.music }
    package var outcomes: [LessonOutcome<BassRefusal>] { corpus.outcomes }
    /// The beats on which a bass sounds.
    package var size: Int { corpus.size }

    package var groups: [[Int]] { Players.groups(music.map(\.name)) }
    package func weight(of index: Int) -> Int { music[index].noteCount }

    /// Whole bands are held out; of one band's lines the ends.
    package func split(using generator: inout Xoshiro256StarStar) -> MusicSplit {
        var groups = groups
        guard groups.count > 1 else { return MusicSplit(cutting: music.count) }
        groups.shuffleOnce(using: &generator)
        return MusicSplit(groups, wanted: MusicSplit.fraction * Double(size), weight: weight)
    }

    package func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence { music[index].encoded() }

    /// Cuts the line itself: its first part knows nothing of the changes of the second.
    package func cut(_ index: Int, heldOut fraction: Double) -> (training: TokenSequence, validation: TokenSequence) {
        let line = music[index]
        let cut = line.pitches.count - Int(Double(line.pitches.count) * fraction)
        return (line[0..<cut].encoded(), line[cut..<line.pitches.count].encoded())
    }

    package func report(_ network: Network, on data: LessonData, unless shouldStop: () -> Bool) -> BitsPerBeat? {
        BitsPerBeat(network: network, lines: data.validation, unless: shouldStop)
    }
}

extension BitsPerBeat: LessonReport {}
