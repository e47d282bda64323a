import ArgumentParser
import Commands
import Jazz
import Repertoire

/// What of a finished lead is written anew, with `--again`.
struct EditOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "With --again: write these bars of the lead anew, between what stands before and after; --seed decides.",
            valueName: "bars"))
    var infill: String?

    @Option(number: "With --again: write the lead of this chorus anew, and leave the rest as it is.", value: "n")
    var chorus: Int?

    @Option(
        help: ArgumentHelp(
            "With --again: keep the rhythm or the pitches of the lead, or of the bars of --infill or --chorus, and find the "
                + "other anew; with --prime those of the melody.", valueName: "rhythm|pitches"))
    var keep: String?

    /// Whether anything is asked for.
    var isAsked: Bool { infill != nil || chorus != nil || keep != nil }

    /// Whether nothing but a variation is asked for.
    var isOnlyKeep: Bool { keep != nil && infill == nil && chorus == nil }

    static let names = ["--infill", "--chorus", "--keep", "--seed"]

    func validate() throws {
        if infill != nil, chorus != nil {
            throw ValidationError("--infill and --chorus both say which bars; leave one of the two out")
        }
        _ = try bars()
        if let chorus, chorus < 1 { throw ValidationError("--chorus \(chorus) is not possible; the first is 1") }
        if let keep, keep != "rhythm", keep != "pitches" {
            throw ValidationError("--keep \(keep) is not possible; choose rhythm or pitches")
        }
    }

    private func bars() throws -> ClosedRange<Int>? {
        guard let infill else { return nil }
        // "5 – 8" is what a text program makes of it.
        let plain = infill.filter { $0 != " " }.map { "\u{2013}\u{2014}".contains($0) ? "-" : $0 }
        let ends = plain.split(separator: "-", omittingEmptySubsequences: false).map { Int(String($0)) }
        if (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil, first >= 1, first <= last {
            return first...last
        }
        throw ValidationError("--infill \(infill.isEmpty ? "''" : infill) names no bars; write it as in --infill 5-8")
    }

    /// The variation of the melody that a piece begins with.
    ///
    /// - Parameter bars: Those of the melody, over the whole piece.
    func variation(of bars: Range<Int>, seed: UInt64) -> LineEdit? {
        keep.flatMap(LineEdit.Kind.init).map { LineEdit($0, bars: bars, seed: seed) }
    }

    /// The change to a piece.
    func edit(of recipe: PieceRecipe, seed: UInt64) throws -> LineEdit {
        // Bars are named as they are in the file, behind those that are counted in.
        let counted = recipe.barsCountedIn
        let total = recipe.allBars
        let start = recipe.barsBeforeLead
        var range = start..<total
        if let bars = try bars() {
            guard bars.upperBound <= total + counted, bars.lowerBound > start + counted else {
                throw Failure(
                    .usage,
                    "--infill \(infill ?? ""): the lead plays in bars \(start + counted + 1) to \(total + counted)")
            }
            range = bars.lowerBound - counted - 1..<bars.upperBound - counted
        } else if let chorus {
            let form = recipe.chart.bars.count
            let count = (recipe.bars + form - 1) / form
            guard chorus <= count else {
                throw Failure(
                    .usage, "--chorus \(chorus): the piece has \(count == 1 ? "one chorus" : "\(count) choruses")")
            }
            // The last chorus ends with the coda.
            let verse = start + recipe.chart.frame.verse.count
            let first = verse + (chorus - 1) * form
            range =
                first..<(chorus == count ? start + recipe.chart.performed(choruses: recipe.bars).count : first + form)
        }
        return LineEdit(keep.flatMap(LineEdit.Kind.init) ?? .anew, bars: range, seed: seed)
    }
}
