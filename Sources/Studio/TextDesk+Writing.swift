import Bookshelf
import ModelFile
import Prose
import Sampling
internal import Synchronization
import Web

/// Texts that are written.
extension TextDesk {
    /// What is asked for.
    private struct Order {
        var model: String
        var learned: LearnedText
        var prompt: String
        var options: SamplingOptions
        var temperature: Double
        var limits: LengthLimits
        var stops: StopStrings?
        var seed: UInt64
        var isStreamed: Bool
        var tellsCopies: Bool
    }

    private static let names = [
        "model", "prompt", "length", "temperature", "topK", "topP", "minP", "repetitionPenalty", "stop", "seed",
        "stream",
        "copies",
    ]

    private func order(_ json: JSONValue, temperature other: Double? = nil, path: String = "") throws -> Order {
        let fields = try Fields(json, known: Self.names, path: path)
        let (name, learned) = try model(fields.text("model", most: 80))
        let temperature = try other ?? fields.number("temperature", 0...10) ?? 0.8
        var options = try SamplingOptions(
            temperature: temperature, topK: try fields.integer("topK", 0...100_000) ?? 0,
            topP: try fields.number("topP", 0...1) ?? 1)
        options.minP = try fields.number("minP", 0...1) ?? 0
        options.penalties.repetition = try fields.number("repetitionPenalty", 1...10) ?? 1
        var stops: StopStrings?
        if let list = try fields.list("stop", most: 8) {
            let strings = try list.map { value throws(APIError) -> String in
                guard case .string(let text) = value, !text.isEmpty, text.unicodeScalars.count <= 200 else {
                    throw APIError(422, "stop is a list of texts of 1 to 200 characters", at: path + "stop")
                }
                return text
            }
            stops = try StopStrings(strings)
        }
        return Order(
            model: name, learned: learned, prompt: try fields.text("prompt", most: 200_000) ?? "", options: options,
            temperature: temperature, limits: try LengthLimits(maximum: fields.integer("length", 1...20_000) ?? 600),
            stops: stops, seed: try fields.seed() ?? UInt64.random(in: 0...999_999),
            isStreamed: try fields.flag("stream") ?? false, tellsCopies: try fields.flag("copies") ?? false)
    }

    /// Writes; `deliver` is called with what is new, and says whether to go on.
    private func text(_ order: Order, _ deliver: (Unicode.Scalar) -> Bool) throws -> String {
        var text = String.UnicodeScalarView()
        var stops = order.stops
        var wantsMore = true
        func take(_ scalar: Unicode.Scalar) {
            text.append(scalar)
            if !deliver(scalar) { wantsMore = false }
        }
        let tail = String(String.UnicodeScalarView(order.prompt.unicodeScalars.suffix(WritingDesk.context)))
        let reason = try order.learned.text.write(
            prompt: tail, options: order.options, limits: order.limits, seed: order.seed
        ) { scalar in
            guard stops != nil else {
                take(scalar)
                return wantsMore ? nil : .interrupted
            }
            let isOver = stops?.add(scalar) { take($0) } ?? false
            return !wantsMore ? .interrupted : isOver ? .stopString : nil
        }
        if reason != .stopString { stops?.finish { take($0) } }
        return String(text)
    }

    private func tell(_ order: Order, _ text: String, to writer: inout JSONWriter) {
        let found = order.tellsCopies ? copies(of: text, order) : []
        let whole = order.learned.text.score(order.prompt.suffix(2_000) + text, ends: false)
        writer.member("text", text)
        writer.member("seed", String(order.seed))
        writer.member("model", order.model)
        writer.member("temperature", order.temperature)
        writer.member("bits", text.isEmpty ? nil : whole.bitsPerCharacter)
        Self.write(found, to: &writer)
    }

    /// Where what a model has learned from is here.
    private func copies(of text: String, _ order: Order) -> [Copy] {
        let corpus = order.learned.file.card.name
        return (try? copies(of: text, in: corpus, least: Self.usualCopy)) ?? []
    }

    func write(_ json: JSONValue) throws -> HTTPResponse {
        let order = try order(json)
        guard order.isStreamed else {
            let text = try text(order) { _ in true }
            return HTTPResponse { tell(order, text, to: &$0) }
        }
        let stream = ByteStream(limit: 8 << 20, endsWithReader: true)
        var response = HTTPResponse(200, headers: [("Content-Type", "text/event-stream")], body: .stream(stream))
        response.afterwards = { [self] in
            defer { stream.finish() }
            var pending = String.UnicodeScalarView()
            func send() -> Bool {
                defer { pending = .init() }
                return stream.append(Event.bytes("text") { $0.member("text", String(pending)) })
            }
            do {
                let text = try text(order) { scalar in
                    pending.append(scalar)
                    return pending.count < 4 || send()
                }
                if !pending.isEmpty { _ = send() }
                stream.append(Event.bytes("done") { tell(order, text, to: &$0) })
            } catch {
                let error = APIError(error)
                stream.append(
                    Event.bytes("error") { writer in
                        writer.member("error", error.message)
                        writer.member("where", error.place)
                        writer.member("hint", error.hint)
                    })
            }
        }
        return response
    }

    func compare(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["write", "temperatures"])
        guard let list = try fields.list("temperatures", most: 6), !list.isEmpty else {
            throw APIError(422, "temperatures is to be a list of 1 to 6", at: "temperatures")
        }
        let wish = fields.values["write"] ?? .object([:])
        var orders: [Order] = []
        for (index, value) in list.enumerated() {
            let one = try Fields(.object(["t": value]), known: ["t"], path: "temperatures[\(index)].")
            guard let temperature = try one.number("t", 0...10) else {
                throw APIError(422, "a temperature is missing", at: "temperatures[\(index)]")
            }
            var order = try order(wish, temperature: temperature, path: "write.")
            order.seed = orders.first?.seed ?? order.seed
            orders.append(order)
        }
        let texts = try orders.map { ($0, try text($0) { _ in true }) }
        return HTTPResponse { writer in
            writer.list("texts", texts) { writer, entry in tell(entry.0, entry.1, to: &writer) }
        }
    }
}

/// A server-sent event (HTML Living Standard, section 9.2).
enum Event {
    static func bytes(_ name: String, id: Int? = nil, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        // JSON as it is written here has no line ends.
        return Array(((id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: \(writer.text)\n\n").utf8)
    }
}
