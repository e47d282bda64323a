import ArgumentParser
import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Repertoire
import Sampling
import Terminal

/// The changes of a piece: where they come from, and what is done with them.
struct ChangesOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The changes: bars parted by |, such as "Dm7 | G7 | Cmaj7 | A7", an iReal Pro link, or a file: a chart, a page \
            with links, or a MIDI file with chord markers. The word invent has a network invent them.
            """, valueName: "text or file"))
    var changes: String?

    @Option(
        help: ArgumentHelp("Which song of a link to several. Default: the first.", valueName: "name or number"))
    var song: String?

    @Option(help: ArgumentHelp("One of the sample charts (jazz charts lists them).", valueName: "name"))
    var chart: String?

    @Option(
        help: ArgumentHelp(
            "A form: \(Forms.names.joined(separator: ", ")). The last five are invented, as all but rhythm and jazz-blues are with "
                + "--changes invent.",
            valueName: "name"))
    var form: String?

    @Option(help: ArgumentHelp("Play in another key, such as F or Bbm.", valueName: "key"))
    var key: String?

    @Option(number: "Play so many semitones higher, lower when negative; after --key.", value: "n")
    var transpose: Int?

    @Option(number: "Quarter notes a minute, \(TempoOption.range). Default: the chart's.", value: "bpm")
    var tempo: Double?

    @Option(
        help: ArgumentHelp("Play in another metre, such as 3/4 or \"7/8 (2+2+3)\", bar for bar.", valueName: "metre"))
    var time: String?

    @OptionGroup var style: StyleArguments

    @Flag(help: "Play in double time: twice the tempo, each bar of the changes as two.")
    var doubleTime = false

    @Option(number: "Length in choruses, instead of --bars.", value: "n")
    var choruses: Int?

    private static let transpositions = -48...48

    func validate() throws {
        _ = try time.map(Meter.wanted)
        _ = try key.map(Key.wanted)
        try OptionCheck.range("--transpose", transpose, Self.transpositions, unit: "semitones")
        try TempoOption.check(tempo)
        if let choruses, choruses < 1 {
            throw ValidationError("--choruses \(choruses) is not possible; choose 1 or more")
        }
        _ = try origin()
    }

    /// The word that has the changes invented.
    private static let invent = "invent"

    /// The chart as asked for.
    ///
    /// - Parameters:
    ///   - seed: Picks the chart when none is named, and decides what is invented.
    ///   - once: What of the chart is played once around the choruses; the rest of that is left out.
    ///   - note: Called with what should be known about the choice.
    func readChart(
        seed: UInt64, once: Set<ChartFrame.Part>, note: @escaping (String) -> Void
    ) throws -> Chart {
        let meter = try time.map(Meter.wanted)
        let wantedKey = try key.map(Key.wanted)
        var result: Chart
        switch try origin() {
        case .invented(let form):
            result = try InventedChanges.chart(
                form, key: wantedKey, meter: meter ?? .common, seed: seed, options: nil, model: nil)
        case .written:
            result = try writtenChart(seed: seed, meter: meter, note: note)
            if let key { result = try result.transposed(toKey: key, note: note) }
        }
        if let transpose { result = result.transposed(by: transpose) }
        return try framed(doubleTime ? result.inDoubleTime() : result, once, note: note)
    }

    /// Sets apart what is played once, and says what is left out.
    private func framed(_ chart: Chart, _ once: Set<ChartFrame.Part>, note: (String) -> Void) throws -> Chart {
        let all = chart.framed(Set(ChartFrame.Part.allCases)).frame
        for part in ChartFrame.Part.allCases {
            if once.contains(part) {
                guard all[part].isEmpty else { continue }
                let name = part == .introduction ? "Intro" : part == .verse ? "Verse" : "Coda"
                throw Failure(
                    .usage,
                    "\(part.option): the changes have no \(part.rawValue); it would be a section of that name, [\(name)]"
                        + (part == .coda ? " at the end" : " before the first chorus")
                )
            }
            guard !all[part].isEmpty else { continue }
            note(
                "the \(part.rawValue) of \(counted(all[part].count, "bar")) is left out; jazz generate \(part.option) plays it"
            )
        }
        let result = chart.framed(once)
        let count = result.performed(choruses: result.bars.count).count + result.frame.introduction.count
        guard once.isEmpty || count <= PieceLimits.mostBars else {
            throw Failure(
                .usage, "a chorus with what is played once has \(count) bars, a piece at most \(PieceLimits.mostBars)")
        }
        return result
    }

    /// The tempo asked for, checked together with the chart's; where another style than the chart's is asked for, that of
    /// the style. nil for the chart's.
    func wantedTempo(_ chart: Chart, _ style: StyleName?) throws -> Double? {
        if tempo == nil, let tempo = chart.tempo, !Ensemble.tempos.contains(tempo) {
            throw Failure(
                .data, "the chart's tempo, \(tempo), cannot be played; choose one of \(TempoOption.range) with --tempo")
        }
        return PieceRecipe.tempo(tempo, of: chart, in: style)
    }

    /// The length of a piece over a chart of `form` bars: as asked in bars or in choruses, else whole choruses of at
    /// least 16 bars.
    func bars(_ bars: Int?, form: Int, most: Int) throws -> Int {
        guard let choruses else { return bars ?? PieceLimits.bars(form: form) }
        let longest = most / form
        guard longest >= 1, (1...longest).contains(choruses) else {
            let limit = longest < 1 ? "one chorus is longer than the \(most) bars of a piece" : "choose 1 to \(longest)"
            throw Failure(
                .usage, "--choruses \(choruses) is not possible: a chorus of these changes has \(form) bars; \(limit)")
        }
        if let bars, bars != choruses * form {
            throw Failure(
                .usage,
                "--bars \(bars) and --choruses \(choruses) disagree: the choruses of these changes come to "
                    + "\(counted(choruses * form, "bar")); give one of the two")
        }
        return choruses * form
    }

    /// Where the changes come from.
    private enum Origin {
        case written
        /// In a form, or in one that the seed picks.
        case invented(InventedForm?)
    }

    private func origin() throws -> Origin {
        let inventsAll = changes == Self.invent
        guard chart == nil || changes == nil else {
            throw ValidationError("give the changes either with --changes or with --chart, not with both")
        }
        if let song, changes == nil || inventsAll {
            throw ValidationError("--song \(song) picks a song of an iReal Pro link; give one with --changes")
        }
        guard let form else { return inventsAll ? .invented(nil) : .written }
        guard chart == nil, changes == nil || inventsAll else {
            throw ValidationError(
                "--form is a choice of changes itself; leave out \(chart == nil ? "--changes" : "--chart")")
        }
        if !inventsAll, Forms.chart(form) != nil { return .written }
        return .invented(try Forms.invented(form, always: inventsAll))
    }

    private func writtenChart(seed: UInt64, meter: Meter?, note: @escaping (String) -> Void) throws -> Chart {
        if let changes {
            return try ChartArgument(song: song, meter: meter, note: note).read(changes)
        }
        let library = Shipped.charts
        var random = Xoshiro256StarStar(seed: seed, sequence: -1)
        let result: Chart
        do throws(HarmonyError) {
            let name = form.flatMap(Forms.chart) ?? chart ?? library.pick(using: &random) ?? ""
            result = try library.chart(named: name)
        } catch {
            throw Failure(.usage, error.description)
        }
        guard let meter else { return result }
        let lost = result.chordsLost(in: meter)
        if lost > 0 {
            note("\(counted(lost, "chord")) left out: some bars have more chords than \(meter) has beats")
        }
        return result.relaid(in: meter)
    }
}

extension Chart {
    /// The changes moved to the key of an option.
    ///
    /// They are moved to another tonic, not into another mode: a major blues in D minor is refused, or said where the
    /// chart leaves its own mode to be guessed.
    func transposed(toKey text: String, note: (String) -> Void) throws -> Chart {
        let wanted = try Key.wanted(text)
        let own = impliedKey
        // "D" alone means the tonic only.
        if own.isMinor != wanted.isMinor, text.count > wanted.tonic.description.count {
            let (from, to) = own.isMinor ? ("minor", "major") : ("major", "minor")
            guard key == nil else {
                throw Failure(
                    .usage,
                    "--key \(text): the changes are in \(own.tonic) \(from) and cannot be played in \(to); write --key "
                        + "\(wanted.tonic), or choose changes in \(to)")
            }
            note("--key \(text): the changes seem to be in \(from), and stay so, on \(wanted.tonic)")
        }
        return transposed(by: wanted.tonic.pitchClass - own.tonic.pitchClass)
    }
}

/// What `--tempo` may be.
enum TempoOption {
    static let range = "\(decimal(Ensemble.tempos.lowerBound)) to \(decimal(Ensemble.tempos.upperBound))"

    static func check(_ tempo: Double?) throws {
        guard let tempo, !Ensemble.tempos.contains(tempo) else { return }
        throw ValidationError("--tempo \(tempo) cannot be played; choose \(range) quarter notes a minute")
    }
}

extension Key {
    /// The key of an option.
    static func wanted(_ text: String) throws -> Key {
        if let key = Key(text) { return key }
        throw ValidationError("--key \(text) is not a key; write a note name, such as F, Bb or C#m")
    }
}

extension Meter {
    /// The metre of an option.
    static func wanted(_ text: String) throws -> Meter {
        if let meter = Meter(text) { return meter }
        throw ValidationError(
            "--time \(text) is not a metre that is played; there are \(Meter.understood)")
    }
}

extension StyleName {
    /// The style of an option.
    static func known(_ text: String) throws -> StyleName {
        if let named = StyleName(text) { return named }
        let known = Style.allCases.map(\.name).joined(separator: ", ")
        throw ValidationError("--style \(text) is not known; choose one of \(known)")
    }
}

extension Forms {
    /// The form to invent changes in.
    ///
    /// - Parameter always: Whether the forms that are only carried are no choice.
    static func invented(_ form: String, always: Bool) throws -> InventedForm {
        if let invented = InventedForm(rawValue: form) { return invented }
        if always {
            let forms = InventedForm.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--form \(form) cannot be invented; choose one of \(forms)")
        }
        throw ValidationError("--form \(form) is not known; choose one of \(names.joined(separator: ", "))")
    }
}

extension ChartFrame.Part {
    /// What has it played.
    var option: String { self == .introduction ? "--intro chart" : "--\(rawValue)" }
}
