package import Jazz
import MIDI
package import Numerics
package import Recurrent

/// Leads of players and leads that `jazz` made over the same changes, from which a network learns to tell them apart.
///
/// A lesson that was just read has the players' only; ``completed(with:)`` adds what was made.
package struct CriticLesson: Lesson {
    package typealias Refusal = SoloRefusal

    /// An excerpt of a lead.
    package struct Excerpt: Sendable {
        /// Over whose changes it was played or made: the player's file.
        package let name: String
        /// Whether `jazz` made it.
        package let isMade: Bool
        fileprivate let lead: Int
        fileprivate let notes: Range<Int>
    }

    /// A lead that excerpts are taken from.
    private struct Lead: Sendable {
        let line: MeasuredLine
        let tempo: Double
    }

    /// What a player played over, to have something made over it.
    package struct Occasion: Sendable {
        package let name: String
        package let chart: Chart
        /// Up to the last note.
        package let bars: Int
        package let tempo: Double
    }

    package let outcomes: [LessonOutcome<SoloRefusal>]
    package private(set) var music: [Excerpt] = []
    package private(set) var occasions: [Occasion] = []
    private var leads: [Lead] = []

    package static let form = ModelForm.critic

    package static let recipe = LessonRecipe(
        window: 256, epochs: 8, fewestUpdates: 300, learningRate: 3e-3, continuedLearningRate: 1e-3, dropout: 0.5,
        weightDrop: 0.2, hiddenSize: 64, smallerSizes: [(20_000, 24)], hiddenSizes: 8...512)

    /// The most bars that are made over an occasion.
    private static let mostBars = 128
    /// After so many notes, and twice and three times as many, it is asked who played.
    private static let askedEvery = 16

    private let path: String

    private init(path: String, outcomes: [LessonOutcome<SoloRefusal>]) {
        self.path = path
        self.outcomes = outcomes
    }

    package static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> CriticLesson {
        let corpus: SoloCorpus
        do throws(MIDIFolderError) {
            corpus = try SoloCorpus.read(folder: path, onFile: onItem)
        } catch {
            throw .folder(error)
        }
        var lesson = CriticLesson(path: path, outcomes: corpus.outcomes)
        for (name, outcome) in corpus.files {
            guard case .used = outcome, let file = try? MIDIFile.read("\(path)/\(name)", isFound: true),
                let lead = try? LeadLine(file), let last = lead.line.notes.last
            else { continue }
            lesson.add(lead.line, tempo: lead.tempo, name: name, isMade: false)
            guard let chart = (try? Chart(file)) ?? (try? Chart(estimating: file)) else { continue }
            let bar = Double(lead.line.ticksPerBeat) * lead.line.barBeats
            lesson.occasions.append(
                Occasion(
                    name: name, chart: chart, bars: min(mostBars, Int(Double(last.start) / bar) + 1),
                    tempo: min(max(lead.tempo, Ensemble.tempos.lowerBound), Ensemble.tempos.upperBound)))
        }
        return lesson
    }

    package static func paths(at path: String) throws(LessonError) -> [String] { try .ofMIDIFiles(in: path) }

    /// The same with a piece made over each occasion.
    ///
    /// - Parameter make: Makes one.
    package func completed(with make: (Occasion) throws -> Piece) rethrows -> CriticLesson {
        var lesson = self
        for occasion in occasions {
            let piece = try make(occasion)
            lesson.add(MeasuredLine(piece), tempo: piece.tempo, name: occasion.name, isMade: true)
        }
        return lesson
    }

    private mutating func add(_ line: MeasuredLine, tempo: Double, name: String, isMade: Bool) {
        music += Critic.excerpts(ofNotes: line.notes.count).map { notes in
            Excerpt(name: name, isMade: isMade, lead: leads.count, notes: notes)
        }
        leads.append(Lead(line: line, tempo: tempo))
    }

    /// The notes, each as often as it is in an excerpt.
    package var size: Int { music.reduce(0) { $0 + $1.notes.count } }

    /// With fewer tunes than this, files are held out rather than tunes.
    private static let fewTunes = 10

    /// By tune: what different players play over it, and what is made over it, is held out together.
    package var groups: [[Int]] {
        let byTune = music.placesGrouped { Self.tune(of: $0.name) }
        return byTune.count < Self.fewTunes ? music.placesGrouped(by: \.name) : byTune
    }

    /// What is played in a file: its name from the first underscore on, without what numbers its takes.
    package static func tune(of name: String) -> String {
        let file = name.split(separator: "/").last ?? ""
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        let title = stem.firstIndex(of: "_").map { stem[stem.index(after: $0)...] } ?? stem
        let numberless = title.lastIndex(of: "-").flatMap { dash in
            title[title.index(after: dash)...].allSatisfy(\.isNumber) ? title[..<dash] : nil
        }
        return String(numberless ?? title).lowercased()
    }

    package func weight(of index: Int) -> Int { music[index].notes.count }

    package func split(using generator: inout Xoshiro256StarStar) throws(LessonError) -> MusicSplit {
        var groups = groups
        guard groups.count > 1 else { throw .tooLittle(path: path) }
        groups.shuffleOnce(using: &generator)
        return MusicSplit(groups, wanted: MusicSplit.fraction * Double(size), weight: weight)
    }

    package func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence {
        let excerpt = music[index]
        let lead = leads[excerpt.lead]
        var random = Xoshiro256StarStar(seed: UInt64(index), sequence: 1)
        let answer: Int32 = excerpt.isMade ? 1 : 0
        // Asked at the end of excerpts of several lengths at once: what was read up to there is one of them.
        let targets = (1...excerpt.notes.count).map { count in
            count == excerpt.notes.count || count % Self.askedEvery == 0 ? answer : -1
        }
        return TokenSequence(
            inputs: CriticInput.ids(of: excerpt.notes, in: lead.line, tempo: lead.tempo, using: &random),
            targets: targets)
    }

    package func report(
        _ network: Network, on data: LessonData, unless shouldStop: () -> Bool
    ) -> CriticReport? {
        let engine = NetworkEngine(network.configuration)
        var judged: [(isMade: Bool, probability: Double)] = []
        for sequence in data.validation {
            guard let losses = engine.losses(of: sequence, network: network, unless: shouldStop),
                let loss = losses.last, let answer = sequence.targets.last
            else { return nil }
            let right = exponential(-loss)
            judged.append((answer == 1, answer == 1 ? right : 1 - right))
        }
        return CriticReport(judged)
    }
}

/// How well a critic tells leads that were held out from each other, by excerpts.
package struct CriticReport: LessonReport, Equatable {
    /// The probability that of a made and a played excerpt the made one is thought the likelier to be made; ½ of no excerpts.
    package let auc: Double
    /// The mean of the fractions of played and of made excerpts that are told rightly.
    package let accuracy: Double
    /// The mean probability of being made that played excerpts are given, and made ones.
    package let probability: (played: Double, made: Double)
    package let excerpts: Int

    /// - Parameter judged: Of each excerpt whether it was made, and how likely that was thought.
    package init(_ judged: [(isMade: Bool, probability: Double)]) {
        let (made, played) = (judged.filter(\.isMade), judged.filter { !$0.isMade })
        func mean(_ part: [(isMade: Bool, probability: Double)], _ value: (Double) -> Double) -> Double {
            part.isEmpty ? 0.5 : part.reduce(0) { $0 + value($1.probability) } / Double(part.count)
        }
        excerpts = judged.count
        auc = Self.auc(judged)
        accuracy = (mean(made) { $0 >= 0.5 ? 1 : 0 } + mean(played) { $0 < 0.5 ? 1 : 0 }) / 2
        probability = (mean(played) { $0 }, mean(made) { $0 })
    }

    package init(mean parts: [CriticReport]) {
        let count = parts.reduce(0) { $0 + $1.excerpts }
        func mean(_ value: (CriticReport) -> Double) -> Double {
            count == 0 ? 0.5 : parts.reduce(0) { $0 + value($1) * Double($1.excerpts) } / Double(count)
        }
        auc = mean(\.auc)
        accuracy = mean(\.accuracy)
        probability = (mean(\.probability.played), mean(\.probability.made))
        excerpts = count
    }

    /// By ranks (Mann and Whitney 1947); equals count half.
    private static func auc(_ judged: [(isMade: Bool, probability: Double)]) -> Double {
        let sorted = judged.sorted { $0.probability < $1.probability }
        let made = Double(judged.count { $0.isMade })
        let played = Double(judged.count) - made
        guard made > 0, played > 0 else { return 0.5 }
        var (wins, below, start) = (0.0, 0.0, 0)
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].probability == sorted[start].probability { end += 1 }
            let playedHere = Double(sorted[start..<end].count { !$0.isMade })
            wins += Double(sorted[start..<end].count { $0.isMade }) * (below + playedHere / 2)
            below += playedHere
            start = end
        }
        return wins / (made * played)
    }

    package static func == (one: CriticReport, other: CriticReport) -> Bool {
        one.auc == other.auc && one.accuracy == other.accuracy && one.probability == other.probability
            && one.excerpts == other.excerpts
    }
}
