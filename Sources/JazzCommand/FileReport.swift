import Commands
import Jazz
import JazzTraining
import MIDI
import ModelFile
import Numerics
import Terminal

/// What became of the files of a folder, or the lines of a file: of each kind of outcome the first few by name, and how many more there are.
struct FileReport {
    /// Files that fared alike.
    struct Kind: Equatable {
        /// What is said of one file, and of several.
        let one: String
        let many: String
        /// What to do about it.
        var advice = ""
        var isUsed = false

        func of(_ count: Int) -> String { "\(count) \(count == 1 ? one : many)" }
        func ofMore(_ count: Int) -> String { "\(count) more \(count == 1 ? one : many)" }
    }

    /// The files of a kind that are named before the rest are counted.
    private static let named = 3

    /// What is told of, such as "MIDI file".
    private let item: String
    private var groups: [(kind: Kind, lines: [String])] = []

    init(of item: String) {
        self.item = item
    }

    mutating func add(_ path: String, _ kind: Kind, _ text: String) {
        let line = "\(path): \(text)"
        if let index = groups.firstIndex(where: { $0.kind == kind }) {
            groups[index].lines.append(line)
        } else {
            groups.append((kind, [line]))
        }
    }

    /// The number of files used.
    var used: Int { groups.reduce(0) { $0 + ($1.kind.isUsed ? $1.lines.count : 0) } }

    /// The number of files of a kind.
    func count(_ kind: Kind) -> Int { groups.first { $0.kind == kind }?.lines.count ?? 0 }

    /// The kinds, those used first, then by the number of files.
    private var ordered: [(kind: Kind, lines: [String])] {
        groups.enumerated().sorted { one, other in
            if one.element.kind.isUsed != other.element.kind.isUsed { return one.element.kind.isUsed }
            let (few, many) = (one.element.lines.count, other.element.lines.count)
            return few != many ? few > many : one.offset < other.offset
        }.map(\.element)
    }

    /// Says what became of the files; of those refused even on a quiet console: nothing may be left out unnoticed.
    func tell(_ console: inout Console, isVerbose: Bool) {
        var isCut = false
        for group in ordered {
            // A single file more is as soon named as counted.
            let isWhole = isVerbose || group.lines.count <= Self.named + 1
            for line in isWhole ? group.lines[...] : group.lines.prefix(Self.named) {
                console.note(line, always: !group.kind.isUsed)
            }
            guard !isWhole else { continue }
            isCut = true
            console.note(
                "and \(group.kind.ofMore(group.lines.count - Self.named))", always: !group.kind.isUsed)
        }
        if isCut { console.note("--verbose names every \(item == "MIDI file" ? "file" : item)") }
    }

    /// Why none of the files is used: `none of its 15 MIDI files can be learned from: 12 have drums only, 3 are broken …`,
    /// with advice for the most of them.
    var refusal: String {
        let refused = ordered.filter { !$0.kind.isUsed }
        let count = refused.reduce(0) { $0 + $1.lines.count }
        var text =
            if count == 1 {
                "its only \(item) cannot be learned from: it " + refused.map(\.kind.one).joined()
            } else {
                "none of its \(count) \(item)s can be learned from: "
                    + refused.map { $0.kind.of($0.lines.count) }.joined(separator: ", ")
            }
        if let advice = refused.first?.kind.advice, !advice.isEmpty { text += "; \(advice)" }
        return text
    }
}

extension FileReport.Kind {
    static let marked = Self(one: "is used, chords as marked", many: "are used, chords as marked", isUsed: true)
    static let estimated = Self(one: "is used, chords estimated", many: "are used, chords estimated", isUsed: true)
    static let chordless = Self(one: "is used, but without chords", many: "are used, but without chords", isUsed: true)

    static let unmarked = Self(
        one: "has no chords as markers", many: "have no chords as markers",
        advice: "write the chords into the file as markers")
    static let twin = Self(
        one: "has the same notes as another", many: "have the same notes as others",
        advice: "one of each is enough")
    static let performance = Self(one: "is used", many: "are used", isUsed: true)
    static let tune = Self(one: "is used", many: "are used", isUsed: true)
    static let noTune = Self(
        one: "is no progression", many: "are no progressions", advice: "jazz train-changes --help shows a line")
    static let broken = Self(
        one: "is broken or no MIDI file", many: "are broken or no MIDI files",
        advice: "export again, as a Standard MIDI File, from the program that made it")
    static let irregular = Self(
        one: "is a pipe or a device", many: "are pipes or devices", advice: "take it out of the folder")
    static let closed = Self(one: "cannot be opened", many: "cannot be opened", advice: "check the permissions")
    static let drums = Self(
        one: "has drums only", many: "have drums only",
        advice: "there is no melody to learn; jazz train-drums learns from drums")
    static let silent = Self(one: "has no notes", many: "have no notes", advice: "name a folder of music")
    static let short = Self(
        one: "has no line of \(SoloReader.fewestNotes) notes", many: "have no line of \(SoloReader.fewestNotes) notes",
        advice: "that is too short to learn from")
    static let chordal = Self(
        one: "plays chords throughout", many: "play chords throughout",
        advice: "put the melody on a track of its own, named lead")
    static let leadless = Self(
        one: "has no lead beside the bass", many: "have no lead beside the bass",
        advice: "put the melody on a track of its own, named lead; jazz train-bass learns from the bass")
    static let bassless = Self(
        one: "has no bass", many: "have no bass", advice: "put the bass on a track of its own, named bass")
    static let bassShort = Self(one: "has too short a bass", many: "have too short a bass")
    static let unnamed = Self(
        one: "has another name than performances have", many: "have other names than performances have",
        advice: "name them like drummer1_jazz_120_beat_4-4.mid")
    static let undrummed = Self(one: "has no drums", many: "have no drums")
    static let foreign = Self(
        one: "is in a style that the band does not play", many: "are in styles that the band does not play")
    static let rideless = Self(
        one: "does not keep its time on the ride cymbal", many: "do not keep their time on the ride cymbal")
    static let fourBars = Self(one: "is shorter than four bars", many: "are shorter than four bars")
    static let metre = Self(
        one: "has a metre that cannot be counted", many: "have a metre that cannot be counted",
        advice: "metres such as 4/4, 3/4 and 6/8 can be")

    init(_ chords: ChordSource) {
        switch chords {
        case .markers: self = .marked
        case .estimated: self = .estimated
        case .none: self = .chordless
        }
    }

    init(_ error: MIDIError) {
        switch error {
        case .file(_, .notRegular): self = .irregular
        case .file: self = .closed
        default: self = .broken
        }
    }

    init(_ refusal: SoloRefusal) {
        switch refusal {
        case .unreadable(let error): self = Self(error)
        case .noPitchedNotes(let drums): self = drums ? .drums : .silent
        case .tooFewNotes: self = .short
        case .polyphonic: self = .chordal
        case .onlyBass: self = .leadless
        case .metre: self = .metre
        }
    }

    init(_ refusal: DrumRefusal) {
        switch refusal {
        case .unreadable(let error): self = Self(error)
        case .name: self = .unnamed
        case .silent: self = .undrummed
        case .style: self = .foreign
        case .noRide: self = .rideless
        case .short: self = .fourBars
        }
    }

    init(_ refusal: BassRefusal) {
        switch refusal {
        case .unreadable(let error): self = Self(error)
        case .noBass: self = .bassless
        case .tooFewBeats: self = .bassShort
        case .metre: self = .metre
        }
    }
}

extension ChordSource {
    /// What is said of a file that was used.
    var words: String {
        switch self {
        case .markers: "chords as marked"
        case .estimated: "chords estimated from the other tracks"
        case .none: "but without chords: it has neither markers nor other tracks"
        }
    }
}

extension Console {
    /// Reads a folder of music and says how far it is.
    ///
    /// - Parameter read: Reads it, and calls what it is handed with how many of how many files are done.
    mutating func reading<Corpus>(
        _ read: (_ onFile: (Int, Int) -> Bool) throws(MIDIFolderError) -> Corpus
    ) throws(Failure) -> Corpus {
        defer { clear() }
        do throws(MIDIFolderError) {
            return try read { done, count in
                progress(
                    .init(
                        label: "reading", fraction: Double(done) / Double(max(1, count)),
                        details: ["\(done) of \(counted(count, "file"))"]))
                return true
            }
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
    }

    /// The solos of a folder.
    ///
    /// - Parameter model: A lead that learned from this folder: only those that it was measured by, not what it learned from.
    mutating func solos(of folder: String, heldOutBy model: Model?) throws(Failure) -> [Solo] {
        let corpus = try reading { onFile throws(MIDIFolderError) in
            try SoloCorpus.read(folder: folder, onFile: onFile)
        }
        guard let model else { return corpus.music }
        var random = Xoshiro256StarStar(seed: model.card.seed)
        let split = LeadLesson(corpus).split(using: &random)
        guard !split.isCut else {
            throw Failure(.data, "\(folder): of so few solos none is held out; leave --held-out away")
        }
        return split.validation.map { corpus.music[$0] }
    }
}
