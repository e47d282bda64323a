import Jazz
import Repertoire
import Terminal

/// What was scored, and how it is told.
struct ScoreReport {
    private(set) var files: [(path: String, score: FileScore)] = []
    /// How well the critic did on what it did not learn from, in words.
    let criticHeldOut: String?

    private static let labelWidth = 36
    private static let valueWidth = 8

    init(criticHeldOut: String? = nil) {
        self.criticHeldOut = criticHeldOut
    }

    mutating func add(_ path: String, _ score: FileScore) { files.append((path, score)) }

    /// Every file by itself.
    var filesText: String { files.map { text(of: $0.score, at: $0.path) }.joined(separator: "\n") }

    private func text(of score: FileScore, at path: String) -> String {
        let bands = score.bands
        var text = "\(path.shownInLine): \(Self.extent(of: score)), \(Self.words(score.lead.chords))\n"
        text += Self.metreNote(score.lead)
        text += padded("", Self.labelWidth) + rightAligned("here", Self.valueWidth)
        text += "   real solos in \(bands.windowBars) bars: p10, median, p90\n"
        var positions: [RealBands.Position] = []
        for (heading, measures) in MeasureWords.sections {
            text += heading + "\n"
            for measure in measures {
                guard let value = score[measure] else { continue }
                let band = bands[measure]
                positions.append(band.position(of: value))
                text += Self.row(measure, [value, band.p10, band.median, band.p90])
                text += "  " + Self.strip(value, band) + Self.mark(positions[positions.count - 1])
                while text.last == " " { text.removeLast() }
                text += "\n"
            }
        }
        text +=
            "\(positions.count { $0 == .within }) of \(counted(positions.count, "measure")) within the band of real solos\n"
        if score.windows.count == 1, let mean = bands.distance(of: score.windows[0].measures).mean {
            text += "\(NumberText.fixed(mean, decimals: 2)) quartile ranges from the middle of real solos; "
            text += "they themselves are 0.4 to 1.1 from it\n"
        }
        return text + verdictText([score]) + bitsText([score]) + copiesText([(path, score)])
    }

    /// All files together: D and what it is made of.
    var setText: String {
        let bands = setBands
        let measures = files.flatMap { $0.score.windows.map(\.measures) }
        let distance = bands.distance(of: measures)
        var text = "\(counted(files.count, "file")), \(counted(measures.count, "window")) of \(windowLengths) bars: "
        text += "D \(distance.mean.map { NumberText.fixed($0, decimals: 3) } ?? "unknown")\n"
        text += "D is the distance from real solos; solos that were held out come to 0.11\n"
        if let spread = bands.spread(of: measures) {
            text += "spread \(NumberText.fixed(spread, decimals: 2)): how far they lie apart, 1 as real solos do\n"
        }
        if measures.count < Self.fewWindows {
            text += "of fewer than \(Self.fewWindows) windows neither says much\n"
        }
        text += padded("", Self.labelWidth)
        text += ["median", "real", "p25", "p75", "off by"].map { rightAligned($0, Self.valueWidth) }.joined() + "\n"
        for (measure, value, off) in distance.parts {
            let band = bands[measure]
            text += Self.row(measure, [value, band.median, band.p25, band.p75])
            text += rightAligned(NumberText.fixed(off, decimals: 2), Self.valueWidth) + "\n"
        }
        return text + verdictText(files.map(\.score)) + bitsText(files.map(\.score)) + copiesText(files)
    }

    private static let fewWindows = 20

    /// The bands that the set is held against: by the median length of the windows.
    var setBands: RealBands {
        let lengths = files.flatMap { $0.score.windows.map(\.measures.bars) }.sorted()
        return .core(nearest: lengths[lengths.count / 2])
    }

    private var windowLengths: String {
        let lengths = files.flatMap { $0.score.windows.map(\.measures.bars) }
        guard let least = lengths.min(), let most = lengths.max(), least < most else { return "\(lengths[0])" }
        return "\(least) to \(most)"
    }

    /// The bits a note of several files, each note counting alike; nil where none was predicted.
    static func bits(_ scores: [FileScore]) -> (rhythm: Double, pitch: Double, articulation: Double, notes: Int)? {
        let found = scores.compactMap(\.bits)
        let notes = found.reduce(0) { $0 + $1.notes }
        guard notes > 0 else { return nil }
        func mean(_ part: (BitsPerNote) -> Double) -> Double {
            found.reduce(0) { $0 + part($1) * Double($1.notes) } / Double(notes)
        }
        return (mean(\.rhythm), mean(\.pitch), mean(\.articulation), notes)
    }

    /// What the critic thinks of several files, each excerpt counting alike; nil where it judged none.
    static func toldFromPlayers(_ scores: [FileScore]) -> Double? {
        let verdicts = scores.compactMap(\.verdict)
        let excerpts = verdicts.reduce(0) { $0 + $1.excerpts }
        guard excerpts > 0 else { return nil }
        return verdicts.reduce(0) { $0 + $1.probability * Double($1.excerpts) } / Double(excerpts)
    }

    private func verdictText(_ scores: [FileScore]) -> String {
        guard let probability = Self.toldFromPlayers(scores) else { return "" }
        let heldOut = criticHeldOut.map { "\n  the critic, held out: " + $0.replacing("; ", with: "\n  ") } ?? ""
        return "told from players: \(percent(probability)) likely to be made by jazz\(heldOut)\n"
    }

    private func bitsText(_ scores: [FileScore]) -> String {
        if let bits = Self.bits(scores) {
            func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
            return "\(number(bits.rhythm + bits.pitch)) bits a note under the model: rhythm \(number(bits.rhythm)), "
                + "pitch \(number(bits.pitch)) (articulation and dynamics \(number(bits.articulation)))\n"
        }
        guard scores.count == 1, let refusal = scores[0].bitsRefusal else { return "" }
        return "no bits a note: \(refusal)\n"
    }

    private func copiesText(_ files: [(path: String, score: FileScore)]) -> String {
        let found = files.flatMap { file in file.score.windows.compactMap { $0.novelty.map { (file.path, $0) } } }
        guard !found.isEmpty else { return "" }
        let longest = found.max { $0.1.longestCopy < $1.1.longestCopy }!
        guard let source = longest.1.source else { return "nothing of eight notes or more is in the corpus\n" }
        let location = files.count > 1 ? " (\(longest.0.shownInLine))" : ""
        let withRhythm = found.map(\.1.longestCopyWithRhythm).max() ?? 0
        return "longest copy: the intervals of \(longest.1.longestCopy) notes, from \(source.shownInLine)\(location); "
            + (withRhythm > 0 ? "with their rhythm, \(withRhythm) notes" : "with their rhythm, fewer than eight notes")
            + "\n"
    }

    private static func extent(of score: FileScore) -> String {
        let measures = score.windows.map(\.measures)
        guard measures.count > 1 else {
            return "\(counted(measures[0].bars, "bar")), \(counted(measures[0].notes, "note"))"
        }
        let notes = measures.reduce(0) { $0 + $1.notes }
        return "medians of \(measures.count) windows of \(counted(measures[0].bars, "bar")), \(notes) notes"
    }

    private static func words(_ source: ChordSource) -> String {
        switch source {
        case .markers: "chords as marked"
        case .estimated: "chords estimated from the other tracks"
        case .none: "no chords"
        }
    }

    private static func metreNote(_ lead: LeadLine) -> String {
        guard lead.line.barBeats != 4 else { return "" }
        return "(in \(lead.metre); the real solos are in 4/4)\n"
    }

    private static func row(_ measure: Measure, _ values: [Double]) -> String {
        "  " + padded(MeasureWords.name(measure), labelWidth - 2)
            + values.map { rightAligned(MeasureWords.number($0, measure), valueWidth) }.joined()
    }

    private static func mark(_ position: RealBands.Position) -> String {
        switch position {
        case .below: " low"
        case .within: ""
        case .above: " high"
        }
    }

    /// The value on a line from below the 10th percentile over the median to above the 90th.
    private static func strip(_ value: Double, _ band: RealBands.Band) -> String {
        var strip = Array("    ├───┼───┤    ")
        let edge = value < band.median ? band.p10 : band.p90
        let width = edge - band.median
        let fraction = width == 0 ? (value == band.median ? 0 : 2) : (value - band.median) / width
        var steps = Int((min(fraction, 2) * 4).rounded())
        // What is outside is shown outside, however little.
        if band.position(of: value) != .within { steps = max(steps, 5) }
        strip[value < band.median ? 8 - steps : 8 + steps] = "●"
        return String(strip)
    }
}
