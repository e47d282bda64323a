internal import Numerics

/// Words as points of a plane, so that they can be looked at.
public struct VectorMap: Sendable {
    /// The words.
    public let words: [String]
    /// Where each is.
    public private(set) var points: [(x: Double, y: Double)]

    /// How vectors become points.
    public enum Kind: String, CaseIterable, Sendable {
        /// The two directions in which they differ most.
        case pca
        /// Neighbours stay neighbours.
        case tsne
    }

    /// The most words of a map.
    public static let limit = 1_000

    /// A map of the commonest words; the same every time.
    ///
    /// - Parameter count: At most ``limit``.
    /// - Complexity: O(N·D²) for the principal components; O(N²) for each of 500 steps of t-SNE.
    public init(_ vectors: WordVectors, count: Int, kind: Kind) {
        precondition(count <= Self.limit, "a map of \(count) words")
        let some = vectors.prefix(count)
        words = some.words
        let size = some.dimension
        // By their direction, as their neighbours are.
        let rows = words.indices.map { index -> [Double] in
            let row = some.values[index * size..<(index + 1) * size].map { Double($0) }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / max(length, 1e-30) }
        }
        points = Self.principal(rows)
        if kind == .tsne, rows.count > 3 { points = Self.neighbours(rows, start: points) }
    }

    /// The two principal components, found by orthogonal iteration.
    private static func principal(_ rows: [[Double]]) -> [(x: Double, y: Double)] {
        guard let size = rows.first?.count else { return [] }
        let mean = (0..<size).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
        let centred = rows.map { row in zip(row, mean).map { $0 - $1 } }
        var random = SplitMix64(seed: 1)
        var axes: [[Double]] = []
        for _ in 0..<min(2, size) {
            var axis = (0..<size).map { _ in Double(random.next() >> 11) * 0x1p-53 - 0.5 }
            for _ in 0..<100 {
                var next = [Double](repeating: 0, count: size)
                for row in centred {
                    let product = zip(row, axis).reduce(0) { $0 + $1.0 * $1.1 }
                    for index in 0..<size { next[index] += product * row[index] }
                }
                for other in axes {
                    let product = zip(next, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for index in 0..<size { next[index] -= product * other[index] }
                }
                let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard length > 1e-30 else { break }
                axis = next.map { $0 / length }
            }
            axes.append(axis)
        }
        return centred.map { row in
            let place = axes.map { axis in zip(row, axis).reduce(0) { $0 + $1.0 * $1.1 } }
            return (place[0], place.count > 1 ? place[1] : 0)
        }
    }

    /// t-SNE (L. van der Maaten, G. Hinton, "Visualizing Data using t-SNE", JMLR 9, 2008), begun from the principal components.
    private static func neighbours(
        _ rows: [[Double]], start: [(x: Double, y: Double)]
    ) -> [(x: Double, y: Double)] {
        let count = rows.count
        let perplexity = min(30, Double(count - 1) / 3)
        var affinities = [Double](repeating: 0, count: count * count)
        for one in 0..<count {
            let distances = rows.map { row in zip(row, rows[one]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
            let weights = fitted(distances, besides: one, entropy: naturalLogarithm(perplexity))
            for other in 0..<count {
                affinities[one * count + other] += weights[other] / Double(2 * count)
                affinities[other * count + one] += weights[other] / Double(2 * count)
            }
        }
        let spread = max(1e-30, start.map { max($0.x.magnitude, $0.y.magnitude) }.max() ?? 1)
        var place = start.flatMap { [$0.x / spread * 1e-2, $0.y / spread * 1e-2] }
        var speed = [Double](repeating: 0, count: 2 * count)
        var gains = [Double](repeating: 1, count: 2 * count)
        let rate = max(10, Double(count) / 12)
        for step in 0..<500 {
            let exaggeration = step < 125 ? 12.0 : 1
            var kernel = [Double](repeating: 0, count: count * count)
            var total = 0.0
            for one in 0..<count {
                for other in 0..<one {
                    let (x, y) = (place[2 * one] - place[2 * other], place[2 * one + 1] - place[2 * other + 1])
                    let value = 1 / (1 + x * x + y * y)
                    kernel[one * count + other] = value
                    kernel[other * count + one] = value
                    total += 2 * value
                }
            }
            for one in 0..<count {
                var (x, y) = (0.0, 0.0)
                for other in 0..<count {
                    let value = kernel[one * count + other]
                    let force = (exaggeration * affinities[one * count + other] - value / total) * value
                    x += force * (place[2 * one] - place[2 * other])
                    y += force * (place[2 * one + 1] - place[2 * other + 1])
                }
                for (index, slope) in [(2 * one, 4 * x), (2 * one + 1, 4 * y)] {
                    gains[index] = max(0.01, slope * speed[index] < 0 ? gains[index] + 0.2 : gains[index] * 0.8)
                    speed[index] = (step < 250 ? 0.5 : 0.8) * speed[index] - rate * gains[index] * slope
                }
            }
            for index in place.indices { place[index] += speed[index] }
        }
        return (0..<count).map { (place[2 * $0], place[2 * $0 + 1]) }
    }

    /// The weights of the others such that their entropy is as wanted.
    private static func fitted(_ distances: [Double], besides one: Int, entropy wanted: Double) -> [Double] {
        var (low, high, precision) = (0.0, Double.infinity, 1.0)
        var weights: [Double] = []
        let nearest = distances.indices.filter { $0 != one }.map { distances[$0] }.min() ?? 0
        for _ in 0..<60 {
            weights = distances.indices.map {
                $0 == one ? 0 : exponential(-min(700, precision * (distances[$0] - nearest)))
            }
            let total = weights.reduce(0, +)
            let mean = zip(weights, distances).reduce(0) { $0 + $1.0 * ($1.1 - nearest) } / total
            let entropy = naturalLogarithm(total) + precision * mean
            weights = weights.map { $0 / total }
            if (entropy - wanted).magnitude < 1e-6 { break }
            if entropy > wanted { low = precision } else { high = precision }
            precision = high == .infinity ? precision * 2 : (low + high) / 2
        }
        return weights
    }

    /// The map as a picture.
    ///
    /// - Parameter title: Stands above it.
    public func svg(title: String) -> String {
        let (width, margin) = (1_000.0, 60.0)
        func scale(_ value: Double, _ all: [Double]) -> Double {
            let (low, high) = (all.min() ?? 0, all.max() ?? 1)
            return high > low ? (value - low) / (high - low) : 0.5
        }
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        func escaped(_ text: String) -> String { text.unicodeScalars.map { SurprisePage.escaped($0) }.joined() }
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" font-family="sans-serif" font-size="11">
            <title>\(escaped(title))</title>
            <rect width="1000" height="1000" fill="white"/>

            """
        for (index, word) in words.enumerated() {
            let x = margin + scale(xs[index], xs) * (width - 2 * margin)
            let y = width - margin - scale(ys[index], ys) * (width - 2 * margin)
            let (left, top) = (fixed(x, 1), fixed(y, 1))
            text += "<circle cx=\"\(left)\" cy=\"\(top)\" r=\"2\" fill=\"#c33\"/>"
            text += "<text x=\"\(fixed(x + 4, 1))\" y=\"\(fixed(y + 4, 1))\">\(escaped(word))</text>\n"
        }
        return text + "</svg>\n"
    }
}
