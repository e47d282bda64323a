/// How the losses went while a text was learned: what a log keeps, and a picture shows.
public struct LossCurve: Sendable, Equatable {
    /// What was known at one moment.
    public struct Point: Sendable, Equatable {
        /// The updates made.
        public var step: Int
        /// Seconds since the start.
        public var seconds: Double
        /// Tokens learned, repeats included.
        public var tokens: Int
        /// Recent loss on the training data, nats a token.
        public var training: Double?
        /// Loss on what is held out, nats a token; nil where it was not measured at this moment.
        public var heldOut: Double?
        /// The learning rate.
        public var rate: Double

        public init(step: Int, seconds: Double, tokens: Int, training: Double?, heldOut: Double?, rate: Double) {
            self.step = step
            self.seconds = seconds
            self.tokens = tokens
            self.training = training
            self.heldOut = heldOut
            self.rate = rate
        }
    }

    /// The moments, in order.
    public var points: [Point] = []

    public init() {}

    private static let header = "step,seconds,tokens,training_loss,held_out_loss,learning_rate"

    /// The curve as comma-separated values with a line of names; a value that is not known is empty.
    public var csv: String {
        points.reduce(Self.header + "\n") { text, point in
            let cells = [
                "\(point.step)", fixed(point.seconds, 2), "\(point.tokens)", point.training.map { fixed($0, 5) } ?? "",
                point.heldOut.map { fixed($0, 5) } ?? "", "\(point.rate)",
            ]
            return text + cells.joined(separator: ",") + "\n"
        }
    }

    /// A curve that ``csv`` has written, as far as it can be read; nil for another text.
    public init?(csv: String) {
        var lines = csv.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst().map(String.init) == Self.header else { return nil }
        for line in lines where !line.isEmpty {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 6, let step = Int(cells[0]), let seconds = Double(cells[1]),
                let tokens = Int(cells[2]),
                let rate = Double(cells[5])
            else { return }
            points.append(
                Point(
                    step: step, seconds: seconds, tokens: tokens, training: Double(cells[3]),
                    heldOut: Double(cells[4]), rate: rate))
        }
    }

    private enum Kind { case training, heldOut }

    private func values(_ kind: Kind) -> [(step: Double, loss: Double)] {
        points.compactMap { point in
            (kind == .training ? point.training : point.heldOut).flatMap {
                $0.isFinite ? (Double(point.step), $0) : nil
            }
        }
    }

    /// The least and the greatest loss, and the last step; nil where there is nothing to draw.
    private var bounds: (low: Double, high: Double, last: Double)? {
        let all = values(.training) + values(.heldOut)
        guard let low = all.map(\.loss).min(), let high = all.map(\.loss).max(), let last = all.map(\.step).max(),
            last > 0
        else { return nil }
        return (low, max(high, low + 1e-3), last)
    }

    /// The curve drawn in lines of text: dots for the training loss, rings for the held-out one.
    ///
    /// - Parameters:
    ///   - columns: The width of all, at least 30.
    ///   - rows: The height of the field, at least 4.
    ///   - unicode: Whether more than ASCII can be shown.
    /// - Returns: Nothing where there is nothing to draw.
    public func drawing(columns: Int, rows: Int = 12, unicode: Bool) -> [String] {
        guard let bounds else { return [] }
        let (columns, rows) = (max(30, columns), max(4, rows))
        let margin = 7
        let width = columns - margin
        let (dot, ring, wall): (Character, Character, String) = unicode ? ("·", "●", "│") : (".", "o", "|")
        var field = [[Character]](repeating: [Character](repeating: " ", count: width), count: rows)
        for (kind, mark) in [(Kind.training, dot), (.heldOut, ring)] {
            for (step, loss) in values(kind) {
                let column = min(width - 1, Int(step / bounds.last * Double(width - 1) + 0.5))
                let row = Int((bounds.high - loss) / (bounds.high - bounds.low) * Double(rows - 1) + 0.5)
                field[row][column] = mark
            }
        }
        var lines: [String] = []
        for (row, cells) in field.enumerated() {
            let loss = bounds.high - (bounds.high - bounds.low) * Double(row) / Double(rows - 1)
            let label = row % 3 == 0 || row == rows - 1 ? fixed(loss, 2) : ""
            var line = String(cells)
            while line.last == " " { line.removeLast() }
            lines.append(String(repeating: " ", count: max(0, margin - 2 - label.count)) + label + " " + wall + line)
        }
        let end = "\(Int(bounds.last)) updates"
        lines.append(String(repeating: " ", count: margin) + "0" + pad(end, width - 1))
        lines.append(
            String(repeating: " ", count: margin) + "\(ring) held-out loss   \(dot) training loss, nats a character")
        return lines
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// The curve as a picture, 640 × 360.
    public var svg: String {
        let (left, top, width, height) = (56.0, 20.0, 560.0, 290.0)
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 360\" font-family=\"sans-serif\" font-size=\"12\">",
            "<title>Loss in nats a character, by updates</title>",
            "<rect width=\"640\" height=\"360\" fill=\"white\"/>",
        ]
        if let bounds {
            for line in 0...4 {
                let loss = bounds.high - (bounds.high - bounds.low) * Double(line) / 4
                let y = top + height * Double(line) / 4
                parts.append(
                    "<path d=\"M\(fixed(left, 0)) \(fixed(y, 1))h\(fixed(width, 0))\" stroke=\"#ddd\"/>"
                        + "<text x=\"\(fixed(left - 6, 0))\" y=\"\(fixed(y + 4, 1))\" text-anchor=\"end\">\(fixed(loss, 2))</text>"
                )
            }
            for (kind, colour, name, row) in [
                (Kind.training, "#999", "training loss", 0.0), (.heldOut, "#0b6", "held-out loss", 1.0),
            ] {
                let line = values(kind).map { step, loss in
                    fixed(left + width * step / bounds.last, 1) + ","
                        + fixed(top + height * (bounds.high - loss) / (bounds.high - bounds.low), 1)
                }
                guard !line.isEmpty else { continue }
                parts.append(
                    "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\"\(line.joined(separator: " "))\"/>"
                )
                parts.append(
                    "<text x=\"\(fixed(left + width, 0))\" y=\"\(fixed(top + 14 + 16 * row, 0))\" text-anchor=\"end\" fill=\"\(colour)\">\(name)</text>"
                )
            }
            parts.append(
                "<text x=\"\(fixed(left, 0))\" y=\"330\">0</text><text x=\"\(fixed(left + width, 0))\" y=\"330\" text-anchor=\"end\">"
                    + "\(Int(bounds.last)) updates</text><text x=\"320\" y=\"350\" text-anchor=\"middle\">loss, nats a character</text>"
            )
        }
        parts.append("</svg>")
        return parts.joined(separator: "\n") + "\n"
    }
}

/// A number with so many digits after the point.
func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(Int(scaled)) }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}
