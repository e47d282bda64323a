package import Jazz
package import ModelFile
package import Recurrent
package import Numerics

/// Solos, from which a network learns to improvise.
package struct LeadLesson: Lesson {
    package typealias Refusal = SoloRefusal

    package let corpus: SoloCorpus
    /// How the manners of the solos are distributed, in whose classes they are told.
    package private(set) var manners: MannerDistribution?
    private let windows: [[MannerDistribution.Window?]]

    package static let form = ModelForm.lead

    package static let recipe = LessonRecipe(
        window: 192, epochs: 20, fewestUpdates: 600, learningRate: 3e-3, continuedLearningRate: 1e-3, dropout: 0.5,
        hiddenSize: 160, smallerSizes: [(5_000, 32), (50_000, 96)], hiddenSizes: 8...1024,
        continuesShippedModel: true)

    /// With so many solos or fewer each is cut, its end held out; with more, whole solos are held out.
    private static let fewSolos = 4
    /// With fewer players than this, solos are held out rather than players.
    private static let fewPlayers = 10

    package init(_ corpus: SoloCorpus) {
        self.corpus = corpus
        windows = corpus.music.map(\.windows)
        manners = MannerDistribution(windows.joined().compactMap { $0 })
    }

    package func continuing(_ model: Model) -> LeadLesson {
        var lesson = self
        if let text = model.extra[Self.mannersKey], let learned = MannerDistribution(text: text) {
            lesson.manners = learned
        }
        return lesson
    }

    package static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> LeadLesson {
        do throws(MIDIFolderError) {
            return LeadLesson(try SoloCorpus.read(folder: path, onFile: onItem))
        } catch {
            throw .folder(error)
        }
    }

    package static func paths(at path: String) throws(LessonError) -> [String] { try .ofMIDIFiles(in: path) }

    package var music: [Solo] { corpus.music }
    package var outcomes: [LessonOutcome<SoloRefusal>] { corpus.outcomes }
    /// The notes.
    package var size: Int { corpus.size }

    package var groups: [[Int]] { Players.groups(music.map(\.name)) }
    package func weight(of index: Int) -> Int { music[index].notes.count }

    package func split(using generator: inout Xoshiro256StarStar) -> MusicSplit {
        guard music.count > Self.fewSolos else { return MusicSplit(cutting: music.count) }
        var groups = groups
        if groups.count < Self.fewPlayers { groups = music.indices.map { [$0] } }
        for index in groups.indices.dropFirst() {
            groups.swapAt(index, Int(generator.next() % UInt64(index + 1)))
        }
        return MusicSplit(groups, wanted: MusicSplit.fraction * Double(size), weight: weight).inOrder
    }

    package func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence {
        encoded(index, isHeldOut: isHeldOut, isBackward: false)
    }

    /// A solo as a network is taught it that reads forward or backward; both are told the same of it.
    func encoded(_ index: Int, isHeldOut: Bool, isBackward: Bool) -> TokenSequence {
        guard !isHeldOut else { return music[index].encoded(isBackward: isBackward) }
        return music[index].encoded(
            isBackward: isBackward, conditioned: Self.conditioned(index), manner: { told(ofWindow: $0, of: index) })
    }

    /// What the network is told of a window's manner: of one in five nothing, of the others each trait in seven cases of eight, so
    /// that it can do without any of them.
    private func told(ofWindow window: Int, of index: Int) -> [Int] {
        guard let manners, windows[index].indices.contains(window), let measured = windows[index][window] else {
            return []
        }
        var random = SplitMix64(seed: UInt64(index) << 32 | UInt64(window) << 16 | 0xFFFF)
        guard random.next() % 5 > 0 else { return [] }
        return manners.classes(of: measured).map { random.next() % 8 == 0 ? -1 : $0 }
    }

    package func report(_ network: Network, on data: LessonData, unless shouldStop: () -> Bool) -> BitsPerNote? {
        BitsPerNote(network: network, solos: data.validation, unless: shouldStop)
    }

    /// The metadata entry of a model that holds the manners of the players it learned from.
    package static let mannersKey = "manners"

    /// The manners of the players that a model learned from; nil where they were too few.
    ///
    /// - Throws: `LessonError.damagedManners`.
    package static func manners(of model: Model, name: String) throws(LessonError) -> MannerDistribution? {
        guard let text = model.extra[mannersKey] else { return nil }
        guard let manners = MannerDistribution(text: text) else { throw .damagedManners(file: name, maker: form.maker) }
        return manners
    }

    /// The metadata entry of a model that holds the index of the melodies it learned from.
    package static let copiesKey = "copies"

    /// The melodies that a model has learned and may not repeat.
    ///
    /// - Throws: `LessonError.damagedCopies`.
    package static func copies(of model: Model, name: String) throws(LessonError) -> CopyIndex {
        guard let text = model.extra[copiesKey] else { return CopyIndex() }
        guard let index = CopyIndex(text: text) else { throw .damagedCopies(file: name, maker: form.maker) }
        return index
    }

    /// Whether the network is told what the player did in a block of bars: of every second one, as a hash of the block
    /// decides. See ``LeadConditioning``.
    private static func conditioned(_ solo: Int) -> (Int) -> Bool {
        { block in
            var random = SplitMix64(seed: UInt64(solo) << 32 | UInt64(block))
            return random.next() >> 63 == 0
        }
    }
}

extension BitsPerNote: LessonReport {}
