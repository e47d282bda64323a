import Numerics
/// Named charts held as text, read when asked for.
public struct ChartLibrary: Sendable {
    private let texts: [(name: String, text: String)]

    /// A library of texts under their names, in the order in which they are to be listed.
    public init(_ texts: [(name: String, text: String)]) {
        self.texts = texts
    }

    /// The names, in order.
    public var names: [String] { texts.map(\.name) }

    /// The text of a chart.
    ///
    /// - Throws: `HarmonyError.unknownChart` with the names there are.
    public func text(named name: String) throws(HarmonyError) -> String {
        guard let entry = texts.first(where: { $0.name == name }) else {
            throw .unknownChart(name: name, known: names)
        }
        return entry.text
    }

    /// A chart, titled by its name if its text gives no title.
    ///
    /// - Throws: `HarmonyError` if there is no such chart or it cannot be read.
    public func chart(named name: String) throws(HarmonyError) -> Chart {
        var chart = try ChartParser.parse(try text(named: name))
        if chart.title.isEmpty { chart.title = name }
        return chart
    }

    /// The name of a chart drawn evenly; nil in an empty library.
    public func pick(using generator: inout some RandomNumberGenerator) -> String? {
        texts.isEmpty ? nil : texts[generator.below(texts.count)].name
    }
}
