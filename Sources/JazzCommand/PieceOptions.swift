import ArgumentParser
import Commands
import Jazz

/// What a piece is made over and how: shared by `generate` and `play`.
struct PieceOptions: ParsableArguments {
    @OptionGroup(title: "Changes") var harmony: ChangesOptions

    @Option(number: "The same seed gives the same piece. Default: a new one each time.", value: "n")
    var seed: UInt64?

    @OptionGroup(title: "Lead") var lead: LeadArguments

    @OptionGroup(title: "Band") var band: BandOptions

    /// The options given that decide what piece it becomes, by name; of those with a usual value, where they ask for
    /// another.
    var given: [String] {
        let options = [
            ("--changes", harmony.changes != nil), ("--song", harmony.song != nil), ("--chart", harmony.chart != nil),
            ("--form", harmony.form != nil), ("--key", harmony.key != nil), ("--transpose", harmony.transpose != nil),
            ("--tempo", harmony.tempo != nil), ("--time", harmony.time != nil), ("--style", harmony.style != nil),
            ("--choruses", harmony.choruses != nil), ("--seed", seed != nil),
            ("--instrument", !band.instrument.isEmpty), ("--without", !band.without.isEmpty),
            ("--only", !band.only.isEmpty),
        ]
        return options.filter(\.1).map(\.0) + lead.given
    }

    /// The piece as asked for.
    ///
    /// - Parameters:
    ///   - bars: Its length; nil for whole choruses.
    ///   - seed: Decides the piece, and the chart when none is named.
    ///   - note: Called with what should be known about the changes.
    func recipe(bars: Int?, seed: UInt64, note: @escaping (String) -> Void) throws -> PieceRecipe {
        let style = try harmony.wantedStyle(note: note)
        let chart = try harmony.readChart(seed: seed, note: note)
        let band = Ensemble(chart: chart, tempo: try harmony.wantedTempo(chart, style), style: style?.style)
        let count = try harmony.bars(bars, form: chart.bars.count, most: Generate.mostBars)
        var recipe = PieceRecipe(chart: chart, tempo: band.tempo, style: band.style, bars: count, seed: seed)
        recipe.arrangement = try self.band.arrangement()
        lead.apply(to: &recipe)
        return recipe
    }
}
