internal import Numerics

/// Numbers that are added, multiplied and squashed one by one.
package struct Vector: Sendable, Equatable {
    package var values: [Double]

    package init(_ values: [Double]) { self.values = values }

    static func zeros(_ count: Int) -> Vector { Vector([Double](repeating: 0, count: count)) }

    /// The vector cut into `count` equal parts: the gates, one after the other.
    func split(_ count: Int) -> [Vector] {
        let size = values.count / count
        return (0..<count).map { Vector(Array(values[$0 * size..<($0 + 1) * size])) }
    }

    /// The reverse of ``split(_:)``.
    static func joined(_ parts: Vector...) -> Vector { Vector(parts.flatMap(\.values)) }

    static func + (a: Vector, b: Vector) -> Vector { a.with(b, +) }
    static func - (a: Vector, b: Vector) -> Vector { a.with(b, -) }
    static func * (a: Vector, b: Vector) -> Vector { a.with(b, *) }
    static func - (a: Double, b: Vector) -> Vector { Vector(b.values.map { a - $0 }) }
    static func * (a: Double, b: Vector) -> Vector { Vector(b.values.map { a * $0 }) }
    static func += (a: inout Vector, b: Vector) { a = a + b }

    private func with(_ other: Vector, _ body: (Double, Double) -> Double) -> Vector {
        precondition(values.count == other.values.count, "\(values.count) and \(other.values.count) numbers")
        return Vector(zip(values, other.values).map(body))
    }
}

/// σ(z) = 1 / (1 + e⁻ᶻ).
func sigmoid(_ z: Vector) -> Vector { Vector(z.values.map { 1 / (1 + exponential(-$0)) }) }

/// tanh(z) = 2 σ(2z) − 1.
func tanh(_ z: Vector) -> Vector { 2 * sigmoid(2 * z) - Vector(z.values.map { _ in 1 }) }

/// The slope of σ where its value is s, and that of tanh where its value is t.
func slopeOfSigmoid(_ s: Vector) -> Vector { s * (1 - s) }
func slopeOfTanh(_ t: Vector) -> Vector { 1 - t * t }

/// What a layer reads at one step of one sequence.
enum Input {
    /// A one-hot vector for each field, one after the other: the places of the ones.
    case ones([Int])
    case numbers(Vector)
}

/// Weights, [rows, columns] row by row; a vector is a matrix of one row.
struct Matrix: Sendable {
    let rows, columns: Int
    var values: [Double]

    static func * (w: Matrix, x: Input) -> Vector {
        switch x {
        case .numbers(let x): w * x
        case .ones(let columns):
            Vector((0..<w.rows).map { row in columns.reduce(0) { $0 + w.values[row * w.columns + $1] } })
        }
    }

    static func * (w: Matrix, x: Vector) -> Vector {
        precondition(w.columns == x.values.count, "[\(w.rows), \(w.columns)] · \(x.values.count)")
        return Vector(
            (0..<w.rows).map { row in
                (0..<w.columns).reduce(0) { $0 + w.values[row * w.columns + $1] * x.values[$1] }
            })
    }

    /// Wᵀ y.
    func transposed(times y: Vector) -> Vector {
        var x = Vector.zeros(columns)
        for row in 0..<rows { for column in 0..<columns { x.values[column] += self[row, column] * y.values[row] } }
        return x
    }

    /// Adds y xᵀ: the gradient by W of a product W x whose own gradient is y.
    mutating func add(_ y: Vector, times x: Input) {
        for row in 0..<rows {
            switch x {
            case .ones(let columns): for column in columns { self[row, column] += y.values[row] }
            case .numbers(let x): for column in 0..<columns { self[row, column] += y.values[row] * x.values[column] }
            }
        }
    }

    mutating func add(_ y: Vector, times x: Vector) { add(y, times: .numbers(x)) }

    static func += (w: inout Matrix, y: Vector) { for index in y.values.indices { w.values[index] += y.values[index] } }

    /// Some of the rows.
    func gates(_ range: Range<Int>, of count: Int) -> Matrix {
        let size = rows / count
        let part = range.lowerBound * size..<range.upperBound * size
        return Matrix(
            rows: part.count, columns: columns,
            values: Array(values[part.lowerBound * columns..<part.upperBound * columns]))
    }

    private subscript(_ row: Int, _ column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// Its rows end to end.
    var vector: Vector { Vector(values) }
}
