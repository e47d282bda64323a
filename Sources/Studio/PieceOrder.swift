import Jazz
import ModelFile
import MIDI
import Numerics
import Repertoire

/// A piece as a page asks for it.
enum PieceOrder {
    static let names = [
        "chart", "sample", "form", "invent", "key", "transpose", "meter", "doubleTime", "style", "tempo", "bars",
        "choruses", "intro", "introduction", "verse", "coda", "finalBar", "countIn", "parts", "instruments", "arc",
        "density", "manner", "temperature",
        "rhythmTemperature", "topK", "topP", "motif", "memory", "maxCopy", "swing", "humanize", "pedal", "prime",
        "bestOf",
        "seed",
    ]

    // What may be asked for beyond what every piece is held to (``PieceLimits``); the page's controls may show less of it.
    static let temperatures = 0.0...10.0
    static let topKs = 0...1_000
    static let topPs = 0.0...1.0
    static let takes = 1...32

    /// Bars times takes that one request may ask for.
    private static let mostWork = 4_096

    /// The recipe of a request.
    ///
    /// - Parameter seed: In place of the request's.
    static func recipe(
        _ json: JSONValue, seed other: UInt64? = nil, path: String = ""
    ) throws -> (recipe: PieceRecipe, request: [String: JSONValue], notes: [String]) {
        let fields = try Fields(json, known: names, path: path)
        let seed = try other ?? fields.seed() ?? UInt64.random(in: 0...999_999)
        var notes: [String] = []
        let style = try style(fields)
        var chart = try chart(fields, seed: seed) { notes.append($0) }
        chart = try ChartDesk.moved(chart, fields) { notes.append($0) }
        let isDouble = try fields.flag("doubleTime") ?? false
        if isDouble { chart = chart.inDoubleTime() }
        chart = try framed(chart, fields) { notes.append($0) }
        let asked = try fields.number("tempo", Ensemble.tempos)
        let wanted = PieceRecipe.tempo(asked, of: chart, in: style) ?? chart.tempo
        if let wanted, !Ensemble.tempos.contains(wanted) {
            throw APIError(422, "the chart's tempo cannot be played", at: "tempo", hint: "choose 30 to 400")
        }
        let band = Ensemble(chart: chart, tempo: wanted, style: style?.style)
        let tempo = isDouble ? 2 * band.tempo : band.tempo
        guard Ensemble.tempos.contains(tempo) else {
            throw APIError(422, "twice the tempo cannot be played", at: "doubleTime", hint: "choose a slower tempo")
        }
        var recipe = PieceRecipe(
            chart: chart, tempo: tempo, style: band.style, bars: try bars(fields, form: chart.bars.count), seed: seed)
        recipe.introBars = try fields.integer("intro", 0...Ensemble.mostIntroBars) ?? 0
        guard recipe.introBars == 0 || chart.frame.introduction.isEmpty else {
            throw APIError(422, "intro and introduction are both given", at: "intro", hint: "give one of the two")
        }
        recipe.hasFinalBar = try fields.flag("finalBar") ?? false
        recipe.barsCountedIn = try fields.integer("countIn", 0...CountIn.bars.upperBound) ?? 0
        recipe.hasPedal = try fields.flag("pedal") ?? false
        recipe.arrangement = try arrangement(fields)
        try setLead(fields, &recipe)
        recipe.prime = try prime(fields, recipe)
        guard recipe.bars * recipe.takes <= mostWork else {
            throw APIError(
                422, "the best of \(recipe.takes) takes of \(recipe.bars) bars is too much at once", at: "bestOf",
                hint: "ask for \(mostWork / recipe.bars) takes at most, or for fewer bars")
        }
        var request = fields.values
        request["seed"] = .string(String(seed))
        return (recipe, request, notes)
    }

    static func style(_ fields: Fields) throws(APIError) -> StyleName? {
        guard let text = try fields.text("style", most: 60) else { return nil }
        guard let style = StyleName(text) else {
            throw APIError(
                422, "there is no style of this name", at: "style",
                hint: "choose one of \(Style.allCases.map(\.name).joined(separator: ", "))")
        }
        return style
    }

    private static func chart(
        _ fields: Fields, seed: UInt64, note: @escaping (String) -> Void
    ) throws -> Chart {
        let meter = try ChartDesk.meter(fields)
        let origins = ["chart", "sample", "form"].filter(fields.has)
        guard origins.count <= 1 else {
            throw APIError(
                422, "\(origins.joined(separator: " and ")) are both given", at: origins[1], hint: "give one of them")
        }
        let isInvented = try fields.flag("invent") ?? false
        if let text = try fields.text("chart", most: ChartDesk.mostCharacters) {
            guard !isInvented else {
                throw APIError(422, "invent and chart are both given", at: "invent", hint: "give one of the two")
            }
            let reading = try ChartDesk.reading(Array(text.utf8), name: "", song: nil, meter: meter)
            if let mistake = reading.mistakes.first {
                let places = [mistake.bar.map { "bar \($0)" }, mistake.line.map { "line \($0)" }].compactMap { $0 }
                throw APIError(
                    422, mistake.message, at: (["chart"] + places).joined(separator: ", "),
                    hint: "POST /api/chart/parse tells all mistakes")
            }
            for text in reading.notes { note(text) }
            return reading.chart!
        }
        let form = try fields.text("form", most: 40)
        if isInvented || form.map({ Forms.chart($0) == nil }) ?? false {
            return try InventedChanges.chart(
                form.map { try ChartDesk.inventedForm($0) }, key: try ChartDesk.key(fields), meter: meter ?? .common,
                seed: seed, options: nil, model: nil)
        }
        let library = Shipped.charts
        var random = Xoshiro256StarStar(seed: seed, sequence: -1)
        let name =
            try fields.text("sample", most: 60) ?? form.flatMap(Forms.chart) ?? library.pick(using: &random) ?? ""
        let chart: Chart
        do { chart = try library.chart(named: name) } catch {
            throw APIError(
                422, "there is no sample chart of this name", at: "sample",
                hint: "choose one of \(library.names.joined(separator: ", "))")
        }
        return meter.map { chart.relaid(in: $0) } ?? chart
    }

    /// Sets apart what is played once, and says what of it is left out.
    private static func framed(_ chart: Chart, _ fields: Fields, note: (String) -> Void) throws(APIError) -> Chart {
        let all = chart.framed(Set(ChartFrame.Part.allCases)).frame
        var once: Set<ChartFrame.Part> = []
        for part in ChartFrame.Part.allCases {
            let count = all[part].count
            if try fields.flag(part.rawValue) ?? false {
                guard count > 0 else {
                    let name = part == .introduction ? "Intro" : part == .verse ? "Verse" : "Coda"
                    throw APIError(
                        422, "the changes have no \(part.rawValue)", at: part.rawValue,
                        hint: "it would be a section of that name, [\(name)]"
                            + (part == .coda ? " at the end" : " before the first chorus"))
                }
                once.insert(part)
            } else if count > 0 {
                note("the \(part.rawValue) of \(count == 1 ? "1 bar" : "\(count) bars") is left out")
            }
        }
        let result = chart.framed(once)
        let count = result.performed(choruses: result.bars.count).count + result.frame.introduction.count
        guard count <= PieceLimits.mostBars else {
            throw APIError(
                422,
                "a chorus\(once.isEmpty ? "" : " with what is played once") has \(count) bars, a piece at most "
                    + "\(PieceLimits.mostBars)", at: "chart")
        }
        return result
    }

    private static func bars(_ fields: Fields, form: Int) throws(APIError) -> Int {
        let bars = try fields.integer("bars", 1...PieceLimits.mostBars)
        guard let choruses = try fields.integer("choruses", 1...PieceLimits.mostBars) else {
            return bars ?? PieceLimits.bars(form: form)
        }
        guard bars == nil || bars == choruses * form else {
            throw APIError(422, "bars and choruses disagree", at: "choruses", hint: "give one of the two")
        }
        guard choruses * form <= PieceLimits.mostBars else {
            throw APIError(
                422, "\(choruses) choruses have \(choruses * form) bars, a piece at most \(PieceLimits.mostBars)",
                at: "choruses", hint: "choose \(max(1, PieceLimits.mostBars / form)) at most")
        }
        return choruses * form
    }

    static func arrangement(_ fields: Fields) throws(APIError) -> Arrangement {
        var result = Arrangement()
        if let parts = try fields.list("parts", most: 4) {
            var roles: Set<PartRole> = []
            for part in parts {
                guard case .string(let name) = part, let role = PartRole(rawValue: name), roles.insert(role).inserted
                else {
                    throw APIError(
                        422, "parts names a part that is none, or one twice", at: "parts",
                        hint: "choose of lead, chords, bass, drums")
                }
            }
            guard !roles.isEmpty else { throw APIError(422, "nobody plays", at: "parts", hint: "leave one part in") }
            result.roles = PartRole.allCases.filter(roles.contains)
        }
        guard let value = fields.values["instruments"] else { return result }
        let chosen = try Fields(value, known: PartRole.allCases.map(\.rawValue), path: "instruments.")
        for role in PartRole.allCases {
            guard let name = try chosen.text(role.rawValue, most: 60) else { continue }
            do throws(InstrumentError) { result.instruments[role] = try Instrument(name, for: role) } catch {
                throw APIError(
                    422, "\(error)".replacing("; jazz instruments lists them", with: ""),
                    at: "instruments.\(role.rawValue)", hint: "/api/about lists them")
            }
        }
        return result
    }

    private static func setLead(_ fields: Fields, _ recipe: inout PieceRecipe) throws(APIError) {
        recipe.temperature = try fields.number("temperature", temperatures) ?? recipe.temperature
        recipe.rhythmTemperature = try fields.number("rhythmTemperature", temperatures) ?? recipe.rhythmTemperature
        recipe.topK = try fields.integer("topK", topKs) ?? recipe.topK
        recipe.topP = try fields.number("topP", topPs) ?? recipe.topP
        recipe.arc = try fields.choice("arc", LeadArc.self) ?? recipe.arc
        recipe.density = try fields.number("density", PieceLimits.densities) ?? recipe.density
        guard recipe.density == 1 || recipe.arc != .none else {
            throw APIError(
                422, "the arc none leaves the density to the network", at: "density", hint: "leave one of the two out")
        }
        recipe.motif = try fields.number("motif", PieceLimits.fractions) ?? recipe.motif
        recipe.memory = try fields.number("memory", PieceLimits.fractions) ?? recipe.memory
        recipe.mostCopied = try fields.integer("maxCopy", 0...PieceLimits.copies.upperBound) ?? recipe.mostCopied
        guard PieceLimits.allows(maxCopy: recipe.mostCopied) else {
            throw APIError(
                422, "shorter runs than \(PieceLimits.copies.lowerBound) notes are everybody's", at: "maxCopy",
                hint: "choose 0 for no limit, or \(PieceLimits.copies.lowerBound) or more")
        }
        recipe.swing = try fields.number("swing", Swing.ratios)
        recipe.humanity = try fields.number("humanize", PieceLimits.fractions) ?? 1
        recipe.takes = try fields.integer("bestOf", takes) ?? 1
        guard let text = try fields.text("manner", most: 200) else { return }
        if let school = Manner.School(rawValue: text) {
            recipe.manner = .drawn(in: school)
        } else if let number = UInt64(text) {
            recipe.manner = .number(number)
        } else if let manner = Manner(text: text) {
            recipe.manner = .fixed(manner)
        } else {
            throw APIError(
                422, "this manner is not known", at: "manner",
                hint: "write a school, a number, average, or traits from -2.5 to 2.5, such as leaps=1.5,space=-1")
        }
    }

    // MARK: Notes

    /// Notes in ticks, as a page sends them.
    static func notes(_ fields: Fields, _ name: String, most: Int, path: String = "") throws(APIError) -> [PartNote]? {
        guard let list = try fields.list(name, most: most) else { return nil }
        var notes: [PartNote] = []
        for (index, value) in list.enumerated() {
            let note = try Fields(
                value, known: ["start", "duration", "pitch", "velocity"], path: "\(path)\(name)[\(index)].")
            guard let start = try note.integer("start", 0...10_000_000),
                let duration = try note.integer("duration", 1...10_000_000),
                let pitch = try note.integer("pitch", 0...127)
            else {
                throw APIError(422, "a note lacks its start, duration or pitch", at: "\(path)\(name)[\(index)]")
            }
            notes.append(
                PartNote(
                    start: start, duration: duration, pitch: pitch,
                    velocity: try note.integer("velocity", 1...127) ?? 90))
        }
        return notes
    }

    /// Notes in ticks as notes in slots of the grid.
    static func inSlots(_ notes: [PartNote]) -> [PartNote] {
        let ticks = MetricGrid.ticksPerSlot
        return notes.map {
            PartNote(
                start: ($0.start + ticks / 2) / ticks, duration: max(1, ($0.duration + ticks / 2) / ticks),
                pitch: $0.pitch, velocity: $0.velocity)
        }
    }

    private static func prime(_ fields: Fields, _ recipe: PieceRecipe) throws(APIError) -> LeadMotif {
        guard let notes = try notes(fields, "prime", most: 2_000) else { return LeadMotif() }
        let motif = LeadMotif(inSlots(notes.sorted { $0.start < $1.start }))
        let lines = BarLines(recipe.chart.performed(choruses: recipe.bars), meter: recipe.chart.meter)
        let room = lines.starts[lines.meters.count - (recipe.hasFinalBar ? 0 : 1)] / MetricGrid.ticksPerSlot
        guard motif.lastSlot.map({ $0 < room }) ?? true else {
            throw APIError(422, "the melody leaves the lead no room to go on", at: "prime", hint: "ask for more bars")
        }
        return motif
    }
}
