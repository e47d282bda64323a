import ArgumentParser
import Commands
import Jazz
import Repertoire

/// What a piece is made over and how: shared by `generate` and `play`.
struct PieceOptions: ParsableArguments {
    @OptionGroup(title: "Changes") var harmony: ChangesOptions

    @Option(number: "The same seed gives the same piece. Default: a new one each time.", value: "n")
    var seed: UInt64?

    @OptionGroup(title: "Lead") var lead: LeadArguments

    @OptionGroup(title: "Band") var band: BandOptions

    /// The piece as asked for.
    ///
    /// - Parameters:
    ///   - bars: Its length; nil for whole choruses.
    ///   - seed: Decides the piece, and the chart when none is named.
    ///   - once: What of the chart is played once.
    ///   - note: Called with what should be known about the changes.
    func recipe(
        bars: Int?, seed: UInt64, once: Set<ChartFrame.Part> = [], note: @escaping (String) -> Void
    ) throws -> PieceRecipe {
        let style = try harmony.style.wanted(note: note)
        let chart = try harmony.readChart(seed: seed, once: once, note: note)
        let band = Ensemble(chart: chart, tempo: try harmony.wantedTempo(chart, style), style: style?.style)
        let tempo = harmony.doubleTime ? 2 * band.tempo : band.tempo
        guard Ensemble.tempos.contains(tempo) else {
            throw Failure(
                .usage,
                "--double-time at \(decimal(band.tempo)) is \(decimal(tempo)), which cannot be played; choose a slower --tempo"
            )
        }
        let count = try harmony.bars(bars, form: chart.bars.count, most: PieceLimits.mostBars)
        var recipe = PieceRecipe(chart: chart, tempo: tempo, style: band.style, bars: count, seed: seed)
        recipe.arrangement = try self.band.arrangement()
        for (role, instrument) in recipe.arrangement.instruments.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where !recipe.arrangement.roles.contains(role) {
            note(
                "--instrument \(role.rawValue)=\(instrument.name): that part is left out, so nothing is played on it"
            )
        }
        if lead.players.drumTable != nil, !recipe.arrangement.roles.contains(.drums) {
            note("--drum-table: the drums are left out, so nothing is played from it")
        }
        try lead.apply(to: &recipe, note: note)
        return recipe
    }
}
