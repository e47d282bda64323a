import Commands
package import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling

/// All that decides the bytes of a piece, but for the networks' weights: what a file keeps so that it can be made again.
package struct PieceRecipe: Sendable {
    package var chart: Chart
    package var tempo: Double
    package var style: Style
    package var bars: Int
    package var seed: UInt64
    package var introBars = 0
    package var hasFinalBar = false
    package var arc = LeadArc.arch
    package var density = 1.0
    package var temperature = LeadOptions.usualTemperature
    package var topK = 0
    package var topP = LeadOptions.usualTopP
    package var rhythmTemperature = LeadOptions.usualRhythmTemperature
    package var motif = LeadOptions.usualMotifFraction
    /// How much of what followed at like moments is drawn again, 0…1.
    package var memory = LeadOptions.usualMemory
    /// 0 for no limit.
    package var mostCopied = LeadOptions.usualMostCopied
    package var takes = 1
    package var arrangement = Arrangement()
    /// The ratio of swung eighths; nil for what players do.
    package var swing: Double?
    /// How far the lead strays from the grid, 0…1.
    package var humanity = 1.0
    /// How the lead differs from the mean of players.
    package var manner = MannerWish.drawn(in: nil)
    /// Whether the piano's pedal is held through each chord.
    package var hasPedal = false
    /// Bars of clicks before everything.
    package var barsCountedIn = 0
    /// What the lead begins with.
    package var prime = LeadMotif()
    /// What of the lead was changed afterwards, in order.
    package var edits: [LineEdit] = []

    package init(chart: Chart, tempo: Double, style: Style, bars: Int, seed: UInt64) {
        self.chart = chart
        self.tempo = tempo
        self.style = style
        self.bars = bars
        self.seed = seed
    }

    /// The bars of the band alone at the beginning.
    package var barsBeforeLead: Int { chart.frame.introduction.isEmpty ? introBars : chart.frame.introduction.count }

    /// All bars of the piece.
    package var allBars: Int { barsBeforeLead + chart.performed(choruses: bars).count + (hasFinalBar ? 1 : 0) }

    /// The band that plays it.
    package func band(_ models: BandModels) throws -> Ensemble {
        let manner = playedManner(models)
        guard models.manners != nil || !self.manner.needsPlayers else {
            throw Failure(
                .data, "--manner: the lead's model learned from too few solos to know how players differ; leave it out")
        }
        do throws(SamplingError) {
            var options = LeadOptions(
                rhythm: try SamplingOptions(temperature: rhythmTemperature),
                pitch: try SamplingOptions(temperature: temperature, topK: topK, topP: topP), motifFraction: motif,
                copies: models.copies, mostCopied: mostCopied == 0 ? nil : mostCopied)
            if let range = arrangement.leadRange { options.range = range }
            options.prime = prime
            options.memory = memory
            options.manner = manner
            options.manners = models.manners
            var band = Ensemble(chart: chart, tempo: tempo, style: style, lead: options, arc: arc, density: density)
            band.introBars = introBars
            band.hasFinalBar = hasFinalBar
            band.swingRatio = swing
            band.humanity = humanity
            return band
        } catch {
            throw Failure(error)
        }
    }

    /// The manner that is asked for; where it is drawn, another one over other changes, so that a seed is not a player.
    package func playedManner(_ models: BandModels) -> Manner {
        guard let manners = models.manners else { return .average }
        return switch manner {
        case .drawn(let school):
            Ensemble.manner(of: seed ^ fnv1a(chart.text.utf8.lazy.map { UInt64($0) }), in: school, among: manners)
        case .number(let number): Ensemble.manner(of: number, among: manners)
        case .fixed(let manner): manner
        case .like(let window): manners.manner(of: window)
        }
    }

    /// The tempo of a piece for which `asked` is asked for: where another style than the chart's is, that of the style; nil
    /// for the chart's.
    package static func tempo(_ asked: Double?, of chart: Chart, in style: StyleName?) -> Double? {
        asked ?? style?.tempo ?? (style?.style == chart.style ? nil : style?.style.usualTempo)
    }

    /// Makes the piece, with the recipe as its remark.
    package func make(_ models: BandModels) throws -> Piece {
        let band = try band(models)
        do throws(SamplingError) {
            let remarks = [text(models)]
            let piece =
                if !edits.isEmpty {
                    try band.piece(
                        bars: bars, networks: models.networks, seed: seed, takes: takes, edits: edits, remarks: remarks
                    ).piece
                } else if takes > 1 {
                    try band.bestPiece(
                        bars: bars, networks: models.networks, seed: seed, takes: takes, remarks: remarks
                    ).piece
                } else {
                    try band.piece(bars: bars, networks: models.networks, seed: seed, remarks: remarks)
                }
            return arrangement(hasPedal ? piece.pedalled() : piece).countedIn(by: barsCountedIn)
        } catch {
            throw Failure(error)
        }
    }
}

// MARK: As text

extension PieceRecipe {
    private static let title = "made by jazz "
    /// The drum table of recipes that name none: they are as they were when there was only this one.
    private static let firstDrumTable = "233dfb98c8529f0c"

    /// The recipe, a line for each setting, and the chart at the end.
    package func text(_ models: BandModels) -> String {
        let manner = playedManner(models)
        // What a silent part would play on counts: the others play to it.
        let parts = PartRole.allCases.compactMap { role -> String? in
            let isHeard = arrangement.roles.contains(role)
            guard let instrument = arrangement.instruments[role] else { return isHeard ? role.rawValue : nil }
            return (isHeard ? "" : "-") + "\(role.rawValue)=\(instrument.program + 1)"
        }
        let extras = [
            swing.map { "\nswing \($0)" }, humanity == 1 ? nil : "\nhumanize \(humanity)",
            memory == LeadOptions.usualMemory ? nil : "\nmemory \(memory)",
            prime.lastSlot.map { _ in "\nprime \(prime.text)" },
            manner == .average ? nil : "\nmanner \(manner.text)",
            hasPedal ? "\npedal 1" : nil, barsCountedIn == 0 ? nil : "\ncount-in \(barsCountedIn)",
            edits.contains { $0.kind == .anew } ? "\nbackward-model \(models.backwardHash)" : nil,
            edits.isEmpty ? nil : "\nedits \(edits.map(\.description).joined(separator: ", "))",
            style.isBuiltIn ? nil : "\nstyle-table \(Self.onOneLine(style.text))",
            chart.frame == ChartFrame()
                ? nil
                : "\nonce "
                    + ChartFrame.Part.allCases.filter { !chart.frame[$0].isEmpty }.map(\.rawValue).joined(
                        separator: " "),
        ].compactMap { $0 }.joined()
        let drums = models.drumHash == Self.firstDrumTable ? "" : "\ndrum-table \(models.drumHash)"
        return """
            \(Self.title)\(JazzVersion.current)
            seed \(seed)
            bars \(bars)
            tempo \(tempo)
            style \(style.name)
            intro \(introBars)
            final-bar \(hasFinalBar ? 1 : 0)
            arc \(arc.rawValue)
            density \(density)
            temp \(temperature)
            top-k \(topK)
            top-p \(topP)
            rhythm-temp \(rhythmTemperature)
            motif \(motif)
            max-copy \(mostCopied)
            best-of \(takes)
            parts \(parts.joined(separator: " "))
            lead-model \(models.leadHash)
            bass-model \(models.bassHash)\(drums)\(extras)
            chart
            \(chart.text)
            """
    }

    /// A text of several lines on one, and back.
    private static func onOneLine(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "")
    }

    private static func ofLines(_ line: String) -> String {
        var text = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                text.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// A recipe found in a file.
    package struct Found {
        package var recipe: PieceRecipe
        package var version: String
        package var leadModel: String
        /// nil where no bars were written anew by it.
        package var backwardModel: String?
        package var bassModel: String
        package var drumTable: String
    }

    /// Reads a recipe from the texts of a file; nil where there is none.
    ///
    /// - Throws: a failure where there is one that cannot be read.
    package static func find(in texts: [String], name: String) throws -> Found? {
        guard let text = texts.first(where: { $0.hasPrefix(title) && $0.contains("\nchart\n") }) else { return nil }
        func damaged(_ what: String) -> Failure {
            Failure(.data, "\(name): its recipe cannot be read: \(what); it was changed, or made by another version")
        }
        let halves = text.split(separator: "\nchart\n", maxSplits: 1, omittingEmptySubsequences: false)
        var settings: [Substring: Substring] = [:]
        let lines = halves[0].split(separator: "\n")
        for line in lines.dropFirst() {
            guard let space = line.firstIndex(of: " ") else { continue }
            settings[line[..<space]] = line[line.index(after: space)...]
        }
        func value<Value>(_ name: Substring, _ read: (String) -> Value?) throws -> Value {
            guard let text = settings[name] else { throw damaged("it has no \(name)") }
            guard let value = read(String(text)) else { throw damaged("\(name) \(text)") }
            return value
        }
        var chart: Chart
        do { chart = try ChartParser.parse(String(halves[1])) } catch { throw damaged("\(error)") }
        if settings["once"] != nil {
            chart = chart.framed(
                try value("once") { text in
                    let parts = text.split(separator: " ").map { ChartFrame.Part(rawValue: String($0)) }
                    return parts.contains(nil) ? nil : Set(parts.compactMap { $0 })
                })
        }
        func within<Number: Comparable>(_ range: ClosedRange<Number>, _ number: Number?) -> Number? {
            number.flatMap { range.contains($0) ? $0 : nil }
        }
        var recipe = PieceRecipe(
            chart: chart, tempo: try value("tempo") { within(Ensemble.tempos, Double($0)) },
            style: try value(settings["style-table"] == nil ? "style" : "style-table") {
                settings["style-table"] == nil ? Style.named($0) : try? Style(Self.ofLines($0))
            },
            bars: try value("bars") { within(1...PieceLimits.mostBars, Int($0)) },
            seed: try value("seed") { UInt64($0) })
        recipe.introBars = try value("intro") { within(0...Ensemble.mostIntroBars, Int($0)) }
        recipe.hasFinalBar = try value("final-bar") { within(0...1, Int($0)) } == 1
        recipe.arc = try value("arc") { LeadArc(rawValue: $0) }
        recipe.density = try value("density") { within(PieceLimits.densities, Double($0)) }
        recipe.temperature = try value("temp") { Double($0) }
        recipe.topK = try value("top-k") { Int($0) }
        recipe.topP = try value("top-p") { Double($0) }
        recipe.rhythmTemperature = try value("rhythm-temp") { Double($0) }
        recipe.motif = try value("motif") { within(PieceLimits.fractions, Double($0)) }
        recipe.mostCopied = try value("max-copy") { text in
            Int(text).flatMap { PieceLimits.allows(maxCopy: $0) ? $0 : nil }
        }
        recipe.takes = try value("best-of") { within(PieceLimits.takes, Int($0)) }
        recipe.arrangement = try value("parts", arrangement)
        if settings["memory"] != nil { recipe.memory = try value("memory") { within(PieceLimits.fractions, Double($0)) } }
        if settings["swing"] != nil { recipe.swing = try value("swing") { within(Swing.ratios, Double($0)) } }
        if settings["humanize"] != nil { recipe.humanity = try value("humanize") { within(PieceLimits.fractions, Double($0)) } }
        if settings["pedal"] != nil { recipe.hasPedal = try value("pedal") { within(0...1, Int($0)) } == 1 }
        if settings["count-in"] != nil {
            recipe.barsCountedIn = try value("count-in") { within(CountIn.bars, Int($0)) }
        }
        // Files that tell of none were made when there was none.
        recipe.manner = .fixed(settings["manner"] == nil ? .average : try value("manner") { Manner(text: $0) })
        if settings["edits"] != nil {
            let total = recipe.allBars
            recipe.edits = try value("edits") { text in
                let edits = text.split(separator: ",").map { LineEdit(String($0)) }
                let isWhole = edits.allSatisfy { $0.map { $0.bars.upperBound <= total } ?? false }
                return isWhole && edits.count <= 1000 ? edits.compactMap { $0 } : nil
            }
        }
        if settings["prime"] != nil { recipe.prime = try value("prime") { LeadMotif(text: $0) } }
        return Found(
            recipe: recipe, version: String(lines[0].dropFirst(title.count)), leadModel: try value("lead-model") { $0 },
            backwardModel: settings["backward-model"].map(String.init), bassModel: try value("bass-model") { $0 },
            drumTable: settings["drum-table"].map(String.init) ?? firstDrumTable)
    }

    private static func arrangement(_ text: String) -> Arrangement? {
        var result = Arrangement(roles: [])
        for part in text.split(separator: " ") {
            let isHeard = !part.hasPrefix("-")
            let halves = part.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
            guard let name = halves.first, let role = PartRole(rawValue: String(name)) else { return nil }
            if isHeard { result.roles.append(role) }
            guard halves.count == 2 else { continue }
            guard let instrument = try? Instrument(String(halves[1]), for: role) else { return nil }
            result.instruments[role] = instrument
        }
        return result.roles.isEmpty ? nil : result
    }
}
