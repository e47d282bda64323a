import Commands
import Jazz
import ModelFile
import Numerics
import Recurrent
import Sampling

/// All that decides the bytes of a piece, but for the networks' weights: what a file keeps so that it can be made again.
struct PieceRecipe {
    var chart: Chart
    var tempo: Double
    var style: Style
    var bars: Int
    var seed: UInt64
    var introBars = 0
    var hasFinalBar = false
    var arc = LeadArc.arch
    var density = 1.0
    var temperature = LeadOptions.usualTemperature
    var topK = 0
    var topP = LeadOptions.usualTopP
    var rhythmTemperature = LeadOptions.usualRhythmTemperature
    var motif = LeadOptions.usualMotifFraction
    /// 0 for no limit.
    var mostCopied = LeadOptions.usualMostCopied
    var takes = 1
    var arrangement = Arrangement()
    /// The ratio of swung eighths; nil for what players do.
    var swing: Double?
    /// How far the lead strays from the grid, 0…1.
    var humanity = 1.0
    /// How the lead differs from the mean of players.
    var manner = MannerWish.drawn(in: nil)
    /// What the lead begins with.
    var prime = LeadMotif()
    /// What of the lead was changed afterwards, in order.
    var edits: [LineEdit] = []

    /// The band that plays it.
    func band(_ models: BandModels) throws -> Ensemble {
        let manner = try playedManner(models)
        do throws(SamplingError) {
            var options = LeadOptions(
                rhythm: try SamplingOptions(temperature: rhythmTemperature),
                pitch: try SamplingOptions(temperature: temperature, topK: topK, topP: topP), motifFraction: motif,
                copies: models.copies, mostCopied: mostCopied == 0 ? nil : mostCopied)
            if let range = arrangement.leadRange { options.range = range }
            options.prime = prime
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
    func playedManner(_ models: BandModels) throws(Failure) -> Manner {
        if case .fixed(.average) = manner { return .average }
        guard let manners = models.manners else {
            if case .drawn(nil) = manner { return .average }
            throw Failure(
                .data, "--manner: the lead's model learned from too few solos to know how players differ; leave it out")
        }
        return switch manner {
        case .drawn(let school):
            Ensemble.manner(of: seed ^ fnv1a(chart.text.utf8.lazy.map { UInt64($0) }), in: school, among: manners)
        case .number(let number): Ensemble.manner(of: number, among: manners)
        case .fixed(let manner): manner
        case .like(let window): manners.manner(of: window)
        case .likeFile: preconditionFailure("a manner like a file that was not read")
        }
    }

    /// Makes the piece, with the recipe as its remark.
    func make(_ models: BandModels) throws -> Piece {
        let band = try band(models)
        do throws(SamplingError) {
            let remarks = [text(models, manner: band.lead.manner)]
            if !edits.isEmpty {
                return arrangement(
                    try band.piece(
                        bars: bars, networks: models.networks, seed: seed, takes: takes, edits: edits, remarks: remarks
                    ).piece)
            }
            let piece =
                takes > 1
                ? try band.bestPiece(bars: bars, networks: models.networks, seed: seed, takes: takes, remarks: remarks)
                    .piece
                : try band.piece(bars: bars, networks: models.networks, seed: seed, remarks: remarks)
            return arrangement(piece)
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
    func text(_ models: BandModels, manner: Manner) -> String {
        // What a silent part would play on counts: the others play to it.
        let parts = PartRole.allCases.compactMap { role -> String? in
            let isHeard = arrangement.roles.contains(role)
            guard let instrument = arrangement.instruments[role] else { return isHeard ? role.rawValue : nil }
            return (isHeard ? "" : "-") + "\(role.rawValue)=\(instrument.program + 1)"
        }
        let extras = [
            swing.map { "\nswing \($0)" }, humanity == 1 ? nil : "\nhumanize \(humanity)",
            prime.lastSlot.map { _ in "\nprime \(prime.text)" },
            manner == .average ? nil : "\nmanner \(manner.text)",
            edits.isEmpty ? nil : "\nedits \(edits.map(\.description).joined(separator: ", "))",
            style.isBuiltIn ? nil : "\nstyle-table \(Self.onOneLine(style.text))",
        ].compactMap { $0 }.joined()
        let drums = models.drumHash == Self.firstDrumTable ? "" : "\ndrum-table \(models.drumHash)"
        return """
            \(Self.title)\(JazzMain.version)
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
    struct Found {
        var recipe: PieceRecipe
        var version: String
        var leadModel: String
        var bassModel: String
        var drumTable: String
    }

    /// Reads a recipe from the texts of a file; nil where there is none.
    ///
    /// - Throws: a failure where there is one that cannot be read.
    static func find(in texts: [String], name: String) throws -> Found? {
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
        let chart: Chart
        do { chart = try ChartParser.parse(String(halves[1])) } catch { throw damaged("\(error)") }
        func within<Number: Comparable>(_ range: ClosedRange<Number>, _ number: Number?) -> Number? {
            number.flatMap { range.contains($0) ? $0 : nil }
        }
        var recipe = PieceRecipe(
            chart: chart, tempo: try value("tempo") { within(Ensemble.tempos, Double($0)) },
            style: try value(settings["style-table"] == nil ? "style" : "style-table") {
                settings["style-table"] == nil ? Style.named($0) : try? Style(Self.ofLines($0))
            },
            bars: try value("bars") { within(1...Generate.mostBars, Int($0)) }, seed: try value("seed") { UInt64($0) })
        recipe.introBars = try value("intro") { within(0...Ensemble.mostIntroBars, Int($0)) }
        recipe.hasFinalBar = try value("final-bar") { within(0...1, Int($0)) } == 1
        recipe.arc = try value("arc") { LeadArc(rawValue: $0) }
        recipe.density = try value("density") { within(LeadArguments.densities, Double($0)) }
        recipe.temperature = try value("temp") { Double($0) }
        recipe.topK = try value("top-k") { Int($0) }
        recipe.topP = try value("top-p") { Double($0) }
        recipe.rhythmTemperature = try value("rhythm-temp") { Double($0) }
        recipe.motif = try value("motif") { within(0...1, Double($0)) }
        recipe.mostCopied = try value("max-copy") { text in
            Int(text).flatMap { LeadArguments.allows(maxCopy: $0) ? $0 : nil }
        }
        recipe.takes = try value("best-of") { within(LeadArguments.takes, Int($0)) }
        recipe.arrangement = try value("parts", arrangement)
        if settings["swing"] != nil { recipe.swing = try value("swing") { within(Swing.ratios, Double($0)) } }
        if settings["humanize"] != nil { recipe.humanity = try value("humanize") { within(0...1, Double($0)) } }
        // Files that tell of none were made when there was none.
        recipe.manner = .fixed(settings["manner"] == nil ? .average : try value("manner") { Manner(text: $0) })
        if settings["edits"] != nil {
            let total = recipe.introBars + recipe.bars + (recipe.hasFinalBar ? 1 : 0)
            recipe.edits = try value("edits") { text in
                let edits = text.split(separator: ",").map { LineEdit(String($0)) }
                let isWhole = edits.allSatisfy { $0.map { $0.bars.upperBound <= total } ?? false }
                return isWhole && edits.count <= 1000 ? edits.compactMap { $0 } : nil
            }
        }
        if settings["prime"] != nil { recipe.prime = try value("prime") { LeadMotif(text: $0) } }
        return Found(
            recipe: recipe, version: String(lines[0].dropFirst(title.count)), leadModel: try value("lead-model") { $0 },
            bassModel: try value("bass-model") { $0 },
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
