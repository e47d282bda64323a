import Jazz

/// The forms that can be asked for by name.
package enum Forms {
    /// Those of which the program carries a chart.
    private static let carried: [(form: String, chart: String)] = [
        ("blues", "blues"), ("jazz-blues", "jazz-blues"), ("minor-blues", "minor-blues"),
        ("rhythm", "rhythm-changes"),
    ]

    private static var inventedOnly: [InventedForm] {
        InventedForm.allCases.filter { form in !carried.contains { $0.form == form.rawValue } }
    }

    /// All names, those with a chart first.
    package static var names: [String] { carried.map(\.form) + inventedOnly.map(\.rawValue) }

    /// The chart that the program carries of a form.
    package static func chart(_ form: String) -> String? { carried.first { $0.form == form }?.chart }
}
