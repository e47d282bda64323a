/// Reads the values of a style's table.
struct StyleValues {
    /// The line of the table, from 1.
    let line: Int

    func fault(_ text: String) -> HarmonyError { .style(text, line: line) }

    func unknown(_ key: String, _ known: String) -> HarmonyError {
        fault("\"\(HarmonyError.shortened(key)):\" is not known here; there are \(known)")
    }

    func numbers(
        _ text: String, _ key: String, count: ClosedRange<Int>, in range: ClosedRange<Double>
    ) throws(HarmonyError) -> [Double] {
        var values: [Double] = []
        for word in text.split(separator: " ") {
            guard let value = Double(word), range.contains(value) else {
                throw fault(
                    "\"\(HarmonyError.shortened(String(word)))\" is not possible for \(key); choose "
                        + "\(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))")
            }
            values.append(value)
        }
        guard count.contains(values.count) else {
            let many =
                count.lowerBound == count.upperBound
                ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            throw fault("\(key) has \(values.count) numbers; it takes \(many)")
        }
        return values
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }

    func loud(_ text: String, _ key: String) throws(HarmonyError) -> Int {
        Int(try numbers(text, key, count: 1...1, in: 1...127)[0])
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ text: String, _ key: String) throws(HarmonyError) -> Value
    where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw fault("\(key) cannot be \"\(HarmonyError.shortened(text))\"; choose one of \(known)")
    }

    func eighths(_ text: String, _ key: String) throws(HarmonyError) -> StyleTable.Eighths {
        if text == "even" { return .even }
        if text == "drummer", key == "ride" { return .drummer }
        var ratios: [StyleTable.Ratio] = []
        for word in text.split(separator: " ") {
            let halves = word.split(separator: "=").map { Double($0) }
            guard let ratio = halves.last ?? nil, (1...3).contains(ratio), halves.count <= 2,
                let tempo = halves.count == 2 ? halves[0] : 0, (0...400).contains(tempo),
                tempo > ratios.last?.tempo ?? -1
            else {
                throw fault(
                    "\(key) are even, a ratio of 1 to 3, or ratios by rising tempos, such as 120=1.5 240=1.2")
            }
            ratios.append(StyleTable.Ratio(tempo: tempo, ratio: ratio))
        }
        guard !ratios.isEmpty else { throw fault("\(key) are even, or a ratio of 1 to 3") }
        return .ratios(ratios)
    }

    static func list(_ text: String) -> [String] {
        text.lowercased().split(separator: ",").map { ChartHeader.trimmed($0) }.filter { !$0.isEmpty }
    }
}
