import Commands
import Prose
import Terminal

/// What each text has copied from the corpus, told when all are written.
struct CopyReport {
    private let index: PassageIndex
    private let corpus: Corpus
    private var meters: [Int: CopyMeter] = [:]
    /// The longest copied passage of each text that is over.
    private var found: [(number: Int, count: Int, text: String, place: Int)] = []
    private let opening: String

    /// The most texts that are told of one by one.
    private static let mostTold = 20
    /// The most characters of a passage that are shown.
    private static let longestShown = 60

    init(_ index: PassageIndex, _ corpus: Corpus, opening: String) {
        self.index = index
        self.corpus = corpus
        self.opening = opening
    }

    mutating func add(_ scalar: Unicode.Scalar, to number: Int) {
        if meters[number] == nil { meters[number] = begun() }
        meters[number]?.add(scalar)
    }

    mutating func end(_ number: Int) {
        let meter = meters.removeValue(forKey: number) ?? begun()
        found.append((number, meter.longestCount, meter.longest.text, meter.longest.place))
    }

    private func begun() -> CopyMeter {
        var meter = CopyMeter(index)
        for scalar in opening.unicodeScalars { meter.add(scalar) }
        return meter
    }

    func tell(_ console: inout Console) {
        let longest = found.max { ($0.count, $1.number) < ($1.count, $0.number) }
        let told = found.count <= Self.mostTold ? found.sorted { $0.number < $1.number } : longest.map { [$0] } ?? []
        for text in told {
            let name = found.count == 1 ? "" : "text \(text.number + 1): "
            guard text.count > 0 else {
                console.note("\(name)nothing of it stands in the corpus")
                continue
            }
            let shown = text.text.unicodeScalars.prefix(Self.longestShown)
            let passage = String(String.UnicodeScalarView(shown)) + (shown.count < text.count ? "…" : "")
            console.note(
                "\(name)longest copied passage \(counted(text.count, "character")), from line "
                    + "\(NumberText.grouped(corpus.line(of: text.place))) of \(corpus.name): \(passage.debugDescription)"
            )
        }
    }
}
