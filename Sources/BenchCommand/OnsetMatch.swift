/// Which of the onsets that were meant were heard, and how far beside their time.
package struct OnsetMatch: Equatable {
    /// What is heard within so many seconds of a time that was meant belongs to it.
    package static let reach = 0.01

    /// Heard minus meant, of those that were heard.
    package private(set) var errors: [Double] = []
    /// Those that were meant and not heard.
    package private(set) var missing: [Missing] = []

    package struct Missing: Equatable {
        package var meant: Double
        /// The nearest onset that was heard; nil where none was.
        package var nearest: Double?

        package init(meant: Double, nearest: Double?) { (self.meant, self.nearest) = (meant, nearest) }
    }

    /// - Parameters:
    ///   - meant: In order, in seconds.
    ///   - heard: In order, in seconds.
    package init(meant: [Double], heard: [Double]) {
        var next = 0
        for time in meant {
            while next < heard.count, heard[next] < time - Self.reach { next += 1 }
            guard next < heard.count, heard[next] <= time + Self.reach else {
                let around = heard[max(next - 1, 0)..<min(next + 1, heard.count)]
                missing.append(Missing(meant: time, nearest: around.min { abs($0 - time) < abs($1 - time) }))
                continue
            }
            errors.append(heard[next] - time)
            next += 1
        }
    }

    /// Words that say where the first of those that are missing were meant; empty where none is.
    package var whereMissing: String {
        guard !missing.isEmpty else { return "" }
        let places = missing.prefix(5).map { one in
            let place = "\(Self.text(one.meant)) s"
            return one.nearest.map { "\(place) (nearest: \(Self.text($0)) s)" } ?? place
        }
        return ": " + places.joined(separator: ", ") + (missing.count > places.count ? " …" : "")
    }

    /// With three digits behind the point.
    private static func text(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
