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
                + "other anew.", valueName: "rhythm|pitches"))
    var keep: String?

    /// Whether anything is asked for.
    var isAsked: Bool { infill != nil || chorus != nil || keep != nil }

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
        let ends = infill.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil, first >= 1, first <= last {
            return first...last
        }
        throw ValidationError("--infill \(infill) names no bars; write it as in --infill 5-8")
    }

    /// The change to a piece.
    func edit(of recipe: PieceRecipe, seed: UInt64) throws -> LineEdit {
        let total = recipe.introBars + recipe.bars + (recipe.hasFinalBar ? 1 : 0)
        var range = recipe.introBars..<total
        if let bars = try bars() {
            guard bars.upperBound <= total, bars.lowerBound > recipe.introBars else {
                let first = recipe.introBars + 1
                throw Failure(.usage, "--infill \(infill ?? ""): the lead plays in bars \(first) to \(total)")
            }
            range = bars.lowerBound - 1..<bars.upperBound
        } else if let chorus {
            let form = recipe.chart.bars.count
            let count = (recipe.bars + form - 1) / form
            guard chorus <= count else {
                throw Failure(
                    .usage, "--chorus \(chorus): the piece has \(count == 1 ? "one chorus" : "\(count) choruses")")
            }
            let first = recipe.introBars + (chorus - 1) * form
            range = first..<min(first + form, recipe.introBars + recipe.bars)
        }
        return LineEdit(keep.flatMap(LineEdit.Kind.init) ?? .anew, bars: range, seed: seed)
    }
}
