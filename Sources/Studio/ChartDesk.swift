import Jazz
import MIDI
import ModelFile
import Repertoire
import Web

/// Charts: read, invented, told.
enum ChartDesk {
    static func addRoutes(to router: inout Router) {
        router.add("POST", "api/chart/parse", .inTurn, mostBytes: 8 << 20) { try parse(try $0.json()) }
        router.add("POST", "api/chart/invent", .inTurn) { try invent(try $0.json()) }
        router.add("GET", "api/chart/sample/*", .soon) { call in
            do {
                let chart = try Shipped.charts.chart(named: call.names[0])
                return HTTPResponse { ChartJSON.write(chart, notes: [], to: &$0) }
            } catch {
                throw APIError(404, "there is no sample chart of this name", hint: "/api/about lists them")
            }
        }
    }

    /// The longest text of a chart.
    static let mostCharacters = ChartParser.maximumCharacters

    // MARK: Reading

    private static func parse(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["text", "data", "name", "song", "key", "transpose", "meter"])
        let bytes: [UInt8]
        if let text = try fields.text("text", most: 2_000_000) {
            guard !fields.has("data") else {
                throw APIError(422, "text and data are both given", at: "data", hint: "give one of the two")
            }
            bytes = Array(text.utf8)
        } else if let data = try fields.bytes("data", most: 4 << 20) {
            bytes = data
        } else {
            throw APIError(422, "there is nothing to read", at: "text", hint: "send text, or a file as data in base64")
        }
        let name = try fields.text("name", most: 200) ?? ""
        let song = try fields.text("song", most: 200)
        var reading = try Self.reading(bytes, name: name, song: song, meter: try meter(fields))
        if let chart = reading.chart {
            reading.chart = try moved(chart, fields, note: { reading.notes.append($0) })
        }
        return HTTPResponse { writer in
            writer.key("chart")
            if let chart = reading.chart {
                writer.object { ChartJSON.write(chart, notes: reading.notes, to: &$0) }
            } else {
                writer.null()
            }
            writer.list("mistakes", reading.mistakes) { writer, mistake in
                writer.member("bar", mistake.bar)
                writer.member("line", mistake.line)
                writer.member("message", mistake.message)
            }
            writer.member("songs", reading.songs)
            writer.member("melody", reading.hasMelody)
        }
    }

    struct Mistake {
        var bar: Int?
        var line: Int?
        var message: String
    }

    struct Reading {
        var chart: Chart?
        var mistakes: [Mistake] = []
        var notes: [String] = []
        var songs: [String] = []
        var hasMelody = false
    }

    /// Reads a chart of any kind, and finds all chords that are none.
    static func reading(_ bytes: [UInt8], name: String, song: String?, meter: Meter?) throws -> Reading {
        var result = Reading()
        let isForeign = MIDIFile.isMIDI(bytes) || ForeignFormat(bytes) != nil
        let text = isForeign ? nil : String(validating: bytes, as: UTF8.self)
        if let text, !IRealLink.isPresent(in: text), !text.prefix(4096).lowercased().contains("<html") {
            guard song == nil else {
                throw APIError(422, "song picks a song of an iReal Pro link, and this is none", at: "song")
            }
            read(text, in: meter, to: &result)
        } else {
            if let text, IRealLink.isPresent(in: text) {
                result.songs = ((try? IRealLink.songs(in: text)) ?? []).prefix(2_000).map(\.title)
            }
            var notes: [String] = []
            do {
                result.chart = try ChartArgument(song: song, meter: meter, note: { notes.append($0) })
                    .read(bytes, called: name.isEmpty ? "the file" : name)
                if result.chart?.title.isEmpty == true, !name.isEmpty {
                    result.chart?.title = String(name.split(separator: ".").first ?? "")
                }
                result.hasMelody = isForeign && (try? Manuscript.read(bytes, called: name, needsMelody: true)) != nil
            } catch {
                let error = APIError(error)
                result.mistakes = [Mistake(message: error.message + (error.hint.map { "; \($0)" } ?? ""))]
            }
            result.notes = notes
        }
        if let chart = result.chart, chart.bars.count > PieceLimits.mostBars {
            result.mistakes.append(
                Mistake(message: "the chart has \(chart.bars.count) bars, a piece at most \(PieceLimits.mostBars)"))
        }
        return result
    }

    /// So many mistakes are looked for.
    private static let mostMistakes = 24

    /// Reads text: where a symbol is no chord, it is told, and the rest is read without it.
    private static func read(_ text: String, in meter: Meter?, to result: inout Reading) {
        var text = text
        while result.mistakes.count < mostMistakes {
            do throws(HarmonyError) {
                let chart = try ChartParser.parse(text)
                result.notes = chart.notes
                result.chart = meter.map { chart.relaid(in: $0) } ?? chart
                return
            } catch {
                result.mistakes.append(mistake(error))
                guard let symbol = symbol(error), let mended = without(symbol, text) else { return }
                text = mended
            }
        }
    }

    private static func symbol(_ error: HarmonyError) -> String? {
        switch error {
        case .chord(let symbol, _), .chordInBar(let symbol, _, _): symbol.isEmpty ? nil : symbol
        default: nil
        }
    }

    /// The text with N.C. for the first word that is `symbol`.
    private static func without(_ symbol: String, _ text: String) -> String? {
        var start = text.startIndex
        func isEdge(_ character: Character) -> Bool { character.isWhitespace || "|:[](){},/".contains(character) }
        while let range = text[start...].firstRange(of: symbol) {
            let isWord =
                (range.lowerBound == text.startIndex || isEdge(text[text.index(before: range.lowerBound)]))
                && (range.upperBound == text.endIndex || isEdge(text[range.upperBound]))
            if isWord { return text.replacingCharacters(in: range, with: "N.C.") }
            start = text.index(after: range.lowerBound)
        }
        return nil
    }

    private static func mistake(_ error: HarmonyError) -> Mistake {
        switch error {
        case .chordInBar(let symbol, let offset, let location):
            Mistake(
                bar: location.bar, line: location.line,
                message: HarmonyError.chord(symbol: symbol, offset: offset).description)
        case .bar(let fault, let location): Mistake(bar: location.bar, line: location.line, message: fault.description)
        case .header(_, _, _, let line): Mistake(line: line, message: error.description)
        case .chord: Mistake(bar: 1, message: error.description)
        default: Mistake(message: error.description)
        }
    }

    // MARK: What is shared with pieces

    static func meter(_ fields: Fields) throws(APIError) -> Meter? {
        guard let text = try fields.text("meter", most: 40) else { return nil }
        guard let meter = Meter(text) else {
            throw APIError(422, "this metre is not played", at: "meter", hint: "there are \(Meter.understood)")
        }
        return meter
    }

    static func key(_ fields: Fields) throws(APIError) -> Key? {
        guard let text = try fields.text("key", most: 12) else { return nil }
        guard let key = Key(text) else {
            throw APIError(422, "this is no key", at: "key", hint: "write a note name, such as F, Bb or C#m")
        }
        return key
    }

    /// The chart in the key and as much higher as asked for.
    static func moved(_ chart: Chart, _ fields: Fields, note: (String) -> Void) throws(APIError) -> Chart {
        var chart = chart
        if let key = try key(fields) {
            let own = chart.impliedKey
            if own.isMinor != key.isMinor {
                note("the changes stay in \(own.isMinor ? "minor" : "major"), on \(key.tonic)")
            }
            chart = chart.transposed(by: key.tonic.pitchClass - own.tonic.pitchClass)
        }
        if let steps = try fields.integer("transpose", -48...48) { chart = chart.transposed(by: steps) }
        return chart
    }

    private static func invent(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["form", "key", "meter", "seed", "temperature", "topP"])
        let form = try fields.text("form", most: 40).map { try inventedForm($0) }
        let temperature = try fields.number("temperature", 0...10)
        let topP = try fields.number("topP", 0...1)
        let options = try SamplingChoice.options(temperature, topP: topP)
        let chart = try InventedChanges.chart(
            form, key: try key(fields), meter: try meter(fields) ?? .common,
            seed: try fields.seed() ?? UInt64.random(in: 0...999_999), options: options, model: nil)
        return HTTPResponse { ChartJSON.write(chart, notes: [], to: &$0) }
    }

    static func inventedForm(_ name: String) throws(APIError) -> InventedForm {
        guard let form = InventedForm(rawValue: name) else {
            throw APIError(
                422, "this form cannot be invented", at: "form",
                hint: "choose one of \(InventedForm.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return form
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
